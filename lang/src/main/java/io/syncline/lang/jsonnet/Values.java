package io.syncline.lang.jsonnet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;

/**
 * The values of the language: {@link #NULL}, Boolean, Double, String (counted in code points),
 * {@link ArrayValue}, {@link ObjectValue} and {@link Callable}.
 */
final class Values {
  /** The value {@code null}. */
  static final Object NULL = new Object();

  /** The order of texts: by code point. */
  static final Comparator<String> ORDER = Values::compareTexts;

  private static final MathContext DIGITS = new MathContext(17, RoundingMode.HALF_EVEN);

  private Values() {}

  /** The name of the type of {@code value}. */
  static String type(Object value) {
    return switch (value) {
      case Boolean _ -> "boolean";
      case Double _ -> "number";
      case String _ -> "string";
      case ArrayValue _ -> "array";
      case ObjectValue _ -> "object";
      case Callable _ -> "function";
      default -> "null";
    };
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** {@code text} between two positions counted in code points. */
  static String between(String text, int from, int to) {
    var start = text.offsetByCodePoints(0, from);
    return text.substring(start, text.offsetByCodePoints(start, to - from));
  }

  private static int compareTexts(String a, String b) {
    var length = Math.min(a.length(), b.length());
    for (var i = 0; i < length; i++) {
      var x = a.charAt(i);
      var y = b.charAt(i);
      if (x != y) {
        var surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
        return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** A finite number, or a fault. */
  static Double number(double value) {
    if (Double.isNaN(value)) {
      throw new Fault("not a number");
    }
    if (Double.isInfinite(value)) {
      throw new Fault("overflow (expected: a number below 1.8e308)");
    }
    return value;
  }

  /** A number as the language writes it: whole ones in full, others with 17 digits. */
  static String text(double value) {
    if (value == Math.floor(value)) {
      if (Math.abs(value) < 1e15) {
        var whole = (long) value;
        return whole == 0 && 1 / value < 0 ? "-0" : Long.toString(whole);
      }
      return new BigDecimal(value).toPlainString();
    }
    var rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    var exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < 17) {
      return rounded.toPlainString();
    }
    var digits = rounded.unscaledValue().abs().toString();
    var size = Math.abs(exponent);
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (size < 10 ? "0" : "")
        + size;
  }
}
