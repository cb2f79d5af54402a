package io.syncline.lang.gotemplate;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One verb of a format with its flags, printing any value; faults show in the text. */
final class GoVerb {
  private static final int MAX_DEPTH = 100;

  private final StringBuilder out;
  private final String flags;
  private final int width;
  private final int precision;
  private boolean sharp;
  private boolean plus;

  /** With {@code v} the flag # asks for Go's source instead of another form. */
  private boolean source;

  /**
   * @param width -1 for none
   * @param precision -1 for none
   */
  GoVerb(StringBuilder out, String flags, int width, int precision) {
    this.out = out;
    this.flags = flags;
    this.width = width;
    this.precision = precision;
    this.sharp = flags.indexOf('#') >= 0;
    this.plus = flags.indexOf('+') >= 0;
  }

  private boolean has(char flag) {
    return flags.indexOf(flag) >= 0;
  }

  void print(@Nullable Object value, int verb) {
    if (verb == 'v' || verb == 'w') {
      source = sharp;
      sharp = false;
      plus = false;
    }
    if (value == null) {
      if (verb == 'v' || verb == 'T') {
        pad("<nil>");
      } else {
        out.append("%!").appendCodePoint(verb).append("(<nil>)");
      }
      return;
    }
    if (verb == 'T') {
      pad(cut(GoFormat.typeName(value)));
      return;
    }
    if (verb == 'w') {
      bad(value, verb);
    } else {
      print(value, verb, 0);
    }
  }

  private void print(@Nullable Object value, int verb, int depth) {
    if (depth > MAX_DEPTH) {
      throw new CallException("value is nested too deeply to print, or contains itself");
    }
    switch (value) {
      case null -> out.append(source ? "interface {}(nil)" : "<nil>");
      case Boolean b when verb == 't' || verb == 'v' -> pad(b.toString());
      case String s -> string(s, verb, value);
      case Double d -> real(d, verb);
      case Number n -> whole(n, verb);
      case byte[] bytes -> bytes(bytes, verb, depth);
      case Map<?, ?> map -> map(map, verb, depth);
      case List<?> list -> list(list, verb, depth);
      case GoObject object when "vsqxX".indexOf(verb) >= 0 -> string(object.text(), verb, value);
      default -> {
        if (verb == 'v') {
          pad(GoFormat.text(value));
        } else {
          bad(value, verb);
        }
      }
    }
  }

