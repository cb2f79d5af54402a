package io.syncline.lang.jsonnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Texts. */
final class StdTexts {
  private static final String BLANKS = " \t\n\f\r\u0085\u00a0";

  private StdTexts() {}

  static void add(Map<String, Object> all) {
    parts(all);
    splits(all);
    changes(all);
    parsing(all);
  }

  private static String kept(Arguments a, String text) {
    a.meter().text(text.length());
    return text;
  }

  private static void parts(Map<String, Object> all) {
    Std.function(all, "toString(a)", a -> a.evaluator().text(a.value(0)));
    Std.function(all, "codepoint(str)", StdTexts::codePoint);
    Std.function(
        all,
        "char(n)",
        a -> {
          var n = a.whole(0);
          if (n < 0 || n > Character.MAX_CODE_POINT) {
            throw new Fault("code point " + n + " is invalid (expected: 0 to 1114111)");
          }
          return Character.toString((int) n);
        });
    Std.function(all, "substr(str, from, len)", StdTexts::substr);
    Std.function(all, "startsWith(a, b)", a -> a.text(0).startsWith(a.text(1)));
    Std.function(all, "endsWith(a, b)", a -> a.text(0).endsWith(a.text(1)));
    Std.function(all, "isEmpty(str)", a -> a.text(0).isEmpty());
    Std.function(all, "stringChars(str)", a -> a.characters(a.text(0)));
    Std.function(
        all, "equalsIgnoreCase(str1, str2)", a -> lower(a.text(0)).equals(lower(a.text(1))));
    Std.function(all, "findSubstr(pat, str)", StdTexts::findSubstr);
  }

  private static Object codePoint(Arguments a) {
    var text = a.text(0);
    if (Values.length(text) != 1) {
      throw new Fault("codepoint takes a string of length 1, got length " + Values.length(text));
    }
    return (double) text.codePointAt(0);
  }

  private static Object substr(Arguments a) {
    var text = a.text(0);
    var size = Values.length(text);
    var from = a.whole(1);
    var length = a.whole(2);
    if (from < 0 || length < 0) {
      throw new Fault("substr from " + from + " with length " + length + " (expected: 0 or more)");
    }
    var first = (int) Math.min(from, size);
    return kept(a, Values.between(text, first, (int) Math.min(first + length, size)));
  }

  private static Object findSubstr(Arguments a) {
    var pattern = a.text(0);
    var text = a.text(1);
    var found = new ArrayList<Object>();
    if (pattern.isEmpty()) {
      return ArrayValue.EMPTY;
    }
    a.meter().steps(text.length());
    var points = 0;
    var last = 0;
    for (var at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) {
      points += text.codePointCount(last, at);
      last = at;
      a.meter().slots(2);
      found.add((double) points);
    }
    return ArrayValue.of(found);
  }

  private static void splits(Map<String, Object> all) {
    Std.function(all, "split(str, c)", a -> split(a, -1, false));
    Std.function(all, "splitLimit(str, c, maxsplits)", a -> split(a, a.whole(2), false));
    Std.function(all, "splitLimitR(str, c, maxsplits)", a -> split(a, a.whole(2), true));
    Std.function(
        all,
        "strReplace(str, from, to)",
        a -> {
          var from = a.text(1);
          if (from.isEmpty()) {
            throw new Fault("'from' string must not be zero length");
          }
          var text = a.text(0);
          a.meter()
              .text(
                  (long) (text.length() / from.length() + 1) * a.text(2).length() + text.length());
          return text.replace(from, a.text(2));
        });
  }

  private static Object split(Arguments a, long limit, boolean fromTheRight) {
    var text = a.text(0);
    var mark = a.text(1);
    if (mark.isEmpty()) {
      throw new Fault("second parameter of split is empty (expected: at least one character)");
    }
    a.meter().text(text.length());
    var parts = new ArrayList<Object>();
    if (fromTheRight && limit >= 0) {
      var end = text.length();
      var at = text.lastIndexOf(mark, end - mark.length());
      while (at >= 0 && parts.size() < limit) {
        parts.add(text.substring(at + mark.length(), end));
        end = at;
        at = end < mark.length() ? -1 : text.lastIndexOf(mark, end - mark.length());
      }
      parts.add(text.substring(0, end));
      a.meter().slots(2L * parts.size());
      return ArrayValue.of(parts.reversed());
    }
    var begin = 0;
    var at = text.indexOf(mark);
    while (at >= 0 && (limit < 0 || parts.size() < limit)) {
      a.meter().slots(2);
      parts.add(text.substring(begin, at));
      begin = at + mark.length();
      at = text.indexOf(mark, begin);
    }
    parts.add(text.substring(begin));
    return ArrayValue.of(parts);
  }

