package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.suspended;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;

/**
 * Judges a Job by its conditions. That a Failed or Complete condition is there is enough; nobody
 * writes them with another status (semantics 18.2).
 */
final class JobHealth {
  private JobHealth() {}

  static Health assess(Manifest live) {
    var failed = StatusCondition.find(live, "Failed");
    if (failed.isPresent()) {
      return degraded(failed.get().message());
    }
    var paused = StatusCondition.find(live, "Suspended");
    if (paused.filter(StatusCondition::isTrue).isPresent()) {
      return suspended(paused.get().message());
    }
    var complete = StatusCondition.find(live, "Complete");
    return complete
        .or(() -> paused)
        .map(c -> healthy(c.message()))
        .orElseGet(() -> progressing(""));
  }
}
