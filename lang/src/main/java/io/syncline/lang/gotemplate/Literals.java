package io.syncline.lang.gotemplate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The values of Go literals. */
final class Literals {
  private Literals() {}

  /** The value of a quoted or raw string literal; empty when it is malformed. */
  static Optional<String> string(String literal) {
    if (literal.startsWith("`")) {
      return Optional.of(literal.substring(1, literal.length() - 1).replace("\r", ""));
    }
    return unescape(literal.substring(1, literal.length() - 1), '"');
  }

  private static Optional<String> unescape(String body, char quote) {
    if (body.indexOf('\\') < 0) {
      return Optional.of(body);
    }
    var out = new ByteArrayOutputStream(body.length());
    for (var i = 0; i < body.length(); ) {
      var c = body.charAt(i);
      if (c != '\\') {
        var point = body.codePointAt(i);
        out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(point);
        continue;
      }
      var used = escape(body, i + 1, quote, out);
      if (used < 0) {
        return Optional.empty();
      }
      i += 1 + used;
    }
    return Optional.of(out.toString(StandardCharsets.UTF_8));
  }

  /** Writes what the escape behind a backslash stands for; how long it is, -1 when malformed. */
  private static int escape(String body, int i, char quote, ByteArrayOutputStream out) {
    if (i >= body.length()) {
      return -1;
    }
    var c = body.charAt(i);
    var simple = "abfnrtv\\".indexOf(c);
    if (simple >= 0) {
      out.write("\u0007\b\f\n\r\t\u000b\\".charAt(simple));
      return 1;
    }
    if (c == quote) {
      out.write(c);
      return 1;
    }
    var radix = c >= '0' && c <= '7' ? 8 : 16;
    var from = radix == 8 ? i : i + 1;
    var length = radix == 8 ? 3 : c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : -1;
    if (length < 0 || from + length > body.length()) {
      return -1;
    }
    var value = 0L;
    for (var k = from; k < from + length; k++) {
      var digit = Character.digit(body.charAt(k), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    if (c == 'u' || c == 'U') {
      if (value > 0x10ffff) {
        return -1;
      }
      out.writeBytes(Character.toString((int) value).getBytes(StandardCharsets.UTF_8));
    } else {
      out.write((int) value);
    }
    return from - i + length;
  }

  /** The value of a number or character token. */
  static Optional<Node.Number> number(Token token) {
    var text = token.text();
    if (token.is(Token.Kind.CHARACTER)) {
      return unescape(text.substring(1, text.length() - 1), '\'')
          .filter(s -> s.codePointCount(0, s.length()) == 1)
          .map(
              s ->
                  new Node.Number(
                      token.offset(), text, false, (long) s.codePointAt(0), s.codePointAt(0)));
    }
    var whole = whole(text);
    if (whole.isPresent()) {
      var value = whole.get();
      return value.bitLength() < 64
          ? Optional.of(
              new Node.Number(token.offset(), text, false, value.longValue(), value.doubleValue()))
          : Optional.empty();
    }
    try {
      var real = real(text);
      var integral = real == Math.rint(real) && Math.abs(real) < 0x1p63;
      return Optional.of(
          new Node.Number(token.offset(), text, true, integral ? (Long) (long) real : null, real));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static double real(String text) {
    var plain = text.replace("_", "");
    var hex = plain.toLowerCase(java.util.Locale.ROOT).contains("0x");
    return Double.parseDouble(
        hex && plain.toLowerCase(java.util.Locale.ROOT).indexOf('p') < 0 ? plain + "p0" : plain);
  }

  /** A Go integer literal, or text taken for one by {@code strconv.ParseInt} with base 0. */
  static Optional<BigInteger> whole(String text) {
    var sign = text.startsWith("-") ? "-" : "";
    var digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    var radix = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      radix =
          switch (Character.toLowerCase(digits.charAt(1))) {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 8;
          };
      digits = digits.substring(Character.isLetter(digits.charAt(1)) ? 2 : 1);
    }
    digits = digits.replace("_", "");
    if (digits.isEmpty()) {
      return Optional.empty();
    }
    for (var i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) > 'z' || Character.digit(digits.charAt(i), radix) < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new BigInteger(sign + digits, radix));
  }
}
