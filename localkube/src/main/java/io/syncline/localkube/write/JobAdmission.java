package io.syncline.localkube.write;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/** The selector and labels that tie a job to its pods. */
final class JobAdmission {
  private static final String UID = "batch.kubernetes.io/controller-uid";
  private static final String NAME = "batch.kubernetes.io/job-name";

  private JobAdmission() {}

  static ObjectTree prepared(ObjectTree job) {
    if (Tree.flag(job, "spec", "manualSelector")) {
      return job;
    }
    var uid = Tree.text(job, "metadata", "uid");
    var name = Tree.text(job, "metadata", "name");
    var labels = Tree.object(Tree.at(job, "spec", "template", "metadata", "labels"));
    labels =
        labels.with(UID, uid).with(NAME, name).with("controller-uid", uid).with("job-name", name);
    return Tree.with(
        Tree.with(job, labels, "spec", "template", "metadata", "labels"),
        uid,
        "spec",
        "selector",
        "matchLabels",
        UID);
  }

  /** A replaced job with the generated selector and labels it had, when it leaves them out. */
  static ObjectTree keeping(ObjectTree next, ObjectTree live) {
    var kept = OnUpdate.keeping(next, live, "spec", "selector");
    for (var label : new String[] {UID, NAME, "controller-uid", "job-name"}) {
      kept = OnUpdate.keeping(kept, live, "spec", "template", "metadata", "labels", label);
    }
    return kept;
  }
}
