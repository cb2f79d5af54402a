package io.syncline.controller.sync;

import io.syncline.engine.annotations.Authorship;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.sync.Step;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.Deletion;
import io.syncline.kube.PatchType;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;

/** Deletes one object, or lets one go that was held back. */
final class ObjectRemover {
  private static final int CONFLICT_TRIES = 5;

  private final Cluster cluster;
  private final LiveCache cache;

  ObjectRemover(Cluster cluster, LiveCache cache) {
    this.cluster = cluster;
    this.cache = cache;
  }

  /** Asks for the deletion of the object of {@code task}; returns what came of it. */
  String delete(SyncTask task, Step.Delete step, SyncExecutor.Manner manner) {
    var object = task.object();
    if (step.dryRun()) {
      return "pruned (dry run)";
    }
    if (task.hook()) {
      release(object, manner);
    }
    var propagation =
        switch (step.propagation()) {
          case FOREGROUND -> Deletion.Propagation.FOREGROUND;
          case BACKGROUND -> Deletion.Propagation.BACKGROUND;
          case ORPHAN -> Deletion.Propagation.ORPHAN;
        };
    cluster.delete(
        cluster.kindOf(object), object.key(), Deletion.of(propagation).as(manner.user()));
    return "pruned";
  }

  /** Takes the hook finalizer off an object; false when it is gone. */
  boolean release(Manifest object, SyncExecutor.Manner manner) {
    var kind = cluster.kindOf(object);
    for (var attempt = 1; ; attempt++) {
      var live = cluster.get(kind, object.namespace(), object.name());
      if (live.isEmpty()) {
        return false;
      }
      var left = live.get().finalizers().stream().filter(f -> !f.equals(Hooks.FINALIZER)).toList();
      if (left.size() == live.get().finalizers().size()) {
        return true;
      }
      try {
        var patch =
            ObjectTree.of(
                "metadata",
                ObjectTree.of(
                    "finalizers",
                    left.isEmpty() ? null : left,
                    "resourceVersion",
                    live.get().resourceVersion()));
        cache.observe(
            cluster.patch(
                kind,
                object.key(),
                "",
                PatchType.MERGE,
                patch,
                WriteOptions.by(Authorship.MANAGER).as(manner.user())));
        return true;
      } catch (ClusterException e) {
        if (e.notFound()) {
          return false;
        }
        if (!e.conflict() || attempt == CONFLICT_TRIES) {
          throw e;
        }
      }
    }
  }
}
