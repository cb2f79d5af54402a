package io.syncline.lang.lua;

import java.math.BigDecimal;
import java.util.Optional;

/** Types, truth, numbers and texts of values. */
final class Values {
  private Values() {}

  static String type(Object value) {
    return switch (value) {
      case Boolean _ -> "boolean";
      case Double _ -> "number";
      case String _ -> "string";
      case LuaTable _ -> "table";
      case LuaFunction _ -> "function";
      default -> "nil";
    };
  }

  static boolean truth(Object value) {
    return value != Nil.NIL && !Boolean.FALSE.equals(value);
  }

  /** A number, or a string that reads as one. */
  static Optional<Double> asNumber(Object value) {
    return switch (value) {
      case Double d -> Optional.of(d);
      case String s -> parse(s);
      default -> Optional.empty();
    };
  }

  static Optional<Double> parse(String text) {
    var s = text.strip();
    var sign = s.startsWith("-") ? -1 : 1;
    var digits = s.startsWith("-") || s.startsWith("+") ? s.substring(1) : s;
    if (digits.length() > 2 && digits.regionMatches(true, 0, "0x", 0, 2)) {
      return hexadecimal(digits.substring(2)).map(d -> sign * d);
    }
    if (digits.isEmpty()
        || digits.length() > 400
        || !digits.matches("\\d*\\.?\\d*([eE][+-]?\\d+)?")) {
      return Optional.empty();
    }
    try {
      return Optional.of(sign * Double.parseDouble(digits));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Double> hexadecimal(String digits) {
    if (digits.length() > 15 || !digits.matches("[0-9a-fA-F]+")) {
      return Optional.empty();
    }
    return Optional.of((double) Long.parseLong(digits, 16));
  }

  /** As gopher-lua prints it: whole numbers plainly, others in the shortest form Go has. */
  static String number(double value) {
    if ((double) (long) value == value && Math.abs(value) < 9.3e18) {
      return Long.toString((long) value);
    }
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return shortest(value);
  }

  /** Go's %v: plain for exponents from -4 to 20, else scientific with two digits at least. */
  static String shortest(double value) {
    var decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    var digits = decimal.unscaledValue().toString();
    var exponent = digits.length() - decimal.scale() - 1;
    var sign = value < 0 ? "-" : "";
    if (exponent >= -4 && exponent < 21) {
      return sign + decimal.toPlainString();
    }
    var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    var size = Math.abs(exponent);
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }

  /** Equal without asking a metatable. */
  static boolean same(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x.doubleValue() == y.doubleValue();
    }
    return a instanceof String || a instanceof Boolean ? a.equals(b) : a == b;
  }
}
