package io.syncline.workloads.control;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 45s}, {@code 1m30s}, {@code 200ms}, or plain seconds. */
public final class Spans {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
  private static final Map<String, Double> SECONDS =
      Map.of("ms", 0.001, "s", 1.0, "m", 60.0, "h", 3600.0, "d", 86_400.0);

  private Spans() {}

  /** The duration in {@code text}; empty when it holds none. */
  public static Optional<Duration> parse(String text) {
    var trimmed = text.trim();
    if (trimmed.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      return Optional.of(seconds(Double.parseDouble(trimmed)));
    }
    var matcher = PART.matcher(trimmed);
    var total = 0.0;
    var end = 0;
    while (matcher.find() && matcher.start() == end) {
      total += Double.parseDouble(matcher.group(1)) * SECONDS.getOrDefault(matcher.group(2), 0.0);
      end = matcher.end();
    }
    return end > 0 && end == trimmed.length() ? Optional.of(seconds(total)) : Optional.empty();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
