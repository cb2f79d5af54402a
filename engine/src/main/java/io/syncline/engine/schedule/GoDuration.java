package io.syncline.engine.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Go writes them, such as {@code 1h30m}. */
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");

  private GoDuration() {}

  /** {@code text} as a duration; empty when it is none. */
  public static Optional<Duration> parse(String text) {
    var rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    var matcher = PART.matcher(rest);
    var total = Duration.ZERO;
    var end = 0;
    while (matcher.find() && matcher.start() == end) {
      var nanos = Double.parseDouble(matcher.group(1)) * nanos(matcher.group(2));
      total = total.plusNanos(Math.round(nanos));
      end = matcher.end();
    }
    if (end == 0 || end != rest.length()) {
      return Optional.empty();
    }
    return Optional.of(text.startsWith("-") ? total.negated() : total);
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      default -> 3600e9;
    };
  }
}