  private static void changes(Map<String, Object> all) {
    Std.function(all, "asciiUpper(str)", a -> kept(a, upper(a.text(0))));
    Std.function(all, "asciiLower(str)", a -> kept(a, lower(a.text(0))));
    Std.function(all, "stripChars(str, chars)", a -> strip(a, a.text(1), true, true));
    Std.function(all, "lstripChars(str, chars)", a -> strip(a, a.text(1), true, false));
    Std.function(all, "rstripChars(str, chars)", a -> strip(a, a.text(1), false, true));
    Std.function(all, "trim(str)", a -> strip(a, BLANKS, true, true));
    Std.function(
        all, "format(str, vals)", a -> new Formatting(a.evaluator()).format(a.text(0), a.value(1)));
    Std.function(
        all,
        "escapeStringBash(str)",
        a -> kept(a, "'" + a.evaluator().text(a.value(0)).replace("'", "'\"'\"'") + "'"));
    Std.function(
        all,
        "escapeStringDollars(str)",
        a -> kept(a, a.evaluator().text(a.value(0)).replace("$", "$$")));
    Std.function(
        all,
        "escapeStringXML(str)",
        a ->
            kept(
                a,
                a.evaluator()
                    .text(a.value(0))
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;")
                    .replace("'", "&apos;")));
    for (var name : List.of("escapeStringJson", "escapeStringPython")) {
      Std.function(
          all,
          name + "(str)",
          a -> new Writing(a.evaluator()).quoted(a.evaluator().text(a.value(0))));
    }
    Std.function(
        all,
        "resolvePath(f, r)",
        a -> a.text(0).substring(0, a.text(0).lastIndexOf('/') + 1) + a.text(1));
  }

  private static String upper(String text) {
    return text.chars().allMatch(c -> c < 128)
        ? text.toUpperCase(Locale.ROOT)
        : mapped(text, 'a', 'z', -32);
  }

  private static String lower(String text) {
    return text.chars().allMatch(c -> c < 128)
        ? text.toLowerCase(Locale.ROOT)
        : mapped(text, 'A', 'Z', 32);
  }

  private static String mapped(String text, char from, char to, int by) {
    var out = new StringBuilder(text);
    for (var i = 0; i < out.length(); i++) {
      var c = out.charAt(i);
      if (c >= from && c <= to) {
        out.setCharAt(i, (char) (c + by));
      }
    }
    return out.toString();
  }

  private static Object strip(Arguments a, String characters, boolean left, boolean right) {
    var text = a.text(0);
    a.meter().steps(text.length() / 8);
    var begin = 0;
    var end = text.length();
    while (left && begin < end && characters.indexOf(text.codePointAt(begin)) >= 0) {
      begin += Character.charCount(text.codePointAt(begin));
    }
    while (right && end > begin && characters.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return kept(a, text.substring(begin, end));
  }

  private static void parsing(Map<String, Object> all) {
    Std.function(all, "parseInt(str)", a -> integer(a.text(0), 10));
    Std.function(all, "parseOctal(str)", a -> integer(a.text(0), 8));
    Std.function(all, "parseHex(str)", a -> integer(a.text(0), 16));
  }

  private static Object integer(String text, int base) {
    var negative = base == 10 && text.startsWith("-");
    var digits = negative ? text.substring(1) : text;
    var value = 0.0;
    for (var i = 0; i < digits.length(); i++) {
      var digit = Character.digit(digits.charAt(i), base);
      if (digit < 0) {
        throw new Fault(text + " is not a base " + base + " integer");
      }
      value = value * base + digit;
    }
    if (digits.isEmpty()) {
      throw new Fault("'" + text + "' is not a base " + base + " integer");
    }
    return Values.number(negative ? -value : value);
  }
}
