package io.syncline.merge.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Points in time as the API server prints them: UTC, whole seconds or microseconds. */
public final class Timestamps {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String PLAIN = "0000-00-00T00:00:00Z";
  private static final long SECONDS_OF_DAY = 86_400;

  private Timestamps() {}

  /** The point in time that RFC 3339 {@code text} names; empty when it names none. */
  public static Optional<Instant> parse(String text) {
    if (plain(text)) {
      var day =
          LocalDate.of(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)).toEpochDay();
      var second =
          (digits(text, 11, 2) * 60L + digits(text, 14, 2)) * 60 + digits(text, 17, 2);
      return Optional.of(Instant.ofEpochSecond(day * SECONDS_OF_DAY + second));
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /**
   * Whether {@code text} is a point in time as {@link #seconds} spells it: nearly all are, and need
   * no grammar.
   */
  public static boolean plain(String text) {
    if (text.length() != PLAIN.length()) {
      return false;
    }
    for (var i = 0; i < PLAIN.length(); i++) {
      var c = text.charAt(i);
      if (PLAIN.charAt(i) == '0' ? c < '0' || c > '9' : c != PLAIN.charAt(i)) {
        return false;
      }
    }
    var month = digits(text, 5, 2);
    var day = digits(text, 8, 2);
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= 28
        && digits(text, 0, 4) > 0
        && digits(text, 11, 2) < 24
        && digits(text, 14, 2) < 60
        && digits(text, 17, 2) < 60;
  }

  private static int digits(String text, int from, int count) {
    var number = 0;
    for (var i = from; i < from + count; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  /** {@code 2006-01-02T15:04:05Z}. */
  public static String seconds(Instant time) {
    return SECONDS.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** {@code 2006-01-02T15:04:05.000000Z}. */
  public static String micros(Instant time) {
    return MICROS.format(time.truncatedTo(ChronoUnit.MICROS));
  }
}
