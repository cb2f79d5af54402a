package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;

/** Judges a Service of Knative: one False makes it Degraded, one Unknown Progressing. */
final class KnativeHealth {
  private KnativeHealth() {}

  static Health assess(Manifest live) {
    var conditions = StatusCondition.all(live);
    var failed = false;
    var open = new StringBuilder();
    for (var condition : conditions) {
      if (!condition.isTrue()) {
        failed |= condition.isFalse();
        open.append(condition.type())
            .append(" is ")
            .append(condition.status())
            .append(", since ")
            .append(condition.reason())
            .append(". ")
            .append(condition.message())
            .append('\n');
      }
    }
    if (conditions.isEmpty()) {
      return progressing("Waiting for Knative Service");
    }
    if (open.isEmpty()) {
      return healthy("Knative Service is healthy.");
    }
    return failed ? degraded(open.toString()) : progressing(open.toString());
  }
}
