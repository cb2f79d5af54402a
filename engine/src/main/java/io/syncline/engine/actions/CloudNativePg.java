package io.syncline.engine.actions;

import static io.syncline.engine.actions.Edits.annotate;
import static io.syncline.engine.actions.Edits.annotated;
import static io.syncline.engine.actions.Edits.stamp;
import static io.syncline.engine.actions.Edits.unannotate;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.util.List;

/** What can be done with a PostgreSQL cluster of CloudNativePG. */
final class CloudNativePg {
  private static final String LOOP = "cnpg.io/reconciliationLoop";

  private CloudNativePg() {}

  static List<BuiltInAction> actions() {
    return List.of(
        BuiltInAction.of(
                "restart",
                stamp("", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"))
            .icon("fa fa-fw fa-recycle")
            .shown("Rollout restart Cluster"),
        BuiltInAction.of("reload", stamp("", "metadata", "annotations", "cnpg.io/reloadedAt"))
            .icon("fa fa-fw fa-rotate-right")
            .shown("Reload all Configuration"),
        BuiltInAction.of("promote", CloudNativePg::promote)
            .icon("fa fa-fw fa-angles-up")
            .shown("Promote Replica to Primary")
            .param("instance", "any")
            .disabledWhen(
                live -> Tree.items(live.at("status", "instancesStatus", "healthy")).size() < 2),
        BuiltInAction.of("suspend", annotate(LOOP, "disabled"))
            .icon("fa fa-fw fa-pause")
            .shown("Suspend Reconciliation")
            .offeredWhen(annotated(LOOP, "disabled").negate()),
        BuiltInAction.of("resume", unannotate(LOOP))
            .icon("fa fa-fw fa-play")
            .shown("Resume Reconciliation")
            .offeredWhen(annotated(LOOP, "disabled")));
  }

  private static List<String> candidates(Manifest live) {
    var primary = live.text("status", "currentPrimary");
    return Tree.items(live.at("status", "instancesStatus", "healthy")).stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(name -> !name.equals(primary))
        .toList();
  }

  private static Manifest promote(Manifest live, BuiltInAction.Input input) {
    var wanted = input.params().getOrDefault("instance", "any");
    var candidates = candidates(live);
    if (candidates.isEmpty()) {
      throw new ActionException("could not find a healthy instance to promote");
    }
    var full = wanted.matches("\\d+") ? live.name() + "-" + wanted : wanted;
    if (!wanted.equals("any") && !candidates.contains(full)) {
      throw new ActionException(
          "could not find a healthy instance with the name: "
              + wanted
              + " (expected: one of "
              + String.join(", ", candidates)
              + ")");
    }
    var next = wanted.equals("any") ? candidates.getFirst() : full;
    return live.with(next, "status", "targetPrimary")
        .with(input.now().toString(), "status", "targetPrimaryTimestamp")
        .with("Switchover in progress", "status", "phase")
        .with("Switching over to " + next, "status", "phaseReason");
  }
}