  private void list(List<?> list, int verb, int depth) {
    if (source && GoNil.is(list)) {
      out.append(GoFormat.typeName(list)).append("(nil)");
      return;
    }
    out.append(source ? GoFormat.typeName(list) + "{" : "[");
    for (var i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : source ? ", " : " ");
      print(list.get(i), verb, depth + 1);
    }
    out.append(source ? '}' : ']');
  }

  private void map(Map<?, ?> map, int verb, int depth) {
    if (source && GoNil.is(map)) {
      out.append(GoFormat.typeName(map)).append("(nil)");
      return;
    }
    out.append(source ? GoFormat.typeName(map) + "{" : "map[");
    var first = true;
    for (var entry : GoFormat.sorted(map).entrySet()) {
      out.append(first ? "" : source ? ", " : " ");
      first = false;
      print(String.valueOf(entry.getKey()), verb, depth + 1);
      out.append(':');
      print(entry.getValue(), verb, depth + 1);
    }
    out.append(source ? '}' : ']');
  }

  private void bytes(byte[] bytes, int verb, int depth) {
    if (verb == 'v' || verb == 'd') {
      out.append(source ? "[]byte{" : "[");
      for (var i = 0; i < bytes.length; i++) {
        out.append(i == 0 ? "" : source ? ", " : " ");
        if (source) {
          out.append("0x").append(Integer.toHexString(bytes[i] & 0xff));
        } else {
          print(bytes[i] & 0xff, verb, depth + 1);
        }
      }
      out.append(source ? '}' : ']');
    } else if (verb == 'x' || verb == 'X') {
      hexadecimal(bytes, verb);
    } else if (verb == 's' || verb == 'q') {
      string(new String(bytes, StandardCharsets.UTF_8), verb, bytes);
    } else {
      var items = new ArrayList<Number>(bytes.length);
      for (var each : bytes) {
        items.add(each & 0xff);
      }
      list(new GoInts(items), verb, depth);
    }
  }

  /** The value does not fit the verb; it is shown by its type, flags and all. */
  private void bad(Object value, int verb) {
    out.append("%!").appendCodePoint(verb).append('(').append(GoFormat.typeName(value)).append('=');
    print(value, 'v', 0);
    out.append(')');
  }

  private String cut(String text) {
    return precision >= 0 && text.codePointCount(0, text.length()) > precision
        ? text.substring(0, text.offsetByCodePoints(0, precision))
        : text;
  }

  private void string(String text, int verb, Object value) {
    switch (verb) {
      case 's' -> pad(cut(text));
      case 'v' -> pad(source ? GoFormat.quote(cut(text)) : cut(text));
      case 'q' -> {
        var kept = cut(text);
        pad(
            sharp && raw(kept)
                ? "`" + kept + "`"
                : plus ? ascii(GoFormat.quote(kept)) : GoFormat.quote(kept));
      }
      case 'x', 'X' -> hexadecimal(text.getBytes(StandardCharsets.UTF_8), verb);
      default -> bad(value, verb);
    }
  }

  /** Whether {@code text} can stand between back quotes. */
  private static boolean raw(String text) {
    return text.chars()
        .noneMatch(c -> c == '`' || c == 0x7f || c < ' ' && c != '\t' || c == 0xfeff);
  }

  private static String ascii(String quoted) {
    var escaped = new StringBuilder();
    quoted
        .codePoints()
        .forEach(
            c ->
                escaped.append(
                    c < 0x80
                        ? Character.toString(c)
                        : String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c)));
    return escaped.toString();
  }

  private void hexadecimal(byte[] all, int verb) {
    var bytes =
        precision >= 0 && precision < all.length ? java.util.Arrays.copyOf(all, precision) : all;
    var prefix = sharp ? "0x" : "";
    var text =
        bytes.length == 0
            ? ""
            : has(' ')
                ? HexFormat.ofDelimiter(" ").withPrefix(prefix).formatHex(bytes)
                : prefix + HexFormat.of().formatHex(bytes);
    pad(verb == 'X' ? text.toUpperCase(Locale.ROOT) : text);
  }

  private void real(double value, int verb) {
    var text =
        switch (verb) {
          case 'v', 'g', 'G' -> GoFormat.real(value, 'g', precision);
          case 'e', 'E', 'f', 'F' ->
              GoFormat.real(
                  value, verb == 'e' || verb == 'E' ? 'e' : 'f', precision < 0 ? 6 : precision);
          case 'x', 'X' -> hex(value);
          case 'b' -> binary(value);
          default -> "";
        };
    if (text.isEmpty()) {
      bad(value, verb);
      return;
    }
    var upper = verb == 'E' || verb == 'G' || verb == 'X';
    var finite = !Double.isNaN(value) && !Double.isInfinite(value);
    var shown = sharp && finite && verb != 'b' ? pointed(text, verb) : text;
    number(upper && finite ? shown.toUpperCase(Locale.ROOT) : shown, finite);
  }

  /** With a decimal point in any case, and trailing zeros where digits are significant ones. */
  private String pointed(String text, int verb) {
    var digits = "vgG".indexOf(verb) < 0 ? 0 : precision < 0 ? 6 : precision;
    var begin = text.startsWith("-") ? 1 : 0;
    var end = begin;
    var point = false;
    var significant = false;
    while (end < text.length() && "ep".indexOf(text.charAt(end)) < 0) {
      var c = text.charAt(end++);
      point |= c == '.';
      significant |= c != '.' && c != '0';
      digits -= c != '.' && significant ? 1 : 0;
    }
    var body = new StringBuilder(text.substring(0, end));
    if (!point) {
      digits -= body.length() - begin == 1 && body.charAt(begin) == '0' ? 1 : 0;
      body.append('.');
    }
    return body.repeat('0', Math.max(0, digits)).append(text, end, text.length()).toString();
  }

  /** Like Java's, but with a sign and two digits in the exponent and no {@code .0}. */
  private static String hex(double value) {
    var java = Double.toHexString(value);
    var p = java.indexOf('p');
    if (p < 0) {
      return GoFormat.real(value);
    }
    var digits = java.substring(0, p);
    if (value == 0) {
      return (digits.startsWith("-") ? "-" : "") + "0x0p+00";
    }
    var exponent = Integer.parseInt(java.substring(p + 1));
    return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
        + "p"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** The mantissa as a whole number with the power of two it is multiplied by. */
  private static String binary(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return GoFormat.real(value);
    }
    var bits = Double.doubleToLongBits(value);
    var exponent = (int) (bits >> 52 & 0x7ff);
    var mantissa = bits & 0xfffffffffffffL | (exponent == 0 ? 0 : 0x10000000000000L);
    var power = Math.max(1, exponent) - 1075;
    return (bits < 0 ? "-" : "") + mantissa + "p" + (power < 0 ? "" : "+") + power;
  }

  private void whole(Number value, int verb) {
    var big = value instanceof BigInteger b ? b : BigInteger.valueOf(value.longValue());
    switch (verb) {
      case 'v', 'd' -> integer(big, 10, "");
      case 'x' -> integer(big, 16, sharp ? "0x" : "");
      case 'X' -> integer(big, -16, sharp ? "0X" : "");
      case 'o' -> integer(big, 8, sharp ? "0" : "");
      case 'O' -> integer(big, 8, "0o");
      case 'b' -> integer(big, 2, sharp ? "0b" : "");
      case 'c' -> pad(Character.toString(point(big)));
      case 'q' -> {
        var quoted = GoFormat.quote(Character.toString(point(big)), '\'');
        pad(plus ? ascii(quoted) : quoted);
      }
      case 'U' -> unicode(big);
      default -> bad(value, verb);
    }
  }

  private static int point(BigInteger value) {
    var valid =
        value.signum() >= 0
            && value.bitLength() <= 21
            && Character.isValidCodePoint(value.intValue())
            && !(value.intValue() >= 0xd800 && value.intValue() <= 0xdfff);
    return valid ? value.intValue() : 0xfffd;
  }

  private void unicode(BigInteger value) {
    var unsigned = value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value;
    var digits = unsigned.toString(16).toUpperCase(Locale.ROOT);
    var text = "U+" + "0".repeat(Math.max(0, Math.max(4, precision) - digits.length())) + digits;
    var valid = unsigned.bitLength() <= 21 && GoFormat.printable(unsigned.intValue());
    blank(sharp && valid ? text + " '" + Character.toString(unsigned.intValue()) + "'" : text);
  }

  /**
   * @param radix negative for digits in upper case
   */
  private void integer(BigInteger value, int radix, String prefix) {
    if (precision == 0 && value.signum() == 0) {
      blank("");
      return;
    }
    var text = value.abs().toString(Math.abs(radix));
    var digits = radix < 0 ? text.toUpperCase(Locale.ROOT) : text;
    var sign = value.signum() < 0 ? "-" : plus ? "+" : has(' ') ? " " : "";
    var wanted =
        precision >= 0
            ? precision
            : has('0') && !has('-') && width >= 0 ? width - sign.length() : 0;
    var padded = "0".repeat(Math.max(0, wanted - digits.length())) + digits;
    blank(sign + (prefix.equals("0") && padded.startsWith("0") ? "" : prefix) + padded);
  }

  private void number(String text, boolean zeros) {
    var signed =
        text.startsWith("-") || text.startsWith("+")
            ? text
            : (plus ? "+" : has(' ') ? " " : "") + text;
    var missing = width - signed.length();
    if (zeros && missing > 0 && has('0') && !has('-')) {
      var sign = "+- ".indexOf(signed.charAt(0)) >= 0 ? signed.substring(0, 1) : "";
      out.append(sign).repeat('0', missing).append(signed.substring(sign.length()));
    } else if (zeros) {
      pad(signed);
    } else {
      blank(signed);
    }
  }

  /** Padded with zeros when the flags say so. */
  private void pad(String text) {
    padded(text, has('0') && !has('-') ? '0' : ' ');
  }

  /** Padded with blanks. */
  private void blank(String text) {
    padded(text, ' ');
  }

  private void padded(String text, char filling) {
    var missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      out.append(text);
    } else if (has('-')) {
      out.append(text).repeat(' ', missing);
    } else {
      out.repeat(filling, missing).append(text);
    }
  }
}
