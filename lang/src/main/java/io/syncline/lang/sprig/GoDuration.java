package io.syncline.lang.sprig;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Go's durations as text, such as {@code 1h30m}. */
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("([0-9]*\\.?[0-9]+|[0-9]+\\.)(ns|us|µs|μs|ms|s|m|h)");

  private GoDuration() {}

  /** {@code text} as a duration; empty when it is none. */
  public static Optional<Duration> parse(String text) {
    var negative = text.startsWith("-");
    var body = negative || text.startsWith("+") ? text.substring(1) : text;
    if (body.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    var nanos = BigDecimal.ZERO;
    var part = PART.matcher(body);
    var end = 0;
    while (part.find() && part.start() == end && part.group(1).length() < 20) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
      end = part.end();
    }
    if (end == 0
        || end != body.length()
        || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    var duration = Duration.ofNanos(nanos.longValue());
    return Optional.of(negative ? duration.negated() : duration);
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 1_000L;
    };
  }

  /** As Go prints it: {@code 1h2m3s}, {@code 1.5s}, {@code 0s}. */
  public static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    var sign = duration.isNegative() ? "-" : "";
    var d = duration.abs();
    if (d.toSeconds() == 0) {
      var nanos = d.toNanos();
      var unit = nanos < 1_000 ? "ns" : nanos < 1_000_000 ? "µs" : "ms";
      return sign + plain(BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit(unit)))) + unit;
    }
    var seconds =
        plain(BigDecimal.valueOf(d.toSecondsPart()).add(BigDecimal.valueOf(d.toNanosPart(), 9)))
            + "s";
    if (d.toHours() > 0) {
      return sign + d.toHours() + "h" + d.toMinutesPart() + "m" + seconds;
    }
    return sign + (d.toMinutes() > 0 ? d.toMinutes() + "m" : "") + seconds;
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** The largest unit only: {@code 2h}, {@code 3d}, {@code 1y}. */
  static String rounded(Duration duration) {
    var size = duration.abs();
    long[] sizes = {365L * 86_400, 30L * 86_400, 86_400, 3_600, 60, 1};
    String[] names = {"y", "mo", "d", "h", "m", "s"};
    for (var i = 0; i < sizes.length; i++) {
      // Exactly one of a unit is told in the next smaller one, as in sprig.
      if (size.compareTo(Duration.ofSeconds(sizes[i])) > 0) {
        return (duration.isNegative() ? "-" : "") + size.toSeconds() / sizes[i] + names[i];
      }
    }
    return "0s";
  }
}
