package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoObject;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;

/** A Go {@code time.Time} with the methods templates call on it. */
record GoTime(ZonedDateTime time) implements GoObject {
  @Override
  public String typeName() {
    return "time.Time";
  }

  @Override
  public Optional<Member> member(String name) {
    var method =
        switch (name) {
          case "Year" -> GoFunction.of("", a -> time.getYear());
          case "Month" ->
              GoFunction.of(
                  "", a -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
          case "Day" -> GoFunction.of("", a -> time.getDayOfMonth());
          case "YearDay" -> GoFunction.of("", a -> time.getDayOfYear());
          case "Weekday" ->
              GoFunction.of(
                  "", a -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
          case "Hour" -> GoFunction.of("", a -> time.getHour());
          case "Minute" -> GoFunction.of("", a -> time.getMinute());
          case "Second" -> GoFunction.of("", a -> time.getSecond());
          case "Nanosecond" -> GoFunction.of("", a -> GoFormat.integer(time.getNano()));
          case "Unix" -> GoFunction.of("", a -> time.toEpochSecond());
          case "UnixMilli" -> GoFunction.of("", a -> time.toInstant().toEpochMilli());
          case "UnixNano" ->
              GoFunction.of("", a -> time.toEpochSecond() * 1_000_000_000L + time.getNano());
          case "UTC", "Local" ->
              GoFunction.of("", a -> new GoTime(time.withZoneSameInstant(ZoneOffset.UTC)));
          case "Format" -> GoFunction.of("string", a -> GoLayout.format(string(a[0]), time));
          case "String" -> GoFunction.of("", a -> text());
          case "IsZero" -> GoFunction.of("", a -> time.getYear() == 1 && time.getDayOfYear() == 1);
          case "AddDate" ->
              GoFunction.of(
                  "int int int",
                  a ->
                      new GoTime(
                          time.plusYears(StringFunctions.number(a[0]))
                              .plusMonths(StringFunctions.number(a[1]))
                              .plusDays(StringFunctions.number(a[2]))));
          case "Before" ->
              GoFunction.of("any", a -> a[0] instanceof GoTime t && time.isBefore(t.time));
          case "After" ->
              GoFunction.of("any", a -> a[0] instanceof GoTime t && time.isAfter(t.time));
          default -> null;
        };
    return Optional.ofNullable(method).map(Member::new);
  }

  @Override
  public String text() {
    return GoLayout.format("2006-01-02 15:04:05.999999999 -0700 MST", time);
  }

  @Override
  public Object plain() {
    return GoLayout.format("2006-01-02T15:04:05.999999999Z07:00", time);
  }
}
