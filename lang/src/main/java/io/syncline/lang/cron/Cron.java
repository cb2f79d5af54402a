package io.syncline.lang.cron;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A schedule of five fields (minute, hour, day of month, month, day of week), one of {@code
 * @yearly @annually @monthly @weekly @daily @midnight @hourly}, or {@code @every} with a Go
 * duration. When both day fields are restricted, a day that fits either is taken. Immutable.
 */
public final class Cron {
  /** A malformed expression; the message names the field. */
  public static final class CronException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CronException(String message) {
      super(message);
    }
  }

  private static final List<String> MONTHS =
      List.of(
          "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private final String text;
  private final Duration every;
  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet daysOfMonth;
  private final BitSet months;
  private final BitSet daysOfWeek;
  private final boolean eitherDay;

  private Cron(String text, Duration every, List<BitSet> fields, boolean eitherDay) {
    this.text = text;
    this.every = every;
    this.minutes = fields.get(0);
    this.hours = fields.get(1);
    this.daysOfMonth = fields.get(2);
    this.months = fields.get(3);
    this.daysOfWeek = fields.get(4);
    this.eitherDay = eitherDay;
  }

  /**
   * The schedule {@code text} spells.
   *
   * @throws CronException when it is malformed
   */
  public static Cron parse(String text) {
    var trimmed = text.strip();
    if (trimmed.startsWith("@every ")) {
      var none = new BitSet();
      return new Cron(
          trimmed,
          every(trimmed.substring(7).strip()),
          List.of(none, none, none, none, none),
          false);
    }
    var spelled =
        switch (trimmed) {
          case "@yearly", "@annually" -> "0 0 1 1 *";
          case "@monthly" -> "0 0 1 * *";
          case "@weekly" -> "0 0 * * 0";
          case "@daily", "@midnight" -> "0 0 * * *";
          case "@hourly" -> "0 * * * *";
          default -> trimmed;
        };
    var words = spelled.split("\\s+");
    if (words.length != 5) {
      throw new CronException(
          "cron expression '"
              + text
              + "' has "
              + words.length
              + " fields (expected: 5, such as 0 8 * * 1-5)");
    }
    var fields =
        List.of(
            field("minute", words[0], 0, 59, List.of()),
            field("hour", words[1], 0, 23, List.of()),
            field("day of month", words[2], 1, 31, List.of()),
            field("month", words[3], 1, 12, MONTHS),
            field("day of week", words[4], 0, 6, DAYS));
    return new Cron(trimmed, Duration.ZERO, fields, !open(words[2]) && !open(words[4]));
  }

  private static boolean open(String field) {
    return field.startsWith("*") || field.startsWith("?");
  }

  private static Duration every(String text) {
    var total = Duration.ZERO;
    var part = java.util.regex.Pattern.compile("([0-9]+)(h|m|s)").matcher(text);
    var end = 0;
    while (part.find() && part.start() == end && part.group(1).length() < 10) {
      var count = Long.parseLong(part.group(1));
      total =
          total.plus(
              switch (part.group(2)) {
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofSeconds(count);
              });
      end = part.end();
    }
    if (end != text.length() || total.isZero()) {
      throw new CronException(
          "@every duration '" + text + "' is malformed (expected: such as 1h30m)");
    }
    return total;
  }

  private static BitSet field(String name, String text, int low, int high, List<String> names) {
    var set = new BitSet();
    for (var item : text.split(",", -1)) {
      var slash = item.indexOf('/');
      var range = slash < 0 ? item : item.substring(0, slash);
      var step = slash < 0 ? 1 : number(name, item.substring(slash + 1), 1, high, List.of());
      var from = low;
      var to = high;
      if (!range.equals("*") && !range.equals("?")) {
        var dash = range.indexOf('-', 1);
        from = number(name, dash < 0 ? range : range.substring(0, dash), low, high, names);
        to =
            dash >= 0
                ? number(name, range.substring(dash + 1), low, high, names)
                : slash < 0 ? from : high;
      } else if (name.equals("day of week")) {
        to = 6;
      }
      if (to < from) {
        throw new CronException(name + " field '" + item + "' runs backwards (expected: low-high)");
      }
      for (var i = from; i <= to; i += step) {
        set.set(i);
      }
    }
    return set;
  }

  private static int number(String field, String text, int low, int high, List<String> names) {
    var named = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0 && !text.isEmpty()) {
      return named;
    }
    var value = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
    if (value < low || value > high) {
      throw new CronException(
          field + " field holds '" + text + "' (expected: " + low + " to " + high + ")");
    }
    return value;
  }

  /**
   * The first time after {@code after} in its zone; empty when none comes within ten years. A time
   * that the clock skips in spring is left out, one it repeats in autumn comes once.
   */
  public Optional<ZonedDateTime> next(ZonedDateTime after) {
    if (!every.isZero()) {
      return Optional.of(after.plus(every).truncatedTo(ChronoUnit.SECONDS));
    }
    var zone = after.getZone();
    var time = after.toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    var end = time.plusYears(10);
    while (time.isBefore(end)) {
      if (!months.get(time.getMonthValue())) {
        time = time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay();
      } else if (!fitsDay(time.getDayOfMonth(), time.getDayOfWeek().getValue() % 7)) {
        time = time.toLocalDate().plusDays(1).atStartOfDay();
      } else if (!hours.get(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minutes.get(time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        var zoned = time.atZone(zone);
        if (zoned.toLocalDateTime().equals(time) && zoned.isAfter(after)) {
          return Optional.of(zoned);
        }
        time = time.plusMinutes(1);
      }
    }
    return Optional.empty();
  }

  private boolean fitsDay(int dayOfMonth, int dayOfWeek) {
    return eitherDay
        ? daysOfMonth.get(dayOfMonth) || daysOfWeek.get(dayOfWeek)
        : daysOfMonth.get(dayOfMonth) && daysOfWeek.get(dayOfWeek);
  }

  /** The expression as written. */
  @Override
  public String toString() {
    return text;
  }
}
