package io.syncline.lang.lua;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Of the {@code os} library what tells the time, in UTC, by a clock that is handed in. */
final class TimeLibrary {
  private TimeLibrary() {}

  static void open(Machine machine, Supplier<Instant> clock) {
    var table = new LuaTable(machine.budget());
    machine.globals().set("os", table);
    BaseLibrary.set(table, "time", (_, a) -> List.of(time(a, clock)));
    BaseLibrary.set(table, "date", (m, a) -> List.of(date(m, a, clock)));
    BaseLibrary.set(
        table, "difftime", (_, a) -> List.of(a.number(1) - (a.has(2) ? a.number(2) : 0)));
  }

  private static Object time(Arguments a, Supplier<Instant> clock) {
    if (!a.has(1)) {
      return (double) clock.get().getEpochSecond();
    }
    var table = a.table(1);
    try {
      return (double)
          LocalDateTime.of(field(table, "year", -1), 1, 1, 0, 0)
              .plusMonths(field(table, "month", -1) - 1L)
              .plusDays(field(table, "day", -1) - 1L)
              .plusHours(field(table, "hour", 12))
              .plusMinutes(field(table, "min", 0))
              .plusSeconds(field(table, "sec", 0))
              .toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw a.wrong(1, "not a time");
    }
  }

  private static int field(LuaTable table, String name, int otherwise) {
    var value = Values.asNumber(table.get(name));
    if (value.isEmpty() && otherwise < 0) {
      throw new LuaException("field '" + name + "' missing in date table");
    }
    return value.map(Double::intValue).orElse(otherwise);
  }

  private static Object date(Machine machine, Arguments a, Supplier<Instant> clock) {
    var format = a.string(1, "%c");
    var seconds = a.has(2) ? (long) a.number(2) : clock.get().getEpochSecond();
    OffsetDateTime time;
    try {
      time = Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw a.wrong(2, "not a time");
    }
    if (format.startsWith("!")) {
      format = format.substring(1);
    }
    return format.startsWith("*t")
        ? parts(machine, time)
        : machine.made(Bytes.of(formatted(format, time)));
  }

  private static LuaTable parts(Machine machine, OffsetDateTime time) {
    var table = new LuaTable(machine.budget());
    table.set("year", (double) time.getYear());
    table.set("month", (double) time.getMonthValue());
    table.set("day", (double) time.getDayOfMonth());
    table.set("hour", (double) time.getHour());
    table.set("min", (double) time.getMinute());
    table.set("sec", (double) time.getSecond());
    table.set("wday", (double) (time.getDayOfWeek().getValue() % 7 + 1));
    table.set("yday", (double) time.getDayOfYear());
    table.set("isdst", false);
    return table;
  }

  private static String formatted(String format, OffsetDateTime time) {
    var out = new StringBuilder();
    var i = 0;
    while (i < format.length()) {
      var c = format.charAt(i++);
      if (c == '%' && i < format.length()) {
        out.append(directive(format.charAt(i++), time));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String directive(char directive, OffsetDateTime time) {
    var pattern =
        switch (directive) {
          case 'a' -> "EEE";
          case 'A' -> "EEEE";
          case 'b', 'h' -> "MMM";
          case 'B' -> "MMMM";
          case 'd' -> "dd";
          case 'D' -> "MM/dd/yy";
          case 'F' -> "yyyy-MM-dd";
          case 'H' -> "HH";
          case 'I' -> "hh";
          case 'j' -> "DDD";
          case 'm' -> "MM";
          case 'M' -> "mm";
          case 'p' -> "a";
          case 'S' -> "ss";
          case 'T', 'X' -> "HH:mm:ss";
          case 'x' -> "MM/dd/yy";
          case 'y' -> "yy";
          case 'Y' -> "yyyy";
          case 'z' -> "xx";
          default -> "";
        };
    return switch (directive) {
      case 'c' ->
          DateTimeFormatter.ofPattern("dd MMM yy HH:mm", Locale.ENGLISH).format(time) + " UTC";
      case 'e' -> String.format("%2d", time.getDayOfMonth());
      case 'n' -> "\n";
      case 't' -> "\t";
      case 's' -> Long.toString(time.toEpochSecond());
      case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
      case 'Z' -> "UTC";
      case '%' -> "%";
      default ->
          pattern.isEmpty()
              ? "%" + directive
              : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    };
  }
}
