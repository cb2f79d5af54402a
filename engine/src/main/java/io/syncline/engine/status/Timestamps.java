package io.syncline.engine.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Kubernetes objects hold them: RFC 3339 in UTC, whole seconds. */
public final class Timestamps {
  private Timestamps() {}

  /** {@code at}, fractions of a second dropped. */
  public static String write(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
