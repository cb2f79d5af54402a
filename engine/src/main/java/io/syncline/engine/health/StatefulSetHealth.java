package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/** Judges a StatefulSet by its ready pods, then by how far its update got (semantics 18.2). */
final class StatefulSetHealth {
  private StatefulSetHealth() {}

  static Health assess(Manifest live) {
    var observed = Verdict.count(live, "observedGeneration");
    if (observed == 0 || live.generation() > observed) {
      return progressing("Waiting for statefulset spec update to be observed...");
    }
    var wanted = Tree.number(live.root(), 0, "spec", "replicas");
    var ready = Verdict.count(live, "readyReplicas");
    if (ready < wanted) {
      return progressing("Waiting for " + (wanted - ready) + " pods to be ready...");
    }
    return update(live, wanted, ready);
  }

  private static Health update(Manifest live, long wanted, long ready) {
    var updated = Verdict.count(live, "updatedReplicas");
    var strategy = live.text("spec", "updateStrategy", "type");
    if (strategy.equals("RollingUpdate")
        && live.at("spec", "updateStrategy", "rollingUpdate") instanceof ObjectTree rolling) {
      var due = wanted - Tree.number(rolling, 0, "partition");
      return rolling.get("partition") != null && updated < due
          ? progressing(
              "Waiting for partitioned roll out to finish: "
                  + updated
                  + " out of "
                  + due
                  + " new pods have been updated...")
          : healthy("partitioned roll out complete: " + updated + " new pods have been updated...");
    }
    if (strategy.equals("OnDelete")) {
      return healthy("statefulset has " + ready + " ready pods");
    }
    var current = live.text("status", "currentRevision");
    var next = live.text("status", "updateRevision");
    if (!next.equals(current)) {
      return progressing(
          "waiting for statefulset rolling update to complete "
              + updated
              + " pods at revision "
              + next
              + "...");
    }
    return healthy(
        "statefulset rolling update complete "
            + Verdict.count(live, "currentReplicas")
            + " pods at revision "
            + current
            + "...");
  }
}
