package io.syncline.lang.gotemplate;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Go's {@code fmt.Sprintf} and its brothers. */
public final class GoPrintf {
  private static final int MAX_WIDTH = 1_000_000;

  private final String format;
  private final @Nullable Object[] arguments;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;
  private boolean reordered;

  private GoPrintf(String format, @Nullable Object[] arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  /** {@code format} with its verbs replaced; faults show in the text, as {@code %!d(string=x)}. */
  public static String sprintf(String format, @Nullable Object... arguments) {
    var printf = new GoPrintf(format, arguments);
    printf.run();
    return printf.out.toString();
  }

  /** The operands as {@code print} has them: blanks between two that are not strings. */
  public static String sprint(@Nullable Object... operands) {
    var out = new StringBuilder();
    for (var i = 0; i < operands.length; i++) {
      if (i > 0 && !(operands[i] instanceof String) && !(operands[i - 1] instanceof String)) {
        out.append(' ');
      }
      out.append(GoFormat.text(operands[i]));
    }
    return out.toString();
  }

  /** The operands with blanks between and a line break behind. */
  public static String sprintln(@Nullable Object... operands) {
    var out = new StringBuilder();
    for (var i = 0; i < operands.length; i++) {
      out.append(i > 0 ? " " : "").append(GoFormat.text(operands[i]));
    }
    return out.append('\n').toString();
  }

  /** Flags, width and precision of one verb; -1 when not given. */
  private record Spec(String flags, int width, int precision) {
    boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }
  }

  private void run() {
    while (at < format.length()) {
      var percent = format.indexOf('%', at);
      if (percent < 0) {
        out.append(format, at, format.length());
        break;
      }
      out.append(format, at, percent);
      at = percent + 1;
      verb();
    }
    if (!reordered && next < arguments.length) {
      out.append("%!(EXTRA ");
      for (var i = next; i < arguments.length; i++) {
        out.append(i > next ? ", " : "").append(GoFormat.typeName(arguments[i]));
        if (arguments[i] != null) {
          out.append('=').append(GoFormat.text(arguments[i]));
        }
      }
      out.append(')');
    }
  }

