package io.syncline.lang.lua;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** {@code string.format}, with what Go prints where Lua and Go differ. */
final class StringFormat {
  private static final int WIDEST = 4096;

  /** One directive: flags, width and digits behind the point, -1 for none. */
  private record Directive(String flags, int width, int precision, char verb) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }
  }

  private StringFormat() {}

  static String format(Machine machine, Arguments a) {
    var format = a.string(1);
    var out = new StringBuilder();
    var next = 2;
    var i = 0;
    while (i < format.length()) {
      var c = format.charAt(i++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      if (i == format.length()) {
        out.append("%!(NOVERB)");
        break;
      }
      if (format.charAt(i) == '%') {
        out.append('%');
        i++;
        continue;
      }
      var start = i;
      while (i < format.length() && "+-# 0123456789.".indexOf(format.charAt(i)) >= 0) {
        i++;
      }
      if (i == format.length()) {
        out.append("%!(NOVERB)");
        break;
      }
      var directive = directive(format.substring(start, i), format.charAt(i++));
      if (next > a.count()) {
        out.append("%!").append(directive.verb()).append("(MISSING)");
        continue;
      }
      out.append(one(machine, directive, a.at(next++)));
      machine.budget().bytes(directive.width() + 8L);
    }
    return out.toString();
  }

  private static Directive directive(String options, char verb) {
    var digits = 0;
    while (digits < options.length() && "+-# 0".indexOf(options.charAt(digits)) >= 0) {
      digits++;
    }
    var sizes = options.substring(digits);
    var point = sizes.indexOf('.');
    var width = size(point < 0 ? sizes : sizes.substring(0, point));
    var precision = point < 0 ? -1 : size(sizes.substring(point + 1));
    return new Directive(options.substring(0, digits), width, precision, verb);
  }

  private static int size(String digits) {
    if (digits.isEmpty()) {
      return 0;
    }
    if (digits.length() > 4 || !digits.chars().allMatch(Character::isDigit)) {
      throw new LuaException("invalid format (width or precision too long)");
    }
    return Math.min(Integer.parseInt(digits), WIDEST);
  }

  private static String one(Machine machine, Directive d, Object value) {
    return switch (d.verb()) {
      case 'd', 'i' ->
          Values.asNumber(value)
              .map(n -> number(d, integer(d, (long) n.doubleValue())))
              .orElseGet(() -> pad(d, machine.string(value)));
      case 'c' -> pad(d, String.valueOf((char) (long) real(value)));
      case 'x' -> number(d, (d.has('#') ? "0x" : "") + Long.toHexString((long) real(value)));
      case 'X' ->
          number(
              d,
              (d.has('#') ? "0X" : "")
                  + Long.toHexString((long) real(value)).toUpperCase(Locale.ROOT));
      case 'o' -> number(d, Long.toOctalString((long) real(value)));
      case 'b' -> number(d, Long.toBinaryString((long) real(value)));
      case 'u' -> number(d, integer(d, (long) real(value)));
      case 'f', 'F' -> number(d, signed(d, fixed(real(value), d.precision())));
      case 'e', 'E' -> number(d, signed(d, scientific(d, real(value))));
      case 'g', 'G' -> number(d, signed(d, general(d, real(value))));
      case 'q' -> pad(d, quoted(machine.string(value)));
      case 's', 'v' -> {
        var text = machine.string(value);
        yield pad(
            d,
            d.precision() >= 0 && d.precision() < text.length()
                ? text.substring(0, d.precision())
                : text);
      }
      default -> "%!" + d.verb() + "(" + Values.type(value) + "=" + machine.string(value) + ")";
    };
  }

  private static double real(Object value) {
    return Values.asNumber(value)
        .orElseThrow(
            () ->
                new LuaException(
                    "bad argument to format (number expected, got " + Values.type(value) + ")"));
  }

  private static String integer(Directive d, long value) {
    var digits = Long.toString(Math.abs(value));
    if (d.precision() > digits.length()) {
      digits = "0".repeat(d.precision() - digits.length()) + digits;
    }
    return signed(d, (value < 0 ? "-" : "") + digits);
  }

  private static String signed(Directive d, String text) {
    return text.startsWith("-") ? text : d.has('+') ? "+" + text : d.has(' ') ? " " + text : text;
  }

  private static String fixed(double value, int precision) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Values.number(value);
    }
    return new BigDecimal(value)
        .setScale(precision < 0 ? 6 : precision, RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  private static String scientific(Directive d, double value) {
    var text =
        String.format(Locale.ROOT, "%." + (d.precision() < 0 ? 6 : d.precision()) + "e", value);
    return d.verb() == 'E' ? text.toUpperCase(Locale.ROOT) : text;
  }

  private static String general(Directive d, double value) {
    if (d.precision() < 0) {
      return Values.shortest(value);
    }
    if (value == 0) {
      return "0";
    }
    var digits = Math.max(d.precision(), 1);
    var rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    var exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= Math.max(digits, rounded.precision())) {
      return Values.shortest(rounded.doubleValue()).contains("e")
          ? Values.shortest(rounded.doubleValue())
          : String.format(Locale.ROOT, "%." + (digits - 1) + "e", value).replaceAll("\\.?0*e", "e");
    }
    return rounded.stripTrailingZeros().toPlainString();
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 32) {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static String number(Directive d, String text) {
    if (d.has('0') && !d.has('-') && text.length() < d.width()) {
      var sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
      return text.substring(0, sign) + "0".repeat(d.width() - text.length()) + text.substring(sign);
    }
    return pad(d, text);
  }

  private static String pad(Directive d, String text) {
    if (text.length() >= d.width()) {
      return text;
    }
    var blanks = " ".repeat(d.width() - text.length());
    return d.has('-') ? text + blanks : blanks + text;
  }
}
