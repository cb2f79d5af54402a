package io.syncline.model.yaml;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar means to kubectl: YAML 1.1 booleans with y and n, octal with and without o,
 * underscores in numbers, no sexagesimals, no dates.
 */
final class Scalars {
  private Scalars() {}

  /** The value of an unquoted scalar without a tag. */
  static @Nullable Object resolve(String text) {
    if (text.isEmpty()) {
      return null;
    }
    var first = text.charAt(0);
    return switch (first) {
      case '~' -> text.length() == 1 ? null : text;
      case 'n', 'N' -> word(text);
      case 't', 'T', 'f', 'F', 'y', 'Y', 'o', 'O' -> word(text);
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '.' -> number(text);
      default -> text;
    };
  }

  private static @Nullable Object word(String text) {
    return switch (text) {
      case "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE", "yes", "Yes", "YES", "y", "Y", "on", "On", "ON" -> true;
      case "false", "False", "FALSE", "no", "No", "NO", "n", "N", "off", "Off", "OFF" -> false;
      default -> text;
    };
  }

  private static Object number(String text) {
    var plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
    var whole = integer(plain);
    if (whole != null) {
      return whole;
    }
    if (isFloat(plain)) {
      try {
        var value = Double.parseDouble(plain);
        return Double.isInfinite(value) ? text : (Object) value;
      } catch (NumberFormatException notANumber) {
        return text;
      }
    }
    return switch (plain) {
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      case ".nan", ".NaN", ".NAN" -> Double.NaN;
      default -> text;
    };
  }

  private static @Nullable Object integer(String text) {
    var negative = text.startsWith("-");
    var digits = negative || text.startsWith("+") ? text.substring(1) : text;
    if (digits.isEmpty() || digits.charAt(0) < '0' || digits.charAt(0) > '9') {
      return null;
    }
    var radix = 10;
    var body = digits;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      switch (digits.charAt(1)) {
        case 'x', 'X' -> {
          radix = 16;
          body = digits.substring(2);
        }
        case 'b', 'B' -> {
          radix = 2;
          body = digits.substring(2);
        }
        case 'o', 'O' -> {
          radix = 8;
          body = digits.substring(2);
        }
        default -> {
          radix = octal(digits) ? 8 : 10;
        }
      }
    }
    if (body.isEmpty()) {
      return null;
    }
    for (var i = 0; i < body.length(); i++) {
      if (Character.digit(body.charAt(i), radix) < 0 || body.charAt(i) > 'f') {
        return null;
      }
    }
    var big = new BigInteger(negative ? "-" + body : body, radix);
    if (big.bitLength() < 64) {
      return big.longValue();
    }
    // Beyond uint64 Go falls back to a float.
    return big.signum() > 0 && big.bitLength() <= 64 ? (Object) big : (Object) big.doubleValue();
  }

  private static boolean octal(String digits) {
    return digits.chars().allMatch(c -> c >= '0' && c <= '7');
  }

  /** {@code [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?} */
  private static boolean isFloat(String text) {
    var i = 0;
    var n = text.length();
    if (i < n && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      i++;
    }
    var whole = digits(text, i);
    var fraction = 0;
    i += whole;
    if (i < n && text.charAt(i) == '.') {
      i++;
      fraction = digits(text, i);
      i += fraction;
    }
    if (whole + fraction == 0) {
      return false;
    }
    if (i < n && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < n && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
        i++;
      }
      var exponent = digits(text, i);
      if (exponent == 0) {
        return false;
      }
      i += exponent;
    }
    return i == n;
  }

  private static int digits(String text, int from) {
    var i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i - from;
  }
}
