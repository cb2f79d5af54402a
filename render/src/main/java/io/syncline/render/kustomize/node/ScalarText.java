package io.syncline.render.kustomize.node;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a plain scalar means to Kustomize: YAML 1.2 words, octal numbers in both
 * notations, dates as dates.
 */
final class ScalarText {
  private static final Pattern DATE =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
              + "(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(\\.[0-9]{1,9})?"
              + "(Z|[-+][0-9]{2}:[0-9]{2}))?");

  private ScalarText() {}

  /** The tag of a plain scalar. */
  static String tag(String text) {
    if (text.isEmpty()) {
      return Node.NULL;
    }
    return switch (text.charAt(0)) {
      case '~', 'n', 'N', 't', 'T', 'f', 'F', '<' -> word(text);
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '.' -> numeric(text);
      default -> Node.STRING;
    };
  }

  private static String word(String text) {
    return switch (text) {
      case "~", "null", "Null", "NULL" -> Node.NULL;
      case "true", "True", "TRUE", "false", "False", "FALSE" -> Node.BOOL;
      default -> Node.STRING;
    };
  }

  private static String numeric(String text) {
    var value = number(text);
    if (value instanceof Double) {
      return Node.FLOAT;
    }
    if (value != null) {
      return Node.INT;
    }
    return date(text).isEmpty() ? Node.STRING : Node.TIMESTAMP;
  }

  /** Whole number as Long or BigInteger, fraction as Double; null when it is no number. */
  static @Nullable Number number(String text) {
    var first = text.isEmpty() ? ' ' : text.charAt(0);
    if (first != '+' && first != '-' && first != '.' && (first < '0' || first > '9')) {
      return null;
    }
    if (first == '.') {
      return special(text) ? Double.valueOf(Double.NaN) : fraction(text);
    }
    if (special(text)) {
      return Double.NaN;
    }
    var plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
    var whole = whole(plain);
    return whole != null ? whole : fraction(plain);
  }

  private static boolean special(String text) {
    return switch (text) {
      case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF" -> true;
      case "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF" -> true;
      default -> false;
    };
  }

  private static @Nullable Number whole(String text) {
    var negative = text.startsWith("-");
    var digits = negative || text.startsWith("+") ? text.substring(1) : text;
    var radix = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      var mark = Character.toLowerCase(digits.charAt(1));
      radix = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
      digits =
          mark == 'x' || mark == 'b' || mark == 'o' ? digits.substring(2) : digits.substring(1);
    }
    if (digits.isEmpty()) {
      return null;
    }
    for (var i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), radix) < 0) {
        return null;
      }
    }
    if (digits.length() < 16 && radix <= 16) {
      var value = Long.parseLong(digits, radix);
      return negative ? -value : value;
    }
    var big = new BigInteger(negative ? "-" + digits : digits, radix);
    if (big.bitLength() < 64) {
      return big.longValue();
    }
    return big.signum() > 0 && big.bitLength() <= 64 ? big : null;
  }

  private static @Nullable Double fraction(String text) {
    var i = 0;
    var n = text.length();
    if (text.charAt(0) == '-' || text.charAt(0) == '+') {
      i++;
    }
    var begin = i;
    i = digits(text, i);
    var found = i - begin;
    if (i < n && text.charAt(i) == '.') {
      var after = digits(text, i + 1);
      found += after - i - 1;
      i = after;
    }
    if (found == 0) {
      return null;
    }
    if (i < n && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < n && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
        i++;
      }
      var end = digits(text, i);
      if (end == i) {
        return null;
      }
      i = end;
    }
    if (i != n) {
      return null;
    }
    var value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : value;
  }

  private static int digits(String text, int from) {
    var i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  /** A date in the form JSON gives it, "" when {@code text} is none. */
  static String date(String text) {
    if (text.length() < 8 || text.charAt(4) != '-' || text.charAt(0) > '9') {
      return "";
    }
    var match = DATE.matcher(text);
    if (!match.matches()) {
      return "";
    }
    var month = Integer.parseInt(match.group(2));
    var day = Integer.parseInt(match.group(3));
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return "";
    }
    var time = "00:00:00";
    if (match.group(4) != null) {
      var fraction = match.group(7) == null ? "" : match.group(7).replaceFirst("\\.?0+$", "");
      time =
          String.format(
                  Locale.ROOT,
                  "%02d:%02d:%02d",
                  Integer.parseInt(match.group(4)),
                  Integer.parseInt(match.group(5)),
                  Integer.parseInt(match.group(6)))
              + fraction;
    }
    var zone = match.group(8) == null ? "Z" : match.group(8);
    return String.format(Locale.ROOT, "%s-%02d-%02dT%s%s", match.group(1), month, day, time, zone);
  }
}
