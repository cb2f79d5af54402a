package io.syncline.lang.cel;

import io.syncline.lang.cel.Evaluation.Perhaps;
import io.syncline.lang.regex.GoRegex;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Conversions, comparisons and the functions of all values. */
final class Functions {
  /** Every function that is known. */
  static final Set<String> NAMES =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  ("== != <= >= < > in + - * / % ! neg size type int uint double string bool bytes dyn"
                          + " duration timestamp matches contains startsWith endsWith getFullYear"
                          + " getMonth getDate getDayOfMonth getDayOfWeek getDayOfYear getHours"
                          + " getMinutes getSeconds getMilliseconds lowerAscii upperAscii trim split"
                          + " join replace substring indexOf lastIndexOf charAt reverse format find"
                          + " findAll isSorted sum min max sets.contains sets.equivalent"
                          + " sets.intersects hasValue value orValue or optional.of optional.none"
                          + " optional.ofNonZeroValue url isURL getScheme getHost getHostname getPort"
                          + " getEscapedPath getQuery math.greatest math.least math.abs flatten"
                          + " distinct sort slice isIP isCIDR")
                      .split(" "))));

  private static final Pattern DURATION =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)");

  private Functions() {}

  /** The type of a value. */
  record Type(String name) {}

  /** How much work a value is. */
  static long weight(Object value) {
    return switch (value) {
      case String text -> text.length() / 10;
      case List<?> list -> list.size() / 4;
      case Map<?, ?> map -> map.size() / 4;
      default -> 0;
    };
  }

  /** The value of a call; empty when nothing fits. */
  static Optional<Object> call(String name, List<Object> arguments) {
    return switch (arguments.size()) {
      case 1 -> one(name, arguments.getFirst());
      case 2 -> {
        var made = Operators.two(name, arguments.get(0), arguments.get(1));
        yield made.isPresent() ? made : Texts.call(name, arguments);
      }
      default -> Texts.call(name, arguments);
    };
  }

  private static Optional<Object> one(String name, Object value) {
    return switch (name) {
      case "!" -> value instanceof Boolean truth ? Optional.of(!truth) : Optional.empty();
      case "neg" -> negated(value);
      case "size" -> size(value);
      case "type" -> Optional.of(new Type(typeOf(value)));
      case "dyn" -> Optional.of(value);
      case "int" -> whole(value).map(number -> number);
      case "uint" -> whole(value).map(Unsigned::new);
      case "double" -> real(value);
      case "string" -> Optional.of(text(value));
      case "bool" -> truth(value);
      case "bytes" ->
          value instanceof String text
              ? Optional.of(new Bytes(text.getBytes(StandardCharsets.UTF_8)))
              : value instanceof Bytes ? Optional.of(value) : Optional.empty();
      case "duration" ->
          value instanceof String text
              ? Optional.of(duration(text))
              : value instanceof Duration ? Optional.of(value) : Optional.empty();
      case "timestamp" ->
          value instanceof String text
              ? Optional.of(timestamp(text))
              : value instanceof Instant ? Optional.of(value) : Optional.empty();
      case "hasValue" ->
          value instanceof Perhaps perhaps
              ? Optional.of(perhaps.value().isPresent())
              : Optional.empty();
      case "value" ->
          value instanceof Perhaps perhaps
              ? Optional.of(
                  perhaps
                      .value()
                      .orElseThrow(() -> CelException.evaluation("optional.none() dereference")))
              : Optional.empty();
      case "optional.of" -> Optional.of(new Perhaps(Optional.of(value)));
      case "optional.ofNonZeroValue" ->
          Optional.of(new Perhaps(zero(value) ? Optional.empty() : Optional.of(value)));
      default -> {
        var made = Lists.one(name, value);
        yield made.isPresent()
            ? made
            : time(name, value).or(() -> Texts.call(name, List.of(value)));
      }
    };
  }

  private static boolean zero(Object value) {
    return value == Null.NULL
        || value.equals("")
        || value.equals(0L)
        || value.equals(0.0)
        || value.equals(false)
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private static Optional<Object> negated(Object value) {
    return switch (value) {
      case Long number -> Optional.of(Operators.exactly(() -> Math.negateExact(number)));
      case Double number -> Optional.of(-number);
      case Duration duration -> Optional.of(duration.negated());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> size(Object value) {
    return switch (value) {
      case String text -> Optional.of((long) text.codePointCount(0, text.length()));
      case Bytes bytes -> Optional.of((long) bytes.data().length);
      case List<?> list -> Optional.of((long) list.size());
      case Map<?, ?> map -> Optional.of((long) map.size());
      default -> Optional.empty();
    };
  }

  static String typeOf(Object value) {
    return switch (value) {
      case Null _ -> "null_type";
      case Boolean _ -> "bool";
      case Long _ -> "int";
      case Unsigned _ -> "uint";
      case Double _ -> "double";
      case String _ -> "string";
      case Bytes _ -> "bytes";
      case List<?> _ -> "list";
      case Map<?, ?> _ -> "map";
      case Type _ -> "type";
      case Instant _ -> "google.protobuf.Timestamp";
      case Duration _ -> "google.protobuf.Duration";
      default -> value.getClass().getSimpleName();
    };
  }

  private static Optional<Long> whole(Object value) {
    return switch (value) {
      case Long number -> Optional.of(number);
      case Unsigned number -> Optional.of(number.bits());
      case BigInteger big -> Optional.of(Operators.exactly(big::longValueExact));
      case Double number -> {
        if (!(Math.abs(number) < 0x1p63)) {
          throw CelException.evaluation("integer overflow");
        }
        yield Optional.of(number.longValue());
      }
      case Instant instant -> Optional.of(instant.getEpochSecond());
      case Duration duration -> Optional.of(duration.toSeconds());
      case String text -> {
        try {
          yield Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
          throw CelException.evaluation(
              "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Object> real(Object value) {
    return switch (value) {
      case String text -> {
        try {
          yield Optional.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
          throw CelException.evaluation(
              "strconv.ParseFloat: parsing \"" + text + "\": invalid syntax");
        }
      }
      case Number number -> Optional.of(number.doubleValue());
      case Unsigned number -> Optional.of(new BigDecimal(number.toString()).doubleValue());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> truth(Object value) {
    if (value instanceof Boolean) {
      return Optional.of(value);
    }
    if (value instanceof String text) {
      return switch (text) {
        case "true", "True", "TRUE", "t", "1" -> Optional.of(true);
        case "false", "False", "FALSE", "f", "0" -> Optional.of(false);
        default -> throw CelException.evaluation("string '" + text + "' is no bool");
      };
    }
    return Optional.empty();
  }

  /** The text of a value. */
  static String text(Object value) {
    return switch (value) {
      case Double number ->
          number == Math.rint(number) && Math.abs(number) < 1e15
              ? Long.toString(number.longValue())
              : number.toString();
      case Bytes bytes -> new String(bytes.data(), StandardCharsets.UTF_8);
      case Duration duration ->
          BigDecimal.valueOf(duration.getSeconds())
                  .add(BigDecimal.valueOf(duration.getNano(), 9))
                  .stripTrailingZeros()
                  .toPlainString()
              + "s";
      case Null _ -> "null";
      case Type type -> type.name();
      default -> String.valueOf(value);
    };
  }

  /** A duration as Go writes it. */
  static Duration duration(String text) {
    var negative = text.startsWith("-");
    var rest = negative || text.startsWith("+") ? text.substring(1) : text;
    var matcher = DURATION.matcher(rest);
    var nanos = BigDecimal.ZERO;
    var at = 0;
    while (matcher.find() && matcher.start() == at) {
      at = matcher.end();
      var unit =
          switch (matcher.group(2)) {
            case "h" -> 3_600_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            case "ns" -> 1L;
            default -> 1_000L;
          };
      nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)));
    }
    if ((at != rest.length() || at == 0) && !rest.equals("0")) {
      throw CelException.evaluation("time: invalid duration \"" + text + "\"");
    }
    var exact = Operators.exactly(nanos.toBigInteger()::longValueExact);
    return Duration.ofNanos(negative ? -exact : exact);
  }

  /** A moment in RFC 3339. */
  static Instant timestamp(String text) {
    try {
      return java.time.OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw CelException.evaluation("parsing time \"" + text + "\": cannot parse");
    }
  }

  private static Optional<Object> time(String name, Object value) {
    if (value instanceof Duration duration) {
      return switch (name) {
        case "getHours" -> Optional.of(duration.toHours());
        case "getMinutes" -> Optional.of(duration.toMinutes());
        case "getSeconds" -> Optional.of(duration.toSeconds());
        case "getMilliseconds" -> Optional.of(duration.toMillis());
        default -> Optional.empty();
      };
    }
    if (!(value instanceof Instant instant)) {
      return Optional.empty();
    }
    var at = instant.atOffset(ZoneOffset.UTC);
    return switch (name) {
      case "getFullYear" -> Optional.of((long) at.getYear());
      case "getMonth" -> Optional.of(at.getMonthValue() - 1L);
      case "getDate" -> Optional.of((long) at.getDayOfMonth());
      case "getDayOfMonth" -> Optional.of(at.getDayOfMonth() - 1L);
      case "getDayOfWeek" -> Optional.of(at.getDayOfWeek().getValue() % 7L);
      case "getDayOfYear" -> Optional.of(at.getDayOfYear() - 1L);
      case "getHours" -> Optional.of((long) at.getHour());
      case "getMinutes" -> Optional.of((long) at.getMinute());
      case "getSeconds" -> Optional.of((long) at.getSecond());
      case "getMilliseconds" -> Optional.of(at.getNano() / 1_000_000L);
      default -> Optional.empty();
    };
  }

  /** A regular expression of the caller. */
  static GoRegex regex(String source) {
    try {
      return GoRegex.of(source);
    } catch (GoRegex.RegexException e) {
      throw CelException.evaluation(String.valueOf(e.getMessage()));
    }
  }

  /** Whether sets of values are one another's. */
  static boolean containsAll(List<?> outer, List<?> inner) {
    return inner.stream().allMatch(item -> outer.stream().anyMatch(o -> Operators.same(o, item)));
  }

  /** Without those given before. */
  static List<?> distinct(List<?> list) {
    var seen = new HashSet<Object>();
    return list.stream().filter(item -> seen.add(Evaluation.known(item))).toList();
  }
}
