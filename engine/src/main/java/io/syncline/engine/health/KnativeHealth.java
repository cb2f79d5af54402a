package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import java.util.Set;

/** Judges a Service of Knative: one False makes it Degraded, one Unknown Progressing. */
final class KnativeHealth {
  private static final Set<String> WANTED = Set.of("ConfigurationsReady", "RoutesReady", "Ready");

  private KnativeHealth() {}

  static Health assess(Manifest live) {
    if (live.at("status", "conditions") == null) {
      return progressing("Waiting for status update.");
    }
    var failed = false;
    var good = 0;
    var open = new StringBuilder();
    for (var condition : StatusCondition.all(live)) {
      if (condition.isTrue()) {
        good += WANTED.contains(condition.type()) ? 1 : 0;
      } else {
        failed |= condition.isFalse();
        open.append(condition.type()).append(" is ").append(condition.status());
        open.append(condition.reason().isEmpty() ? "" : ", since " + condition.reason() + ".");
        open.append(condition.message().isEmpty() ? "" : " " + condition.message());
        open.append('\n');
      }
    }
    if (open.isEmpty() && good == WANTED.size()) {
      return healthy("Knative Service is healthy.");
    }
    return failed ? degraded(open.toString()) : progressing(open.toString());
  }
}
