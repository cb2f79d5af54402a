package io.syncline.lang.sprig;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Go's date layouts, which spell the reference time Mon Jan 2 15:04:05 MST 2006. */
final class GoLayout {
  /** Longer spellings first where one begins like another. */
  private static final List<String> ELEMENTS =
      List.of(
          "January",
          "Jan",
          "Monday",
          "Mon",
          "MST",
          "002",
          "01",
          "02",
          "03",
          "04",
          "05",
          "06",
          "2006",
          "__2",
          "_2006",
          "_2",
          "15",
          "1",
          "2",
          "3",
          "4",
          "5",
          "PM",
          "pm",
          "-07:00:00",
          "-070000",
          "-07:00",
          "-0700",
          "-07",
          "Z07:00:00",
          "Z070000",
          "Z07:00",
          "Z0700",
          "Z07");

  private GoLayout() {}

  /**
   * A piece of a layout.
   *
   * @param element whether it stands for a part of the time rather than for itself
   */
  record Part(String text, boolean element) {}

  /** The pieces of {@code layout}; text between two elements is one. */
  static List<Part> parts(String layout) {
    var parts = new ArrayList<Part>();
    var literal = new StringBuilder();
    for (var i = 0; i < layout.length(); ) {
      var text = element(layout, i);
      if (text.isEmpty()) {
        literal.append(layout.charAt(i++));
        continue;
      }
      // The blank of a year that looks like a day is text.
      var blank = text.equals("_2006") ? 1 : 0;
      literal.append(text, 0, blank);
      if (!literal.isEmpty()) {
        parts.add(new Part(literal.toString(), false));
        literal.setLength(0);
      }
      parts.add(new Part(text.substring(blank), true));
      i += text.length();
    }
    if (!literal.isEmpty()) {
      parts.add(new Part(literal.toString(), false));
    }
    return parts;
  }

  /** The element that begins at {@code at}; "" when none does. */
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
      var end = at + element.length();
      // Jan and Mon are no elements where they begin another word.
      if (layout.startsWith(element, at)
          && !((element.equals("Jan") || element.equals("Mon"))
              && end < layout.length()
              && Character.isLowerCase(layout.charAt(end)))) {
        return element;
      }
    }
    return "";
  }

  static String format(String layout, GoTime time) {
    var out = new StringBuilder();
    for (var part : parts(layout)) {
      out.append(
          !part.element()
              ? part.text()
              : part.text().equals("MST") ? zoneName(time) : format1(part.text(), time.time()));
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
      case "2006" -> String.format("%04d", time.getYear());
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
      case "-07:00", "-0700", "-07", "-07:00:00", "-070000" ->
          offset(part, time.getOffset().getTotalSeconds());
      case "Z07:00", "Z0700", "Z07", "Z07:00:00", "Z070000" ->
          time.getOffset().getTotalSeconds() == 0
              ? "Z"
              : offset("-" + part.substring(1), time.getOffset().getTotalSeconds());
      default -> fraction(part, time.getNano());
    };
  }

  /** Go shows the offset of a zone that has no name. */
  private static String zoneName(GoTime time) {
    if (!time.zone().isEmpty()) {
      return time.zone();
    }
    var zone = time.time().getZone();
    if (zone.equals(ZoneOffset.UTC)) {
      return "UTC";
    }
    return zone instanceof ZoneOffset offset
        ? offset("-0700", offset.getTotalSeconds())
        : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(time.time());
  }

  private static String offset(String part, int seconds) {
    var sign = seconds < 0 ? "-" : "+";
    var all = Math.abs(seconds);
    var colon = part.contains(":") ? ":" : "";
    var out = new StringBuilder(sign + String.format("%02d", all / 3600));
    if (!part.equals("-07")) {
      out.append(colon).append(String.format("%02d", all / 60 % 60));
    }
    if (part.equals("-07:00:00") || part.equals("-070000")) {
      out.append(colon).append(String.format("%02d", all % 60));
    }
    return out.toString();
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
}
