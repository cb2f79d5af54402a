package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The grammar of schedules: five fields, or a word such as {@code @daily}. */
final class CronText {
  private static final Pattern WORD =
      Pattern.compile("@(yearly|annually|monthly|weekly|daily|midnight|hourly)");
  private static final Pattern EVERY =
      Pattern.compile("@every -?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))+");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  /** What one field may hold: numbers between two bounds, or names counted from the lower one. */
  private record Field(int least, int most, List<String> names) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field(0, 59, List.of()),
          new Field(0, 23, List.of()),
          new Field(1, 31, List.of()),
          new Field(1, 12, MONTHS),
          new Field(0, 6, DAYS));

  private CronText() {}

  /** A text that is no number. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /** What is wrong with a schedule. */
  static Optional<String> fault(String schedule) {
    var text = schedule.strip();
    if (text.startsWith("TZ=") || text.startsWith("CRON_TZ=")) {
      var blank = text.indexOf(' ');
      text = blank < 0 ? "" : text.substring(blank).strip();
    }
    if (text.startsWith("@")) {
      return WORD.matcher(text).matches() || EVERY.matcher(text).matches()
          ? Optional.empty()
          : Optional.of("unrecognized descriptor: " + text);
    }
    var parts = text.isEmpty() ? new String[0] : text.split("\\s+");
    if (parts.length != FIELDS.size()) {
      return Optional.of(
          "expected exactly 5 fields, found "
              + parts.length
              + ": ["
              + String.join(" ", parts)
              + "]");
    }
    try {
      for (var i = 0; i < parts.length; i++) {
        for (var range : parts[i].split(",")) {
          check(range, FIELDS.get(i));
        }
      }
      return Optional.empty();
    } catch (Unreadable e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static void check(String range, Field field) throws Unreadable {
    var steps = range.split("/", -1);
    var bounds = steps[0].split("-", -1);
    var any = bounds[0].equals("*") || bounds[0].equals("?");
    var first = field.least();
    var last = field.most();
    if (!any) {
      first = number(bounds[0], field.names(), field.least());
      if (bounds.length > 2) {
        throw new Unreadable("too many hyphens: " + range);
      }
      last = bounds.length == 2 ? number(bounds[1], field.names(), field.least()) : first;
    }
    var step = 1;
    if (steps.length > 2) {
      throw new Unreadable("too many slashes: " + range);
    }
    if (steps.length == 2) {
      step = number(steps[1], List.of(), 0);
      if (bounds.length == 1) {
        last = field.most();
      }
    }
    if (first < field.least()) {
      throw new Unreadable(
          "beginning of range (" + first + ") below minimum (" + field.least() + "): " + range);
    }
    if (last > field.most()) {
      throw new Unreadable(
          "end of range (" + last + ") above maximum (" + field.most() + "): " + range);
    }
    if (first > last) {
      throw new Unreadable(
          "beginning of range (" + first + ") beyond end of range (" + last + "): " + range);
    }
    if (step == 0) {
      throw new Unreadable("step of range should be a positive number: " + range);
    }
  }

  private static int number(String text, List<String> names, int first) throws Unreadable {
    var named = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named + first;
    }
    try {
      var number = Integer.parseInt(text);
      if (number < 0) {
        throw new Unreadable("negative number (" + number + ") not allowed: " + text);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new Unreadable(
          "failed to parse int from "
              + text
              + ": strconv.Atoi: parsing "
              + Cause.quoted(text)
              + ": invalid syntax");
    }
  }
}
