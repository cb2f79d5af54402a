package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;

/** Judges a ReplicaSet by its available replicas (semantics 18.2). */
final class ReplicaSetHealth {
  private ReplicaSetHealth() {}

  static Health assess(Manifest live) {
    if (live.generation() > Verdict.count(live, "observedGeneration")) {
      return progressing(
          "Waiting for rollout to finish: observed replica set generation less than desired"
              + " generation");
    }
    var failure = StatusCondition.find(live, "ReplicaFailure").filter(StatusCondition::isTrue);
    if (failure.isPresent()) {
      return degraded(failure.get().message());
    }
    var wanted = Tree.number(live.root(), 0, "spec", "replicas");
    var available = Verdict.count(live, "availableReplicas");
    return available < wanted
        ? progressing(
            "Waiting for rollout to finish: "
                + available
                + " out of "
                + wanted
                + " new replicas are available...")
        : healthy("");
  }
}
