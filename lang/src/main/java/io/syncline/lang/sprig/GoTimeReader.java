package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** A time read by Go's layout, with Go's words for what does not fit. */
final class GoTimeReader {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  private static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
  private static final int UNSET = Integer.MIN_VALUE;

  /** The text does not fit the element at hand. */
  private static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misfit() {
      super("text does not fit the layout", null, false, false);
    }
  }

  private final String layout;
  private final String text;
  private String rest;
  private String outOfRange = "";
  private int year;
  private int month = UNSET;
  private int day = UNSET;
  private int dayOfYear = UNSET;
  private int hour;
  private int minute;
  private int second;
  private int nanos;
  private int half = UNSET;
  private int offset = UNSET;
  private String zone = "";
  private boolean universal;

  private GoTimeReader(String layout, String text) {
    this.layout = layout;
    this.text = text;
    this.rest = text;
  }

  /**
   * The time {@code text} spells in {@code layout}, in UTC when it names no zone.
   *
   * @throws CallException when it does not fit
   */
  static GoTime parse(String layout, String text) {
    return new GoTimeReader(layout, text).read();
  }

  private GoTime read() {
    var parts = GoLayout.parts(layout);
    for (var i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      var held = rest;
      try {
        if (part.element()) {
          element(part.text(), i + 1 < parts.size() ? parts.get(i + 1).text() : "");
        } else {
          literal(part.text());
        }
      } catch (Misfit misfit) {
        throw refused(
            " as "
                + GoFormat.quote(layout)
                + ": cannot parse "
                + GoFormat.quote(part.element() ? held : rest)
                + " as "
                + GoFormat.quote(part.text()));
      }
      if (!outOfRange.isEmpty()) {
        throw refused(": " + outOfRange + " out of range");
      }
    }
    if (!rest.isEmpty()) {
      throw refused(": extra text: " + GoFormat.quote(rest));
    }
    return assembled();
  }

  private CallException refused(String why) {
    return new CallException("parsing time " + GoFormat.quote(text) + why);
  }

  private GoTime assembled() {
    var clock = half == UNSET ? hour : half == 1 ? hour < 12 ? hour + 12 : hour : hour % 12;
    var date = date();
    try {
      var zoned =
          ZonedDateTime.of(
              date.getYear(),
              date.getMonthValue(),
              date.getDayOfMonth(),
              clock,
              minute,
              second,
              nanos,
              universal || offset == UNSET ? ZoneOffset.UTC : ZoneOffset.ofTotalSeconds(offset));
      return universal || offset == 0 && zone.isEmpty()
          ? GoTime.of(zoned)
          : new GoTime(zoned, zone);
    } catch (DateTimeException beyondJava) {
      throw refused(": time zone offset hour out of range");
    }
  }

  private LocalDate date() {
    if (dayOfYear != UNSET) {
      if (dayOfYear < 1 || dayOfYear > (YearMonth.of(year, 1).isLeapYear() ? 366 : 365)) {
        throw refused(": day-of-year out of range");
      }
      var date = LocalDate.ofYearDay(year, dayOfYear);
      if (month != UNSET && month != date.getMonthValue()) {
        throw refused(": day-of-year does not match month");
      }
      if (day != UNSET && day != date.getDayOfMonth()) {
        throw refused(": day-of-year does not match day");
      }
      return date;
    }
    var of = YearMonth.of(year, month == UNSET ? 1 : month);
    var in = day == UNSET ? 1 : day;
    if (in < 1 || in > of.lengthOfMonth()) {
      throw refused(": day out of range");
    }
    return of.atDay(in);
  }

  private void literal(String prefix) {
    for (var i = 0; i < prefix.length(); ) {
      if (prefix.charAt(i) == ' ') {
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
          throw new Misfit();
        }
        while (i < prefix.length() && prefix.charAt(i) == ' ') {
          i++;
        }
        rest = rest.replaceFirst("^ +", "");
      } else {
        if (rest.isEmpty() || rest.charAt(0) != prefix.charAt(i)) {
          throw new Misfit();
        }
        rest = rest.substring(1);
        i++;
      }
    }
  }

  private void element(String element, String following) {
    switch (element) {
      case "06" -> {
        var two = Integer.parseInt(digits(2));
        year = two >= 69 ? 1900 + two : 2000 + two;
      }
      case "2006" -> year = Integer.parseInt(digits(4));
      case "Jan" -> month = 1 + named(MONTHS, true);
      case "January" -> month = 1 + named(MONTHS, false);
      case "Mon" -> named(DAYS, true);
      case "Monday" -> named(DAYS, false);
      case "1", "01" -> month = within(number(element.length() == 2), 1, 12, "month");
      case "2", "_2", "02" -> {
        blank(element.startsWith("_") ? 1 : 0);
        day = number(element.equals("02"));
      }
      case "002", "__2" -> {
        blank(element.startsWith("_") ? 2 : 0);
        dayOfYear = threeDigits(element.equals("002"));
      }
      case "15" -> hour = within(number(false), 0, 23, "hour");
      case "3", "03" -> hour = within(number(element.length() == 2), 0, 12, "hour");
      case "4", "04" -> minute = within(number(element.length() == 2), 0, 59, "minute");
      case "5", "05" -> {
        second = within(number(element.length() == 2), 0, 59, "second");
        unannouncedFraction(following);
      }
      case "PM", "pm" -> half(element);
      case "MST" -> zoneName();
      default -> {
        if (element.startsWith("-") || element.startsWith("Z")) {
          offset(element);
        } else {
          fraction(element);
        }
      }
    }
  }

  private String take(int count) {
    if (rest.length() < count) {
      throw new Misfit();
    }
    var taken = rest.substring(0, count);
    rest = rest.substring(count);
    return taken;
  }

  private boolean digitAt(int i) {
    return i < rest.length() && rest.charAt(i) >= '0' && rest.charAt(i) <= '9';
  }

  private String digits(int count) {
    for (var i = 0; i < count; i++) {
      if (!digitAt(i)) {
        throw new Misfit();
      }
    }
    return take(count);
  }

  /** One or two digits; two when {@code fixed}. */
  private int number(boolean fixed) {
    return Integer.parseInt(digits(fixed || digitAt(1) ? 2 : 1));
  }

  private int threeDigits(boolean fixed) {
    var count = 0;
    while (count < 3 && digitAt(count)) {
      count++;
    }
    if (count == 0 || fixed && count < 3) {
      throw new Misfit();
    }
    return Integer.parseInt(take(count));
  }

  private void blank(int most) {
    for (var i = 0; i < most && rest.startsWith(" "); i++) {
      rest = rest.substring(1);
    }
  }

  private int within(int value, int low, int high, String name) {
    if (value < low || value > high) {
      outOfRange = name;
    }
    return value;
  }

  private int named(List<String> names, boolean cut) {
    for (var i = 0; i < names.size(); i++) {
      var name = cut ? names.get(i).substring(0, 3) : names.get(i);
      if (rest.regionMatches(true, 0, name, 0, name.length())) {
        rest = rest.substring(name.length());
        return i;
      }
    }
    throw new Misfit();
  }

  private boolean pointAndDigit() {
    return !rest.isEmpty() && ".,".indexOf(rest.charAt(0)) >= 0 && digitAt(1);
  }

  /** A fraction of the second is read also where the layout has none. */
  private void unannouncedFraction(String following) {
    var announced = following.matches("[.,](0+|9+)");
    if (pointAndDigit() && !announced) {
      allDigits();
    }
  }

  private void allDigits() {
    var end = 1;
    while (digitAt(end)) {
      end++;
    }
    nanos = nanos(take(end).substring(1));
  }

  private void fraction(String element) {
    if (element.charAt(1) == '9') {
      if (pointAndDigit()) {
        allDigits();
      }
      return;
    }
    if (rest.isEmpty() || ".,".indexOf(rest.charAt(0)) < 0) {
      throw new Misfit();
    }
    var digits = take(element.length()).substring(1);
    if (!digits.matches("[0-9]+")) {
      throw new Misfit();
    }
    nanos = nanos(digits);
  }

  private static int nanos(String digits) {
    var nine = (digits + "000000000").substring(0, 9);
    return Integer.parseInt(nine);
  }

  private void half(String element) {
    var two = take(2);
    var late = element;
    var early = element.equals("PM") ? "AM" : "am";
    if (!two.equals(late) && !two.equals(early)) {
      throw new Misfit();
    }
    half = two.equals(late) ? 1 : 0;
  }

  private void offset(String element) {
    if (element.startsWith("Z") && rest.startsWith("Z")) {
      rest = rest.substring(1);
      universal = true;
      return;
    }
    var colons = element.contains(":");
    var taken = take(element.length());
    if (colons && (taken.charAt(3) != ':' || taken.length() > 6 && taken.charAt(6) != ':')) {
      throw new Misfit();
    }
    var numbers = taken.substring(1).replace(":", "");
    if (!numbers.matches("([0-9]{2}){1,3}") || "+-".indexOf(taken.charAt(0)) < 0) {
      throw new Misfit();
    }
    var hours = Integer.parseInt(numbers.substring(0, 2));
    var minutes = numbers.length() > 2 ? Integer.parseInt(numbers.substring(2, 4)) : 0;
    var seconds = numbers.length() > 4 ? Integer.parseInt(numbers.substring(4, 6)) : 0;
    within(hours, 0, 24, "time zone offset hour");
    within(minutes, 0, 60, "time zone offset minute");
    within(seconds, 0, 60, "time zone offset second");
    offset = (taken.charAt(0) == '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  }

  private void zoneName() {
    if (rest.startsWith("UTC")) {
      rest = rest.substring(3);
      universal = true;
      return;
    }
    var length = zoneLength();
    if (length == 0) {
      throw new Misfit();
    }
    zone = take(length);
    if (zone.startsWith("GMT") && zone.length() > 3) {
      offset = Integer.parseInt(zone.substring(3)) * 3600;
    }
  }

  private int zoneLength() {
    if (rest.startsWith("ChST") || rest.startsWith("MeST")) {
      return 4;
    }
    if (rest.startsWith("GMT")) {
      return 3 + signed(rest.substring(3));
    }
    if (!rest.isEmpty() && "+-".indexOf(rest.charAt(0)) >= 0) {
      return signed(rest);
    }
    var letters = 0;
    while (letters < 6
        && letters < rest.length()
        && rest.charAt(letters) >= 'A'
        && rest.charAt(letters) <= 'Z') {
      letters++;
    }
    return switch (letters) {
      case 3 -> 3;
      case 4 -> rest.charAt(3) == 'T' || rest.startsWith("WITA") ? 4 : 0;
      case 5 -> rest.charAt(4) == 'T' ? 5 : 0;
      default -> 0;
    };
  }

  /** Length of a sign with at most 23 hours behind it. */
  private static int signed(String text) {
    if (!text.matches("(?s)[+-][0-9].*")) {
      return 0;
    }
    var end = 1;
    while (end < text.length() && Character.digit(text.charAt(end), 10) >= 0) {
      end++;
    }
    return end <= 3 && Integer.parseInt(text.substring(1, end)) <= 23 ? end : 0;
  }
}
