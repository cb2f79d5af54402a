package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoObject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Go {@code time.Time} with the methods templates call on it.
 *
 * @param time the moment in its zone
 * @param zone abbreviation of the zone; "" for the one the zone's rules give
 */
public record GoTime(ZonedDateTime time, String zone) implements GoObject {
  /** A time whose zone is called as its rules say. */
  public static GoTime of(ZonedDateTime time) {
    return new GoTime(time, "");
  }

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
              GoFunction.of("", a -> GoTime.of(time.withZoneSameInstant(ZoneOffset.UTC)));
          case "Format" -> GoFunction.of("string", a -> GoLayout.format(string(a[0]), this));
          case "String" -> GoFunction.of("", a -> text());
          case "IsZero" -> GoFunction.of("", a -> time.getYear() == 1 && time.getDayOfYear() == 1);
          case "AddDate" ->
              GoFunction.of(
                  "int int int",
                  a ->
                      GoTime.of(
                          time.plusYears(StringFunctions.number(a[0]))
                              .plusMonths(StringFunctions.number(a[1]))
                              .plusDays(StringFunctions.number(a[2]))));
          case "Before" -> GoFunction.of("time", a -> time.isBefore(other(a[0])));
          case "After" -> GoFunction.of("time", a -> time.isAfter(other(a[0])));
          case "Equal" -> GoFunction.of("time", a -> time.isEqual(other(a[0])));
          case "Compare" ->
              GoFunction.of(
                  "time", a -> Integer.signum(time.toInstant().compareTo(other(a[0]).toInstant())));
          case "Sub" -> GoFunction.of("time", a -> new GoSpan(Duration.between(other(a[0]), time)));
          case "UnixMicro" ->
              GoFunction.of("", a -> time.toEpochSecond() * 1_000_000L + time.getNano() / 1000);
          default -> null;
        };
    return Optional.ofNullable(method).map(Member::new);
  }

  private static ZonedDateTime other(@Nullable Object value) {
    return ((GoTime) Objects.requireNonNull(value)).time;
  }

  @Override
  public String text() {
    return GoLayout.format("2006-01-02 15:04:05.999999999 -0700 MST", this);
  }

  @Override
  public Object plain() {
    return GoLayout.format("2006-01-02T15:04:05.999999999Z07:00", this);
  }
}
