package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.CallException;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Go's date layouts, which spell the reference time Mon Jan 2 15:04:05 MST 2006. */
final class GoLayout {
  /** Longer spellings first where one begins like another. */
  private static final List<String> ELEMENTS =
      List.of(
          "January", "Jan", "Monday", "Mon", "MST", "002", "01", "02", "03", "04", "05", "06",
          "2006", "__2", "_2006", "_2", "15", "1", "2", "3", "4", "5", "PM", "pm", "-07:00",
          "-0700", "-07", "Z07:00", "Z0700", "Z07");

  private GoLayout() {}

  private static List<String> parts(String layout) {
    var parts = new ArrayList<String>();
    for (var i = 0; i < layout.length(); ) {
      var part = element(layout, i);
      parts.add(part);
      i += part.length();
    }
    return parts;
  }

  private static String element(String layout, int at) {
    var c = layout.charAt(at);
    if ((c == '.' || c == ',')
        && at + 1 < layout.length()
        && "09".indexOf(layout.charAt(at + 1)) >= 0) {
      var digit = layout.charAt(at + 1);
      var end = at + 1;
      while (end < layout.length() && layout.charAt(end) == digit) {
        end++;
      }
      if (end == layout.length() || !Character.isDigit(layout.charAt(end))) {
        return layout.substring(at, end);
      }
    }
    for (var element : ELEMENTS) {
      if (layout.startsWith(element, at)) {
        return element;
      }
    }
    return layout.substring(at, at + 1);
  }

  static String format(String layout, ZonedDateTime time) {
    var out = new StringBuilder();
    for (var part : parts(layout)) {
      out.append(format1(part, time));
    }
    return out.toString();
  }

  private static String format1(String part, ZonedDateTime time) {
    var hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    return switch (part) {
      case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Jan" -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH).substring(0, 3);
      case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Mon" -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case "MST" -> zoneName(time);
      case "2006" -> String.format("%04d", time.getYear());
      case "_2006" -> "_" + String.format("%04d", time.getYear());
      case "06" -> String.format("%02d", time.getYear() % 100);
      case "01" -> String.format("%02d", time.getMonthValue());
      case "1" -> Integer.toString(time.getMonthValue());
      case "02" -> String.format("%02d", time.getDayOfMonth());
      case "_2" -> String.format("%2d", time.getDayOfMonth());
      case "2" -> Integer.toString(time.getDayOfMonth());
      case "002" -> String.format("%03d", time.getDayOfYear());
      case "__2" -> String.format("%3d", time.getDayOfYear());
      case "15" -> String.format("%02d", time.getHour());
      case "03" -> String.format("%02d", hour12);
      case "3" -> Integer.toString(hour12);
      case "04" -> String.format("%02d", time.getMinute());
      case "4" -> Integer.toString(time.getMinute());
      case "05" -> String.format("%02d", time.getSecond());
      case "5" -> Integer.toString(time.getSecond());
      case "PM" -> time.getHour() < 12 ? "AM" : "PM";
      case "pm" -> time.getHour() < 12 ? "am" : "pm";
      case "-07:00", "-0700", "-07" -> offset(part, time.getOffset().getTotalSeconds());
      case "Z07:00", "Z0700", "Z07" ->
          time.getOffset().getTotalSeconds() == 0
              ? "Z"
              : offset("-" + part.substring(1), time.getOffset().getTotalSeconds());
      default -> part.length() > 1 ? fraction(part, time.getNano()) : part;
    };
  }

  private static String zoneName(ZonedDateTime time) {
    return time.getZone().equals(ZoneOffset.UTC)
        ? "UTC"
        : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(time);
  }

  private static String offset(String part, int seconds) {
    var sign = seconds < 0 ? "-" : "+";
    var minutes = Math.abs(seconds) / 60;
    var hours = String.format("%02d", minutes / 60);
    var rest = String.format("%02d", minutes % 60);
    return sign + hours + (part.equals("-07") ? "" : (part.contains(":") ? ":" : "") + rest);
  }

  private static String fraction(String part, int nanos) {
    var digits = String.format("%09d", nanos).substring(0, Math.min(9, part.length() - 1));
    if (part.charAt(1) == '0') {
      return part.charAt(0) + digits;
    }
    var end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return end == 0 ? "" : part.charAt(0) + digits.substring(0, end);
  }

  /**
   * The time {@code text} spells in {@code layout}, in UTC when it names no zone.
   *
   * @throws CallException when it does not fit
   */
  static ZonedDateTime parse(String layout, String text) {
    var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    for (var part : parts(layout)) {
      reading(builder, part);
    }
    builder
        .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
        .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
        .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
        .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
        .parseDefaulting(ChronoField.NANO_OF_SECOND, 0);
    try {
      var parsed = builder.toFormatter(Locale.ENGLISH).parse(text);
      var hour =
          parsed.isSupported(ChronoField.HOUR_OF_DAY) ? parsed.get(ChronoField.HOUR_OF_DAY) : 0;
      var zone =
          parsed.isSupported(ChronoField.OFFSET_SECONDS)
              ? ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS))
              : ZoneOffset.UTC;
      return ZonedDateTime.of(
          get(parsed, ChronoField.YEAR, 1),
          get(parsed, ChronoField.MONTH_OF_YEAR, 1),
          get(parsed, ChronoField.DAY_OF_MONTH, 1),
          hour,
          get(parsed, ChronoField.MINUTE_OF_HOUR, 0),
          get(parsed, ChronoField.SECOND_OF_MINUTE, 0),
          get(parsed, ChronoField.NANO_OF_SECOND, 0),
          zone);
    } catch (DateTimeException e) {
      throw new CallException(
          "parsing time \"" + text + "\" as \"" + layout + "\": cannot parse \"" + text + "\"", e);
    }
  }

  private static int get(TemporalAccessor parsed, ChronoField field, int otherwise) {
    return parsed.isSupported(field) ? parsed.get(field) : otherwise;
  }

  private static void reading(DateTimeFormatterBuilder builder, String part) {
    switch (part) {
      case "January" -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
      case "Jan" -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
      case "Monday" -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
      case "Mon" -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
      case "2006" -> builder.appendPattern("uuuu");
      case "06" -> builder.appendPattern("uu");
      case "01" -> builder.appendPattern("MM");
      case "1" -> builder.appendPattern("M");
      case "02" -> builder.appendPattern("dd");
      case "2" -> builder.appendPattern("d");
      case "_2" -> builder.appendPattern("ppd");
      case "15" -> builder.appendPattern("HH");
      case "03" -> builder.appendPattern("hh");
      case "3" -> builder.appendPattern("h");
      case "04" -> builder.appendPattern("mm");
      case "4" -> builder.appendPattern("m");
      case "05" -> builder.appendPattern("ss");
      case "5" -> builder.appendPattern("s");
      case "PM", "pm" -> builder.appendText(ChronoField.AMPM_OF_DAY);
      case "MST" -> builder.appendPattern("zzz");
      case "-07:00" -> builder.appendOffset("+HH:MM", "+00:00");
      case "-0700" -> builder.appendOffset("+HHMM", "+0000");
      case "-07" -> builder.appendOffset("+HH", "+00");
      case "Z07:00" -> builder.appendOffset("+HH:MM", "Z");
      case "Z0700" -> builder.appendOffset("+HHMM", "Z");
      default -> {
        if (part.length() > 1) {
          builder.appendFraction(
              ChronoField.NANO_OF_SECOND, part.charAt(1) == '0' ? part.length() - 1 : 0, 9, true);
        } else {
          builder.appendLiteral(part);
        }
      }
    }
  }
}
