package io.syncline.merge.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Points in time as the API server prints them: UTC, whole seconds or microseconds. */
public final class Timestamps {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String PLAIN = "0000-00-00T00:00:00Z";
  private static final long SECONDS_OF_DAY = 86_400;

  private static final List<Part> FORM = form(Part.of("05", "\\d{2}([.,]\\d+)?"));
  private static final List<Part> MICRO_FORM =
      form(Part.of("05", "\\d{2}"), Part.of(".000000", "\\.\\d{6}"));

  private Timestamps() {}

  /** The point in time that RFC 3339 {@code text} names; empty when it names none. */
  public static Optional<Instant> parse(String text) {
    if (plain(text)) {
      var day =
          LocalDate.of(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)).toEpochDay();
      var second = (digits(text, 11, 2) * 60L + digits(text, 14, 2)) * 60 + digits(text, 17, 2);
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

  /**
   * Where {@code text}, which names no point in time, leaves the form: {@code as "2006-…": cannot
   * parse "rest" as "01"}.
   *
   * @param micro whether millionths of a second are part of the form
   */
  public static String fault(String text, boolean micro) {
    var rest = text;
    var form = micro ? MICRO_FORM : FORM;
    for (var part : form) {
      var matcher = part.pattern().matcher(rest);
      if (!matcher.lookingAt()) {
        var whole = form.stream().map(Part::shown).collect(Collectors.joining());
        return " as \"" + whole + "\": cannot parse \"" + rest + "\" as \"" + part.shown() + "\"";
      }
      rest = rest.substring(matcher.end());
    }
    if (!rest.isEmpty()) {
      return ": extra text: \"" + rest + "\"";
    }
    var month = digits(text, 5, 2);
    return month < 1 || month > 12 ? ": month out of range" : ": day out of range";
  }

  /** One part of the form of times: how messages show it and what it matches. */
  private record Part(String shown, Pattern pattern) {
    static Part of(String shown, String pattern) {
      return new Part(shown, Pattern.compile(pattern));
    }
  }

  private static List<Part> form(Part... seconds) {
    var parts =
        new ArrayList<>(
            List.of(
                Part.of("2006", "\\d{4}"),
                Part.of("-", "-"),
                Part.of("01", "\\d{2}"),
                Part.of("-", "-"),
                Part.of("02", "\\d{2}"),
                Part.of("T", "T"),
                Part.of("15", "\\d{2}"),
                Part.of(":", ":"),
                Part.of("04", "\\d{2}"),
                Part.of(":", ":")));
    parts.addAll(List.of(seconds));
    parts.add(Part.of("Z07:00", "Z|[+-]\\d{2}:\\d{2}"));
    return List.copyOf(parts);
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
