package io.syncline.lang.gotemplate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How Go prints and names values. */
public final class GoFormat {
  private static final int MAX_DEPTH = 200;

  /** Exponents from here on are written when digits are the shortest. */
  private static final int SHORTEST_LIMIT = 6;

  private GoFormat() {}

  /** {@code value} as {@code %v} prints it: {@code map[a:1]}, {@code [a b]}, {@code 1e+06}. */
  public static String text(@Nullable Object value) {
    if (value instanceof String s) {
      return s;
    }
    var out = new StringBuilder();
    append(out, value, 0);
    return out.toString();
  }

  private static void append(StringBuilder out, @Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new CallException(
          "value is nested deeper than " + MAX_DEPTH + " levels, or contains itself");
    }
    switch (value) {
      case null -> out.append("<nil>");
      case Invalid _ -> out.append("<no value>");
      case String s -> out.append(s);
      case Double d -> out.append(real(d));
      case Map<?, ?> map -> {
        out.append("map[");
        var first = true;
        for (var entry : sorted(map).entrySet()) {
          out.append(first ? "" : " ").append(entry.getKey()).append(':');
          append(out, entry.getValue(), depth + 1);
          first = false;
        }
        out.append(']');
      }
      case List<?> list -> {
        out.append('[');
        for (var i = 0; i < list.size(); i++) {
          out.append(i == 0 ? "" : " ");
          append(out, list.get(i), depth + 1);
        }
        out.append(']');
      }
      case byte[] bytes -> {
        out.append('[');
        for (var i = 0; i < bytes.length; i++) {
          out.append(i == 0 ? "" : " ").append(bytes[i] & 0xff);
        }
        out.append(']');
      }
      case GoObject object -> out.append(object.text());
      case GoFunction _ -> out.append("<function>");
      default -> out.append(value);
    }
  }

  /** The entries of {@code map} in the order Go prints and ranges them. */
  static Map<?, ?> sorted(Map<?, ?> map) {
    if (map instanceof SortedMap<?, ?> || map.size() < 2) {
      return map;
    }
    return map instanceof GoObject object && object.plain() instanceof SortedMap<?, ?> inner
        ? inner
        : new TreeMap<>(map);
  }

  /** A float64 as {@code %v} prints it: shortest digits, an exponent from a million up. */
  public static String real(double d) {
    return real(d, 'g', -1);
  }

  /** A float64 by verb ({@code e f g}) and number of digits, -1 for the shortest that is exact. */
  static String real(double d, char verb, int precision) {
    if (Double.isNaN(d)) {
      return "NaN";
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? "+Inf" : "-Inf";
    }
    var sign = d < 0 || d == 0 && 1 / d < 0 ? "-" : "";
    var shortest = precision < 0;
    var exact =
        shortest ? new BigDecimal(Double.toString(Math.abs(d))) : new BigDecimal(Math.abs(d));
    return sign
        + switch (verb) {
          case 'f', 'F' ->
              shortest
                  ? plain(exact)
                  : exact.setScale(precision, java.math.RoundingMode.HALF_EVEN).toPlainString();
          case 'e', 'E' -> exponential(exact, shortest ? -1 : precision);
          default -> general(exact, precision);
        };
  }

  private static String plain(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0).toPlainString() : stripped.toPlainString();
  }

  private static String general(BigDecimal value, int precision) {
    if (value.signum() == 0) {
      return "0";
    }
    var digits = precision == 0 ? 1 : precision;
    var rounded =
        (digits < 0
                ? value
                : value.round(new java.math.MathContext(digits, java.math.RoundingMode.HALF_EVEN)))
            .stripTrailingZeros();
    var exponent = rounded.precision() - rounded.scale() - 1;
    var limit = digits;
    if (digits < 0) {
      limit = SHORTEST_LIMIT;
    } else if (limit > rounded.precision() && rounded.precision() >= exponent + 1) {
      limit = rounded.precision();
    }
    return exponent < -4 || exponent >= limit ? exponential(rounded, -1) : plain(rounded);
  }

  private static String exponential(BigDecimal value, int precision) {
    if (value.signum() == 0) {
      return "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + "e+00";
    }
    var rounded =
        precision < 0
            ? value.stripTrailingZeros()
            : value.round(
                new java.math.MathContext(precision + 1, java.math.RoundingMode.HALF_EVEN));
    var digits = rounded.unscaledValue().toString();
    var exponent = digits.length() - 1 - rounded.scale();
    if (precision >= 0 && digits.length() < precision + 1) {
      digits += "0".repeat(precision + 1 - digits.length());
    }
    var size = Math.abs(exponent);
    return digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (size < 10 ? "0" : "")
        + size;
  }

  /** {@code text} as a Go string literal in double quotes. */
  public static String quote(String text) {
    return quote(text, '"');
  }

  static String quote(String text, char mark) {
    var out = new StringBuilder(text.length() + 2).append(mark);
    text.codePoints().forEach(c -> quote(out, c, mark));
    return out.append(mark).toString();
  }

  private static void quote(StringBuilder out, int c, char mark) {
    var simple = "\u0007\b\f\n\r\t\u000b\\".indexOf(c);
    if (c == mark) {
      out.append('\\').append(mark);
    } else if (simple >= 0) {
      out.append('\\').append("abfnrtv\\".charAt(simple));
    } else if (c < 0x20 || c == 0x7f) {
      out.append(String.format("\\x%02x", c));
    } else if (!printable(c)) {
      out.append(c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
    } else {
      out.appendCodePoint(c);
    }
  }

  static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** Go's name of the type of {@code value}. */
  public static String typeName(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Invalid _ -> "<nil>";
      case Boolean _ -> "bool";
      case String _ -> "string";
      case Integer _ -> "int";
      case Long _ -> "int64";
      case Double _ -> "float64";
      case java.math.BigInteger _ -> "uint64";
      case GoObject object -> object.typeName();
      case GoStrings _ -> "[]string";
      case GoInts _ -> "[]int";
      case GoLists _ -> "[][]interface {}";
      case GoStringMap _ -> "map[string]string";
      case Map<?, ?> _ -> "map[string]interface {}";
      case List<?> _ -> "[]interface {}";
      case byte[] _ -> "[]uint8";
      case GoFunction _ -> "func()";
      default -> value.getClass().getSimpleName();
    };
  }

  /** Go's name of the kind of {@code value}. */
  public static String kindName(@Nullable Object value) {
    return switch (value) {
      case null -> "invalid";
      case Invalid _ -> "invalid";
      case Map<?, ?> _ -> "map";
      case List<?> _ -> "slice";
      case byte[] _ -> "slice";
      case GoObject object -> object.typeName().startsWith("*") ? "ptr" : "struct";
      case GoFunction _ -> "func";
      default -> typeName(value);
    };
  }

  /** Whether {@code value} counts as true: not zero and not empty. */
  public static boolean truth(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Invalid _ -> false;
      case Boolean b -> b;
      case String s -> !s.isEmpty();
      case Double d -> d != 0;
      case java.math.BigInteger big -> big.signum() != 0;
      case Number n -> n.longValue() != 0;
      case Map<?, ?> map -> !map.isEmpty();
      case List<?> list -> !list.isEmpty();
      case byte[] bytes -> bytes.length > 0;
      default -> true;
    };
  }

  /** A whole number as Go's {@code int}. */
  public static Number integer(long value) {
    // Not a conditional expression: that would widen both to long.
    if (value == (int) value) {
      return (int) value;
    }
    return value;
  }
}
