package io.syncline.workloads.control;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as objects hold them: RFC 3339 in UTC, whole seconds. */
public final class Stamp {
  private static final DateTimeFormatter MICRO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Stamp() {}

  /** {@code time} cut to whole seconds. */
  public static String of(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** {@code time} cut to milliseconds, for the simulation's own annotations. */
  public static String precise(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** {@code time} with six decimals, as leases and new events hold it. */
  public static String micro(Instant time) {
    return MICRO.format(time);
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
