package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;

/** Judges a CronJob by whether its last run succeeded (semantics 18.2). */
final class CronJobHealth {
  private CronJobHealth() {}

  static Health assess(Manifest live) {
    if (Tree.flag(live.root(), "spec", "suspend")) {
      return healthy("CronJob is Suspended");
    }
    if (live.at("status") == null) {
      return progressing("Waiting for CronJob status");
    }
    var scheduled = live.text("status", "lastScheduleTime");
    var succeeded = live.text("status", "lastSuccessfulTime");
    if (scheduled.isEmpty()) {
      return healthy("CronJob has not been scheduled yet");
    }
    if (!Tree.items(live.at("status", "active")).isEmpty()) {
      return healthy("The job is running. Its last execution may not have been successful");
    }
    if (succeeded.isEmpty()) {
      return healthy("CronJob has not completed an execution yet");
    }
    // RFC 3339 in UTC with whole seconds: the order of texts is the order of times.
    return succeeded.compareTo(scheduled) < 0
        ? degraded("CronJob has not completed its last execution successfully")
        : healthy("CronJob has completed its last execution successfully");
  }
}
