package io.syncline.workloads.storage;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.View;
import java.time.Instant;

/** Shows volumes that nobody claims as available, and lets go of those that are deleted. */
public record VolumeController() implements Controller {
  private static final String PROTECTION = "kubernetes.io/pv-protection";

  @Override
  public String component() {
    return "persistentvolume-controller";
  }

  @Override
  public Kind kind() {
    return Kind.VOLUME;
  }

  @Override
  public Decision decide(Manifest volume, View view, Instant now) {
    var draft = new Decision.Draft();
    var phase = volume.text("status", "phase");
    if (volume.deleting()) {
      if (!phase.equals("Bound") && volume.finalizers().contains(PROTECTION)) {
        var rest = volume.finalizers().stream().filter(f -> !f.equals(PROTECTION)).toList();
        draft.update(Kind.VOLUME, volume.with(rest, "metadata", "finalizers"));
      }
      return draft.done();
    }
    if ((phase.isEmpty() || phase.equals("Pending")) && volume.at("spec", "claimRef") == null) {
      draft.status(Kind.VOLUME, volume, ObjectTree.of("phase", "Available"));
    }
    return draft.done();
  }
}
