package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.suspended;
import static io.syncline.engine.health.Verdict.unknown;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;

/**
 * Judges a Rollout of Argo Rollouts by the phase its controller writes, or, for old controllers
 * that write none, by its conditions and replicas (semantics 18.5).
 */
final class RolloutHealth {
  private static final String WORKLOAD_GENERATION = "rollout.argoproj.io/workload-generation";
  private static final Health NOT_OBSERVED =
      progressing("Waiting for rollout spec update to be observed");

  private RolloutHealth() {}

  static Health assess(Manifest live) {
    if (Tree.object(live.at("status")).isEmpty() || !observed(live)) {
      return NOT_OBSERVED;
    }
    var phase = live.text("status", "phase");
    return phase.isEmpty() ? withoutPhase(live) : byPhase(live, phase);
  }

  private static boolean observed(Manifest live) {
    var seen = live.text("status", "observedGeneration");
    // Very old controllers wrote a hash here, which may look like a large number.
    var numeric =
        !seen.isEmpty() && seen.chars().allMatch(Character::isDigit) && seen.length() < 19;
    if (numeric && Long.parseLong(seen) < live.generation()) {
      return false;
    }
    var workload = live.annotation(WORKLOAD_GENERATION);
    return live.at("spec", "workloadRef") == null
        || workload.isEmpty()
        || live.at("status", "workloadObservedGeneration") == null
        || workload.get().equals(live.text("status", "workloadObservedGeneration"));
  }

  private static Health byPhase(Manifest live, String phase) {
    var message = live.text("status", "message");
    return switch (phase) {
      case "Healthy" -> healthy(message);
      case "Paused" -> suspended(message);
      case "Degraded" -> degraded(message);
      case "Progressing" -> progressing(message);
      default -> unknown(message);
    };
  }

  private static Health withoutPhase(Manifest live) {
    for (var condition : StatusCondition.all(live)) {
      if (condition.type().equals("InvalidSpec")
          || condition.reason().equals("RolloutAborted")
          || condition.reason().equals("ProgressDeadlineExceeded")) {
        return degraded(condition.message());
      }
    }
    if (!Tree.items(live.at("status", "pauseConditions")).isEmpty()
        || Tree.flag(live.root(), "spec", "paused")) {
      return suspended("Rollout is paused");
    }
    return replicas(live);
  }

  private static Health replicas(Manifest live) {
    var wanted = Tree.number(live.root(), 1, "spec", "replicas");
    var updated = Verdict.count(live, "updatedReplicas");
    if (updated < wanted) {
      return progressing("Waiting for roll out to finish: More replicas need to be updated");
    }
    if (Verdict.count(live, "availableReplicas") < updated) {
      return progressing(
          "Waiting for roll out to finish: updated replicas are still becoming available");
    }
    return live.at("spec", "strategy", "blueGreen") != null
        ? blueGreen(live)
        : live.at("spec", "strategy", "canary") != null ? canary(live, updated) : healthy("");
  }

  private static Health blueGreen(Manifest live) {
    var current = live.text("status", "currentPodHash");
    if (!live.text("status", "blueGreen", "activeSelector").equals(current)) {
      return progressing("active service cutover pending");
    }
    var stable = stable(live);
    return stable.isEmpty() || stable.equals(current)
        ? healthy("")
        : progressing("waiting for analysis to complete");
  }

  private static Health canary(Manifest live, long updated) {
    if (Verdict.count(live, "replicas") > updated) {
      return progressing("Waiting for roll out to finish: old replicas are pending termination");
    }
    var stable = stable(live);
    return !stable.isEmpty() && stable.equals(live.text("status", "currentPodHash"))
        ? healthy("")
        : progressing("waiting for all steps to complete");
  }

  /** The revision that serves all; controllers before 0.8 wrote it elsewhere. */
  private static String stable(Manifest live) {
    var stable = live.text("status", "stableRS");
    return stable.isEmpty() ? live.text("status", "canary", "stableRS") : stable;
  }
}
