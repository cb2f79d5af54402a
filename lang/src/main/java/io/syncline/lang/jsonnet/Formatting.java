package io.syncline.lang.jsonnet;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The {@code %} operator on texts: formats as in Python. */
final class Formatting {
  private static final int MAX_WIDTH = 1 << 20;
  private final Evaluator evaluator;
  private String format = "";
  private Object values = Values.NULL;
  private int at;
  private int used;

  /** One {@code %} with all that stands between it and its letter. */
  private record Code(@Nullable String key, String flags, int width, int precision, char letter) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }

    /** Zeros that fill the width. */
    int zeros() {
      return has('0') && !has('-') ? width : 0;
    }
  }

  Formatting(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** {@code text} with {@code given} put in: an array, an object for named codes, or one value. */
  String format(String text, Object given) {
    format = text;
    values =
        given instanceof ArrayValue || given instanceof ObjectValue
            ? given
            : new ArrayValue(new Object[] {given});
    var out = new StringBuilder();
    while (at < format.length()) {
      var percent = format.indexOf('%', at);
      var end = percent < 0 ? format.length() : percent;
      evaluator.meter().text(end - at);
      out.append(format, at, end);
      at = end + 1;
      if (percent >= 0) {
        var piece = piece(code());
        evaluator.meter().text(piece.length());
        out.append(piece);
      }
    }
    if (values instanceof ArrayValue array && used < array.size()) {
      throw new Fault("too many values to format: got " + array.size() + ", expected " + used);
    }
    return out.toString();
  }

  private char peek() {
    if (at >= format.length()) {
      throw new Fault("truncated format code at the end of '" + format + "'");
    }
    return format.charAt(at);
  }

  private Code code() {
    String key = null;
    if (peek() == '(') {
      var close = format.indexOf(')', at);
      if (close < 0) {
        throw new Fault("truncated format code at the end of '" + format + "'");
      }
      key = format.substring(at + 1, close);
      at = close + 1;
    }
    var begin = at;
    while ("#0- +".indexOf(peek()) >= 0) {
      at++;
    }
    var flags = format.substring(begin, at);
    var width = size(0);
    var precision = -1;
    if (peek() == '.') {
      at++;
      precision = size(0);
    }
    while ("hlL".indexOf(peek()) >= 0) {
      at++;
    }
    var letter = peek();
    at++;
    return new Code(key, flags, width, precision, letter);
  }

  private int size(int standard) {
    if (peek() == '*') {
      at++;
      return bounded(number(next(null), '*'));
    }
    var begin = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return begin == at ? standard : bounded(Double.parseDouble(format.substring(begin, at)));
  }

  private static int bounded(double size) {
    if (size > MAX_WIDTH) {
      throw new Fault(
          "width " + Values.text(size) + " in a format (expected: at most " + MAX_WIDTH + ")");
    }
    return (int) size;
  }

  private Object next(@Nullable String key) {
    if (values instanceof ObjectValue object) {
      if (key == null) {
        throw new Fault("mapping keys required");
      }
      var value = object.field(evaluator, key);
      if (value == null) {
        throw new Fault("no such field: " + key);
      }
      return value;
    }
    var array = (ArrayValue) values;
    if (key != null) {
      throw new Fault("format has the key '" + key + "' (expected: an object of values)");
    }
    if (used >= array.size()) {
      throw new Fault(
          "not enough values to format: " + array.size() + ", expected more than " + used);
    }
    return evaluator.force(array.at(used++));
  }

  private static double number(Object value, char letter) {
    if (value instanceof Double number) {
      return number;
    }
    throw new Fault("format %" + letter + " required number, got " + Values.type(value));
  }

  private String piece(Code code) {
    var text = code.letter() == '%' ? "%" : text(code);
    var length = Values.length(text);
    if (length >= code.width()) {
      return text;
    }
    var blanks = " ".repeat(code.width() - length);
    return code.has('-') ? text + blanks : blanks + text;
  }

  private String text(Code code) {
    var letter = code.letter();
    return switch (letter) {
      case 's' -> evaluator.text(next(code.key()));
      case 'c' -> character(next(code.key()));
      case 'd', 'i', 'u' -> whole(code, 10, "");
      case 'o' -> whole(code, 8, code.has('#') ? "0" : "");
      case 'x' -> whole(code, 16, code.has('#') ? "0x" : "");
      case 'X' -> whole(code, 16, code.has('#') ? "0X" : "").toUpperCase(java.util.Locale.ROOT);
      case 'e', 'E', 'f', 'F', 'g', 'G' -> {
        var value = number(next(code.key()), letter);
        var text = real(code, value, code.precision() < 0 ? 6 : code.precision());
        yield Character.isUpperCase(letter) ? text.toUpperCase(java.util.Locale.ROOT) : text;
      }
      default -> throw new Fault("unrecognised conversion type: " + letter);
    };
  }

  private static String character(Object value) {
    return switch (value) {
      case Double number when number >= 0 && number <= Character.MAX_CODE_POINT ->
          Character.toString(number.intValue());
      case String text when Values.length(text) == 1 -> text;
      default ->
          throw new Fault(
              "format for a character got something else (expected: a number or one character)");
    };
  }

  private static String sign(Code code, boolean negative) {
    return negative ? "-" : code.has('+') ? "+" : code.has(' ') ? " " : "";
  }

  private String whole(Code code, int base, String prefix) {
    var value = number(next(code.key()), code.letter());
    var digits = new BigDecimal(Math.floor(Math.abs(value))).toBigInteger().toString(base);
    var sign = sign(code, value <= -1);
    var zeros = Math.max(code.zeros() - sign.length() - prefix.length(), code.precision());
    return sign + prefix + "0".repeat(Math.max(0, zeros - digits.length())) + digits;
  }

  private static String real(Code code, double value, int precision) {
    var magnitude = Math.abs(value);
    var exponent = magnitude == 0 ? 0 : (int) Math.floor(Math.log(magnitude) / Math.log(10));
    var sign = sign(code, value < 0);
    var letter = Character.toLowerCase(code.letter());
    if (letter == 'f') {
      return padded(code, sign, decimal(magnitude, precision, code.has('#'), true), "");
    }
    if (letter == 'e') {
      return scientific(code, sign, magnitude, exponent, precision, true);
    }
    var digits = precision == 0 ? 1 : precision;
    if (exponent < -4 || exponent >= digits) {
      return scientific(code, sign, magnitude, exponent, digits - 1, code.has('#'));
    }
    var after = digits - Math.max(1, exponent + 1);
    return padded(code, sign, decimal(magnitude, after, code.has('#'), code.has('#')), "");
  }

  private static String scientific(
      Code code, String sign, double magnitude, int exponent, int precision, boolean trailing) {
    var mantissa = magnitude == 0 ? 0 : magnitude / Math.pow(10, exponent);
    var size = Math.abs(exponent);
    var tail = (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    return padded(code, sign, decimal(mantissa, precision, code.has('#'), trailing), tail);
  }

  private static String padded(Code code, String sign, String digits, String tail) {
    var length = sign.length() + digits.length() + tail.length();
    return sign + "0".repeat(Math.max(0, code.zeros() - length)) + digits + tail;
  }

  private static String decimal(double value, int precision, boolean point, boolean trailing) {
    // Digits beyond those of a double are all zero, however many were asked for.
    var exact = Math.min(precision, 17);
    var text =
        new BigDecimal(value).setScale(exact, java.math.RoundingMode.HALF_UP).toPlainString()
            + (exact == 0 && (precision > 0 || point) ? "." : "")
            + "0".repeat(precision - exact);
    if (!trailing && text.contains(".")) {
      text = text.replaceFirst("0+$", "");
      return text.endsWith(".") && !point ? text.substring(0, text.length() - 1) : text;
    }
    return text;
  }
}
