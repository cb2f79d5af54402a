package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.Tree;

/** The words checks speak in. */
final class Verdict {
  private Verdict() {}

  static Health healthy(String message) {
    return new Health(HealthStatus.HEALTHY, message);
  }

  static Health suspended(String message) {
    return new Health(HealthStatus.SUSPENDED, message);
  }

  static Health progressing(String message) {
    return new Health(HealthStatus.PROGRESSING, message);
  }

  static Health degraded(String message) {
    return new Health(HealthStatus.DEGRADED, message);
  }

  static Health unknown(String message) {
    return new Health(HealthStatus.UNKNOWN, message);
  }

  static Health missing(String message) {
    return new Health(HealthStatus.MISSING, message);
  }

  /** A number in {@code status}, 0 when absent. */
  static long count(Manifest live, String field) {
    return Tree.number(live.root(), 0, "status", field);
  }
}
