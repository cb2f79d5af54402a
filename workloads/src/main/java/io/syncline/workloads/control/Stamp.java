package io.syncline.workloads.control;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as objects hold them: RFC 3339 in UTC, whole seconds. */
public final class Stamp {
  private Stamp() {}

  /** {@code time} cut to whole seconds. */
  public static String of(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** {@code time} cut to milliseconds, for the simulation's own annotations. */
  public static String precise(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The time in {@code text}; empty when it holds none. */
  public static Optional<Instant> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
