package io.syncline.cli.app;

import java.time.Duration;
import java.time.Instant;

/** How old something is, as kubectl tells it: two units while the lesser one still matters. */
final class Age {
  private Age() {}

  /** Age at {@code now} of what was made at {@code rfc3339}; {@code <unknown>} when that is "". */
  static String of(String rfc3339, Instant now) {
    return rfc3339.isEmpty() ? "<unknown>" : of(Duration.between(Instant.parse(rfc3339), now));
  }

  private static String of(Duration age) {
    var seconds = Math.max(0, age.toSeconds());
    var minutes = seconds / 60;
    var hours = minutes / 60;
    var days = hours / 24;
    if (minutes < 2) {
      return seconds + "s";
    }
    if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    }
    if (hours < 3) {
      return minutes + "m";
    }
    if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    if (days < 8) {
      return two(days, "d", hours % 24, "h");
    }
    if (days < 2 * 365) {
      return days + "d";
    }
    return days < 8 * 365 ? two(days / 365, "y", days % 365, "d") : days / 365 + "y";
  }

  private static String two(long more, String unit, long less, String lesser) {
    return more + unit + (less == 0 ? "" : less + lesser);
  }
}
