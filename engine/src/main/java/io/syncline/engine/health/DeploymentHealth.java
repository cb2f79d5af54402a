package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.suspended;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;

/**
 * Judges a Deployment by how far its rollout got: Healthy once every replica asked for runs the
 * newest template and is available. The first rule that applies decides (semantics 18.2).
 */
final class DeploymentHealth {
  private DeploymentHealth() {}

  static Health assess(Manifest live) {
    if (Tree.flag(live.root(), "spec", "paused")) {
      return suspended("Deployment is paused");
    }
    if (live.generation() > Verdict.count(live, "observedGeneration")) {
      return progressing(
          "Waiting for rollout to finish: observed deployment generation less than desired"
              + " generation");
    }
    if (StatusCondition.find(live, "Progressing")
        .filter(c -> c.reason().equals("ProgressDeadlineExceeded"))
        .isPresent()) {
      return degraded("Deployment \"" + live.name() + "\" exceeded its progress deadline");
    }
    return replicas(live);
  }

  private static Health replicas(Manifest live) {
    // Without spec.replicas another controller scales, and there is no number to fall short of.
    var wanted = Tree.number(live.root(), 0, "spec", "replicas");
    var all = Verdict.count(live, "replicas");
    var updated = Verdict.count(live, "updatedReplicas");
    var available = Verdict.count(live, "availableReplicas");
    if (updated < wanted) {
      return waiting(updated + " out of " + wanted + " new replicas have been updated...");
    }
    if (all > updated) {
      return waiting(all - updated + " old replicas are pending termination...");
    }
    if (available < updated) {
      return waiting(available + " of " + updated + " updated replicas are available...");
    }
    return healthy("");
  }

  private static Health waiting(String what) {
    return progressing("Waiting for rollout to finish: " + what);
  }
}
