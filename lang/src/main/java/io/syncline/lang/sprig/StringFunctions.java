package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoStringMap;
import io.syncline.lang.gotemplate.GoStrings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions over text. Places and lengths count bytes where Go's do. */
final class StringFunctions {
  private StringFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    plain(all);
    searching(all);
    shaping(all);
    splitting(all);
  }

  private static void text(Map<String, GoFunction> all, String name, UnaryOperator<String> body) {
    all.put(name, GoFunction.of("string", a -> body.apply(string(a[0]))));
  }

  static String string(@Nullable Object value) {
    return value instanceof String s ? s : "";
  }

  static int number(@Nullable Object value) {
    return value instanceof Number n
        ? (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, n.longValue()))
        : 0;
  }

  private static void plain(Map<String, GoFunction> all) {
    all.put("hello", GoFunction.of("", a -> "Hello!"));
    text(all, "upper", s -> letters(s, Character::toUpperCase));
    text(all, "lower", s -> letters(s, Character::toLowerCase));
    text(all, "title", Casing::title);
    text(all, "untitle", Casing::untitle);
    text(all, "swapcase", Casing::swap);
    text(all, "snakecase", s -> Casing.joined(s, '_'));
    text(all, "kebabcase", s -> Casing.joined(s, '-'));
    text(all, "camelcase", Casing::camel);
    text(all, "initials", Casing::initials);
    text(all, "trim", StringFunctions::trim);
    text(all, "nospace", s -> s.replaceAll("\\s+", ""));
    all.put("toString", GoFunction.of("any", a -> Cast.text(a[0])));
    all.put("quote", GoFunction.of("any...", a -> each(a, v -> GoFormat.quote(v))));
    all.put("squote", GoFunction.of("any...", a -> each(a, v -> "'" + v + "'")));
    all.put("cat", GoFunction.of("any...", a -> each(a, v -> v)));
    all.put(
        "fail",
        GoFunction.of(
            "string",
            a -> {
              throw new CallException(string(a[0]));
            }));
    all.put("env", GoFunction.of("string", a -> ""));
    all.put("expandenv", GoFunction.of("string", a -> ""));
    all.put("getHostByName", GoFunction.of("string", a -> ""));
  }

  /** Letter by letter: unlike Java's own functions Go's never make two letters of one. */
  private static String letters(String text, IntUnaryOperator form) {
    return text.codePoints()
        .map(form)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String each(@Nullable Object[] values, UnaryOperator<String> form) {
    var parts = new ArrayList<String>();
    for (var value : values) {
      if (value != null) {
        parts.add(form.apply(Cast.text(value)));
      }
    }
    return String.join(" ", parts);
  }

  static String trim(String text) {
    return text.strip();
  }

  private static void searching(Map<String, GoFunction> all) {
    all.put("contains", GoFunction.of("string string", a -> string(a[1]).contains(string(a[0]))));
    all.put(
        "hasPrefix", GoFunction.of("string string", a -> string(a[1]).startsWith(string(a[0]))));
    all.put("hasSuffix", GoFunction.of("string string", a -> string(a[1]).endsWith(string(a[0]))));
    all.put("trimAll", GoFunction.of("string string", a -> trimAll(string(a[1]), string(a[0]))));
    all.put("trimall", GoFunction.of("string string", a -> trimAll(string(a[1]), string(a[0]))));
    all.put(
        "trimPrefix",
        GoFunction.of(
            "string string",
            a ->
                string(a[1]).startsWith(string(a[0]))
                    ? string(a[1]).substring(string(a[0]).length())
                    : a[1]));
    all.put(
        "trimSuffix",
        GoFunction.of(
            "string string",
            a ->
                string(a[1]).endsWith(string(a[0]))
                    ? string(a[1]).substring(0, string(a[1]).length() - string(a[0]).length())
                    : a[1]));
    all.put("replace", GoFunction.of("string string string", StringFunctions::replace));
  }

  private static String replace(@Nullable Object[] a) {
    var text = string(a[2]);
    var by = string(a[1]);
    if ((long) text.length() * Math.max(1, by.length()) > Sprig.MAX_LENGTH) {
      throw new CallException("result may exceed " + Sprig.MAX_LENGTH + " characters");
    }
    return text.replace(string(a[0]), by);
  }

  private static String trimAll(String text, String cutset) {
    var from = 0;
    var to = text.length();
    while (from < to && cutset.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && cutset.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  private static void shaping(Map<String, GoFunction> all) {
    all.put("repeat", GoFunction.of("int string", a -> repeat(number(a[0]), string(a[1]))));
    all.put("indent", GoFunction.of("int string", a -> indent(number(a[0]), string(a[1]))));
    all.put("nindent", GoFunction.of("int string", a -> "\n" + indent(number(a[0]), string(a[1]))));
    all.put("trunc", GoFunction.of("int string", a -> trunc(number(a[0]), string(a[1]))));
    all.put(
        "substr",
        GoFunction.of("int int string", a -> substr(number(a[0]), number(a[1]), string(a[2]))));
    all.put("abbrev", GoFunction.of("int string", a -> abbreviate(string(a[1]), 0, number(a[0]))));
    all.put(
        "abbrevboth",
        GoFunction.of("int int string", a -> abbreviate(string(a[2]), number(a[0]), number(a[1]))));
    all.put(
        "wrap", GoFunction.of("int string", a -> wrap(string(a[1]), number(a[0]), "\n", false)));
    all.put(
        "wrapWith",
        GoFunction.of(
            "int string string", a -> wrap(string(a[2]), number(a[0]), string(a[1]), true)));
    all.put("plural", GoFunction.of("string string int", a -> number(a[2]) == 1 ? a[0] : a[1]));
  }

  private static String repeat(int count, String text) {
    if (count < 0) {
      throw new CallException("strings: negative Repeat count");
    }
    if ((long) count * text.length() > Sprig.MAX_LENGTH) {
      throw new CallException("result exceeds " + Sprig.MAX_LENGTH + " characters");
    }
    return text.repeat(count);
  }

  private static String indent(int blanks, String text) {
    var padding = repeat(blanks, " ");
    if (blanks > 0) {
      var lines = text.chars().filter(c -> c == '\n').count() + 1;
      if (lines * blanks > Sprig.MAX_LENGTH) {
        throw new CallException("result exceeds " + Sprig.MAX_LENGTH + " characters");
      }
    }
    return padding + text.replace("\n", "\n" + padding);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static String trunc(int count, String text) {
    var bytes = utf8(text);
    if (count < 0 && bytes.length + count > 0) {
      return text(bytes, bytes.length + count, bytes.length);
    }
    return count >= 0 && bytes.length > count ? text(bytes, 0, count) : text;
  }

  private static String substr(int from, int to, String text) {
    var bytes = utf8(text);
    if (from < 0) {
      return text(bytes, 0, bounded(to, bytes.length));
    }
    var end = to < 0 || to > bytes.length ? bytes.length : to;
    if (from > end) {
      throw new CallException(
          "runtime error: slice bounds out of range [" + from + ":" + end + "]");
    }
    return text(bytes, from, end);
  }

  private static int bounded(int to, int length) {
    if (to < 0 || to > length) {
      throw new CallException(
          "runtime error: slice bounds out of range [:" + to + "] with length " + length);
    }
    return to;
  }

  /** Shortens to {@code width} with dots at the end, or at both ends from {@code offset} on. */
  private static String abbreviate(String text, int offset, int width) {
    if (width < 4 || offset > 0 && width < 7 || text.length() <= width) {
      return text;
    }
    var begin = Math.min(offset, text.length());
    if (text.length() - begin < width - 3) {
      begin = text.length() - (width - 3);
    }
    if (begin <= 4) {
      return text.substring(0, width - 3) + "...";
    }
    if (begin + width - 3 < text.length()) {
      return "..." + abbreviate(text.substring(begin), 0, width - 3);
    }
    return "..." + text.substring(text.length() - (width - 3));
  }

  /** Breaks lines at blanks; words longer than a line are cut when {@code cut}. */
  private static String wrap(String text, int given, String newline, boolean cut) {
    var width = Math.max(1, given);
    var out = new StringBuilder();
    var offset = 0;
    while (text.length() - offset > width) {
      if (text.charAt(offset) == ' ') {
        offset++;
        continue;
      }
      var end = text.lastIndexOf(' ', Math.min(text.length() - 1, offset + width));
      if (end >= offset) {
        out.append(text, offset, end).append(newline);
        offset = end + 1;
      } else if (cut) {
        out.append(text, offset, offset + width).append(newline);
        offset += width;
      } else {
        end = text.indexOf(' ', offset + width);
        if (end < 0) {
          break;
        }
        out.append(text, offset, end).append(newline);
        offset = end + 1;
      }
    }
    return out.append(text.substring(offset)).toString();
  }

  private static void splitting(Map<String, GoFunction> all) {
    all.put(
        "splitList",
        GoFunction.of("string string", a -> new GoStrings(split(string(a[1]), string(a[0]), -1))));
    all.put(
        "split",
        GoFunction.of("string string", a -> numbered(split(string(a[1]), string(a[0]), -1))));
    all.put(
        "splitn",
        GoFunction.of(
            "string int string", a -> numbered(split(string(a[2]), string(a[0]), number(a[1])))));
    all.put("join", GoFunction.of("string any", a -> String.join(string(a[0]), Cast.texts(a[1]))));
    all.put("toStrings", GoFunction.of("any", a -> new GoStrings(Cast.texts(a[0]))));
    all.put(
        "sortAlpha",
        GoFunction.of(
            "any",
            a ->
                a[0] instanceof List<?>
                    ? new GoStrings(Cast.texts(a[0]).stream().sorted().toList())
                    : new GoStrings(List.of(Cast.text(a[0])))));
  }

  private static GoStringMap numbered(List<String> parts) {
    var map = new TreeMap<String, String>();
    for (var i = 0; i < parts.size(); i++) {
      map.put("_" + i, parts.get(i));
    }
    return new GoStringMap(map);
  }

  static List<String> split(String text, String separator, int limit) {
    if (limit == 0) {
      return List.of();
    }
    var parts = new ArrayList<String>();
    if (separator.isEmpty()) {
      text.codePoints().forEach(c -> parts.add(Character.toString(c)));
      if (limit > 0 && parts.size() > limit) {
        var tail = String.join("", parts.subList(limit - 1, parts.size()));
        parts.subList(limit - 1, parts.size()).clear();
        parts.add(tail);
      }
      return parts;
    }
    var from = 0;
    for (var at = text.indexOf(separator);
        at >= 0 && (limit < 0 || parts.size() < limit - 1);
        at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  static List<@Nullable Object> tail(@Nullable Object[] arguments, int from) {
    return Arrays.asList(arguments).subList(Math.min(from, arguments.length), arguments.length);
  }
}