  private void verb() {
    var flags = new StringBuilder();
    while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
      flags.append(format.charAt(at++));
    }
    index();
    var width = count();
    if (width < -1) {
      flags.append('-');
      width = -width;
    }
    var precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      index();
      precision = Math.max(0, count());
    }
    index();
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    var verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
      return;
    }
    if (next >= arguments.length) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
      return;
    }
    if (width > MAX_WIDTH || precision > MAX_WIDTH) {
      throw new CallException("width or precision of a printf verb is above " + MAX_WIDTH);
    }
    // With v a plus asks for field names, not for a sign.
    var kept = verb == 'v' ? flags.toString().replace("+", "") : flags.toString();
    print(arguments[next++], verb, new Spec(kept, width, precision), 0);
  }

  private void index() {
    if (at < format.length() && format.charAt(at) == '[') {
      var close = format.indexOf(']', at);
      if (close > 0 && close - at < 8 && format.substring(at + 1, close).matches("[0-9]+")) {
        next = Integer.parseInt(format.substring(at + 1, close)) - 1;
        next = next < 0 ? arguments.length : next;
        reordered = true;
        at = close + 1;
      }
    }
  }

  private int count() {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      return next < arguments.length && arguments[next++] instanceof Number n ? n.intValue() : -1;
    }
    var begin = at;
    while (at < format.length() && at - begin < 8 && Character.isDigit(format.charAt(at))) {
      at++;
    }
    return at == begin ? -1 : Integer.parseInt(format.substring(begin, at));
  }

  private void print(@Nullable Object value, int verb, Spec spec, int depth) {
    if (depth > 100) {
      throw new CallException("value is nested too deeply to print, or contains itself");
    }
    if (verb == 'T') {
      pad(GoFormat.typeName(value), spec);
      return;
    }
    switch (value) {
      case null -> {
        if (verb == 'v' || depth > 0) {
          pad("<nil>", spec);
        } else {
          out.append("%!").appendCodePoint(verb).append("(<nil>)");
        }
      }
      case Boolean b when verb == 't' || verb == 'v' -> pad(b.toString(), spec);
      case String s -> string(s, s.getBytes(StandardCharsets.UTF_8), verb, spec, value);
      case Double d -> real(d, verb, spec);
      case Number n -> whole(n, verb, spec);
      case byte[] bytes when verb != 'v' && verb != 'd' ->
          string(new String(bytes, StandardCharsets.UTF_8), bytes, verb, spec, value);
      case Map<?, ?> map -> map(map, verb, spec, depth);
      case List<?> list -> {
        out.append(spec.has('#') && verb == 'v' ? GoFormat.typeName(list) + "{" : "[");
        for (var i = 0; i < list.size(); i++) {
          out.append(i == 0 ? "" : spec.has('#') && verb == 'v' ? ", " : " ");
          print(list.get(i), verb, spec, depth + 1);
        }
        out.append(spec.has('#') && verb == 'v' ? '}' : ']');
      }
      case GoObject object when verb == 'v' || verb == 's' || verb == 'q' ->
          pad(verb == 'q' ? GoFormat.quote(object.text()) : object.text(), spec);
      default -> {
        if (verb == 'v') {
          pad(GoFormat.text(value), spec);
        } else {
          bad(value, verb);
        }
      }
    }
  }

  private void map(Map<?, ?> map, int verb, Spec spec, int depth) {
    var source = spec.has('#') && verb == 'v';
    out.append(source ? GoFormat.typeName(map) + "{" : "map[");
    var first = true;
    for (var entry : GoFormat.sorted(map).entrySet()) {
      out.append(first ? "" : source ? ", " : " ");
      first = false;
      print(String.valueOf(entry.getKey()), verb, spec, depth + 1);
      out.append(':');
      print(entry.getValue(), verb, spec, depth + 1);
    }
    out.append(source ? '}' : ']');
  }

  private void bad(@Nullable Object value, int verb) {
    out.append("%!").appendCodePoint(verb).append('(').append(GoFormat.typeName(value)).append('=');
    out.append(GoFormat.text(value)).append(')');
  }

  private void string(String text, byte[] bytes, int verb, Spec spec, Object value) {
    var cut = text;
    if (spec.precision() >= 0 && text.codePointCount(0, text.length()) > spec.precision()) {
      cut = text.substring(0, text.offsetByCodePoints(0, spec.precision()));
    }
    switch (verb) {
      case 's' -> pad(cut, spec);
      case 'v' -> pad(spec.has('#') ? GoFormat.quote(cut) : cut, spec);
      case 'q' ->
          pad(spec.has('#') && cut.indexOf('`') < 0 ? "`" + cut + "`" : GoFormat.quote(cut), spec);
      case 'x' -> pad(hexadecimal(bytes, "0x", spec), spec);
      case 'X' -> pad(hexadecimal(bytes, "0x", spec).toUpperCase(java.util.Locale.ROOT), spec);
      default -> bad(value, verb);
    }
  }

  private static String hexadecimal(byte[] bytes, String mark, Spec spec) {
    var prefix = spec.has('#') ? mark : "";
    if (bytes.length == 0) {
      return "";
    }
    return spec.has(' ')
        ? HexFormat.ofDelimiter(" ").withPrefix(prefix).formatHex(bytes)
        : prefix + HexFormat.of().formatHex(bytes);
  }

  private void real(double value, int verb, Spec spec) {
    var text =
        switch (verb) {
          case 'v' -> GoFormat.real(value, 'g', spec.precision());
          case 'e', 'f', 'F' ->
              GoFormat.real(value, (char) verb, spec.precision() < 0 ? 6 : spec.precision());
          case 'g' -> GoFormat.real(value, 'g', spec.precision());
          case 'E' ->
              GoFormat.real(value, 'e', spec.precision() < 0 ? 6 : spec.precision())
                  .replace('e', 'E');
          case 'x' -> hex(value);
          case 'X' -> hex(value).toUpperCase(java.util.Locale.ROOT);
          case 'G' -> GoFormat.real(value, 'g', spec.precision()).replace('e', 'E');
          default -> "";
        };
    if (text.isEmpty()) {
      bad(value, verb);
    } else {
      number(text, spec);
    }
  }

  /** Like Java's, but with a sign and two digits in the exponent and no {@code .0}. */
  private static String hex(double value) {
    var java = Double.toHexString(value);
    var p = java.indexOf('p');
    if (p < 0) {
      return GoFormat.real(value);
    }
    var exponent = Integer.parseInt(java.substring(p + 1));
    var digits = java.substring(0, p);
    return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
        + "p"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  private void whole(Number value, int verb, Spec spec) {
    var big = value instanceof BigInteger b ? b : BigInteger.valueOf(value.longValue());
    var sharp = spec.has('#');
    var text =
        switch (verb) {
          case 'v', 'd' -> big.toString();
          case 'x' -> signed(big, 16, sharp ? "0x" : "");
          case 'X' -> signed(big, 16, "").toUpperCase(java.util.Locale.ROOT);
          case 'o' -> signed(big, 8, sharp ? "0" : "");
          case 'O' -> signed(big, 8, "0o");
          case 'b' -> signed(big, 2, sharp ? "0b" : "");
          case 'c' ->
              Character.isValidCodePoint(big.intValue())
                  ? Character.toString(big.intValue())
                  : "\uFFFD";
          case 'q' -> GoFormat.quote(Character.toString(big.intValue()), '\'');
          case 'U' ->
              String.format("U+%04X", big.intValue())
                  + (sharp ? " '" + Character.toString(big.intValue()) + "'" : "");
          default -> "";
        };
    if (text.isEmpty()) {
      bad(value, verb);
    } else if (verb == 'c' || verb == 'q' || verb == 'U') {
      pad(text, spec);
    } else {
      var digits = text.startsWith("-") ? text.substring(1) : text;
      var zeros = "0".repeat(Math.max(0, spec.precision() - digits.length()));
      number((text.startsWith("-") ? "-" : "") + zeros + digits, spec);
    }
  }

  private static String signed(BigInteger value, int radix, String prefix) {
    return (value.signum() < 0 ? "-" : "") + prefix + value.abs().toString(radix);
  }

  private void number(String text, Spec spec) {
    var signed = text;
    if (!text.startsWith("-") && !text.startsWith("+")) {
      signed = (spec.has('+') ? "+" : spec.has(' ') ? " " : "") + text;
    }
    var missing = spec.width() - signed.length();
    if (missing > 0 && spec.has('0') && !spec.has('-')) {
      var sign = "+- ".indexOf(signed.charAt(0)) >= 0 ? signed.substring(0, 1) : "";
      out.append(sign).repeat('0', missing).append(signed.substring(sign.length()));
    } else {
      pad(signed, spec);
    }
  }

  private void pad(String text, Spec spec) {
    var missing = spec.width() - text.codePointCount(0, text.length());
    if (missing <= 0) {
      out.append(text);
    } else if (spec.has('-')) {
      out.append(text).repeat(' ', missing);
    } else {
      out.repeat(spec.has('0') ? '0' : ' ', missing).append(text);
    }
  }
}
