package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;

/** Judges a DaemonSet by the pods that run its newest template (semantics 18.2). */
final class DaemonSetHealth {
  private DaemonSetHealth() {}

  static Health assess(Manifest live) {
    if (live.generation() > Verdict.count(live, "observedGeneration")) {
      return progressing(
          "Waiting for rollout to finish: observed daemon set generation less than desired"
              + " generation");
    }
    var wanted = Verdict.count(live, "desiredNumberScheduled");
    var updated = Verdict.count(live, "updatedNumberScheduled");
    var available = Verdict.count(live, "numberAvailable");
    if (live.text("spec", "updateStrategy", "type").equals("OnDelete")) {
      return healthy("daemon set " + updated + " out of " + wanted + " new pods have been updated");
    }
    var waiting = "Waiting for daemon set \"" + live.name() + "\" rollout to finish: ";
    if (updated < wanted) {
      return progressing(
          waiting + updated + " out of " + wanted + " new pods have been updated...");
    }
    if (available < wanted) {
      return progressing(waiting + available + " of " + wanted + " updated pods are available...");
    }
    return healthy("");
  }
}
