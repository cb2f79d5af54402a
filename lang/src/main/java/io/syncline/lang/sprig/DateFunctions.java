package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFunction;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dates in Go's layouts; local time is UTC. */
final class DateFunctions {
  private DateFunctions() {}

  static void addTo(Map<String, GoFunction> all, Environment environment) {
    var now = environment.now().atZone(ZoneOffset.UTC);
    all.put("now", GoFunction.of("", a -> GoTime.of(now)));
    all.put("date", GoFunction.of("string any", a -> format(string(a[0]), a[1], now, "UTC")));
    var inZone =
        GoFunction.of("string any string", a -> format(string(a[0]), a[1], now, string(a[2])));
    all.put("dateInZone", inZone);
    all.put("date_in_zone", inZone);
    all.put("htmlDate", GoFunction.of("any", a -> format("2006-01-02", a[0], now, "UTC")));
    all.put(
        "htmlDateInZone",
        GoFunction.of("any string", a -> format("2006-01-02", a[0], now, string(a[1]))));
    all.put(
        "toDate", GoFunction.of("string string", a -> parsedOrZero(string(a[0]), string(a[1]))));
    all.put(
        "mustToDate",
        GoFunction.of("string string", a -> GoTimeReader.parse(string(a[0]), string(a[1]))));
    all.put(
        "unixEpoch", GoFunction.of("time", a -> Long.toString(time(a[0], now).toEpochSecond())));
    var lenient = GoFunction.of("string time", a -> modified(string(a[0]), time(a[1], now), false));
    var strict = GoFunction.of("string time", a -> modified(string(a[0]), time(a[1], now), true));
    all.put("dateModify", lenient);
    all.put("date_modify", lenient);
    all.put("mustDateModify", strict);
    all.put("must_date_modify", strict);
    all.put(
        "ago",
        GoFunction.of(
            "any",
            a -> {
              var then = time(a[0], now);
              return GoDuration.text(Duration.ofSeconds(Duration.between(then, now).toSeconds()));
            }));
    all.put(
        "duration",
        GoFunction.of(
            "any",
            a -> {
              // Seconds count only when they come as text or int64, as in sprig.
              var seconds = a[0] instanceof String || a[0] instanceof Long ? Cast.whole(a[0]) : 0;
              return GoDuration.text(Duration.ofSeconds(seconds));
            }));
    all.put("durationRound", GoFunction.of("any", a -> GoDuration.rounded(span(a[0], now))));
  }

  private static Duration span(@Nullable Object value, ZonedDateTime now) {
    return switch (value) {
      case String s -> GoDuration.parse(s).orElse(Duration.ZERO);
      case Long nanos -> Duration.ofNanos(nanos);
      case GoTime time -> Duration.between(time.time(), now);
      case null, default -> Duration.ZERO;
    };
  }

  static ZonedDateTime time(@Nullable Object value, ZonedDateTime now) {
    return switch (value) {
      case GoTime time -> time.time();
      case Integer i -> Instant.ofEpochSecond(i).atZone(ZoneOffset.UTC);
      case Long l -> Instant.ofEpochSecond(l).atZone(ZoneOffset.UTC);
      case null, default -> now;
    };
  }

  private static String format(
      String layout, @Nullable Object value, ZonedDateTime now, String zone) {
    ZoneId id;
    try {
      id =
          zone.isEmpty() || zone.equals("Local") || zone.equals("UTC")
              ? ZoneOffset.UTC
              : ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      id = ZoneOffset.UTC;
    }
    return GoLayout.format(layout, GoTime.of(time(value, now).withZoneSameInstant(id)));
  }

  private static GoTime parsedOrZero(String layout, String text) {
    try {
      return GoTimeReader.parse(layout, text);
    } catch (CallException malformed) {
      return GoTime.of(ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    }
  }

  private static GoTime modified(String duration, ZonedDateTime time, boolean strict) {
    var span = GoDuration.parse(duration);
    if (span.isEmpty() && strict) {
      throw new CallException("time: invalid duration \"" + duration + "\"");
    }
    return GoTime.of(time.plus(span.orElse(Duration.ZERO)));
  }
}
