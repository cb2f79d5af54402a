package io.syncline.model.yaml;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * YAML as {@code sigs.k8s.io/yaml} prints it: block style, sequences not indented under their key,
 * literal blocks for text of several lines, lines folded at a blank behind column 80, quotes only
 * where the text would read as something else.
 */
final class YamlWriter {
  private static final int WIDTH = 80;
  private static final int LONGEST_SIMPLE_KEY = 128;

  private final StringBuilder out = new StringBuilder(4096);
  private final boolean sorted;
  private final boolean wide;
  private int lineStart;

  private YamlWriter(boolean sorted, boolean wide) {
    this.sorted = sorted;
    this.wide = wide;
  }

  static String write(@Nullable Object value, boolean sorted) {
    return write(value, new YamlWriter(sorted, false));
  }

  /** As Go's {@code yaml.v3} prints it: four blanks, sequences indented, no line folded. */
  static String writeWide(@Nullable Object value) {
    return write(value, new YamlWriter(true, true));
  }

  private static String write(@Nullable Object value, YamlWriter writer) {
    writer.root(value);
    return writer.out.toString();
  }

  /** Where what stands below {@code indent} begins; a wide one keeps to multiples of four. */
  private int below(int indent) {
    return wide ? (indent + 4) / 4 * 4 : indent + 2;
  }

  private void root(@Nullable Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map(map, 0, false);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      list(list, 0, false);
    } else {
      scalar(value, -2);
      endLine();
    }
  }

  private void endLine() {
    if (out.isEmpty() || out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    lineStart = out.length();
  }

  /** {@code inline}: the first entry goes on the current line, behind a dash. */
  private void map(Map<?, ?> map, int indent, boolean inline) {
    var first = inline;
    var keys = map.keySet().stream().map(String::valueOf).toArray(String[]::new);
    if (sorted) {
      Arrays.sort(keys, KEY_ORDER);
    }
    for (var key : keys) {
      if (!first) {
        out.repeat(' ', indent);
      }
      first = false;
      key(key, indent);
      var value = map.get(key);
      if (value instanceof Map<?, ?> child && !child.isEmpty()) {
        endLine();
        map(child, below(indent), false);
      } else if (value instanceof List<?> child && !child.isEmpty()) {
        endLine();
        list(child, wide ? below(indent) : indent, false);
      } else {
        out.append(' ');
        scalar(value, indent);
        endLine();
      }
    }
  }

  private void list(List<?> list, int indent, boolean inline) {
    var first = inline;
    for (var item : list) {
      if (!first) {
        out.repeat(' ', indent);
      }
      first = false;
      out.append("- ");
      if (item instanceof Map<?, ?> child && !child.isEmpty()) {
        map(child, indent + 2, true);
      } else if (item instanceof List<?> child && !child.isEmpty()) {
        list(child, indent + 2, true);
      } else {
        scalar(item, indent);
        endLine();
      }
    }
  }

  private void key(String key, int indent) {
    if (key.length() > LONGEST_SIMPLE_KEY || key.indexOf('\n') >= 0) {
      out.append("? ");
      scalar(key, indent);
      endLine();
      out.repeat(' ', indent).append(':');
      return;
    }
    out.append(YamlText.inline(key)).append(':');
  }

  private void scalar(@Nullable Object value, int indent) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> _ -> out.append("{}");
      case List<?> _ -> out.append("[]");
      case String s -> text(s, indent);
      case Double d -> out.append(YamlText.number(d));
      default -> out.append(value);
    }
  }

  private void text(String text, int indent) {
    switch (YamlText.style(text)) {
      case LITERAL -> literal(text, indent);
      case PLAIN -> folded(text, indent, "");
      case SINGLE -> folded(text, indent, "'");
      case DOUBLE -> doubleQuoted(text, indent);
    }
  }

  private void literal(String text, int indent) {
    out.append('|');
    var first = text.charAt(0);
    if (first == ' ' || first == '\n') {
      out.append(wide ? 4 : 2);
    }
    var body = text;
    if (!text.endsWith("\n")) {
      out.append('-');
    } else {
      if (text.length() == 1 || text.charAt(text.length() - 2) == '\n') {
        out.append('+');
      }
      body = text.substring(0, text.length() - 1);
    }
    for (var line : body.split("\n", -1)) {
      out.append('\n');
      if (!line.isEmpty()) {
        out.repeat(' ', below(indent)).append(line);
      }
    }
    if (body.length() < text.length()) {
      out.append('\n');
    }
  }

  private int column() {
    return out.codePointCount(lineStart, out.length());
  }

  private void fold(int indent) {
    out.append('\n');
    lineStart = out.length();
    out.repeat(' ', indent + 2);
  }

  /** Plain or in single quotes; a line ends at a lone blank behind the width. */
  private void folded(String text, int indent, String quote) {
    out.append(quote);
    var single = !quote.isEmpty();
    if (wide || column() + text.length() <= WIDTH) {
      out.append(single ? text.replace("'", "''") : text).append(quote);
      return;
    }
    var blanks = false;
    var column = column();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == ' ') {
        var inside = i > 0 && i < text.length() - 1;
        if (!blanks && column > WIDTH && inside && text.charAt(i + 1) != ' ') {
          fold(indent);
          column = indent + 2;
        } else {
          out.append(c);
          column++;
        }
        blanks = true;
        continue;
      }
      if (single && c == '\'') {
        out.append(c);
        column++;
      }
      out.append(c);
      column += Character.isLowSurrogate(c) ? 0 : 1;
      blanks = false;
    }
    out.append(quote);
  }

  private void doubleQuoted(String text, int indent) {
    out.append('"');
    // Go's writer escapes all of a text that begins with a byte order mark.
    var marked = text.startsWith("\uFEFF");
    var blanks = false;
    for (var i = 0; i < text.length(); ) {
      var c = text.codePointAt(i);
      if (marked || YamlText.escaped(c)) {
        YamlText.escape(out, c);
        blanks = false;
      } else if (c == ' ') {
        if (!wide && !blanks && i > 0 && i < text.length() - 1 && column() > WIDTH) {
          fold(indent);
          if (text.charAt(i + 1) == ' ') {
            out.append('\\');
          }
        } else {
          out.append(' ');
        }
        blanks = true;
      } else {
        out.appendCodePoint(c);
        blanks = false;
      }
      i += Character.charCount(c);
    }
    out.append('"');
  }

  /**
   * The order Go's YAML package puts keys in: numbers inside by value, other signs before letters.
   */
  static final Comparator<String> KEY_ORDER = YamlWriter::compareKeys;

  private static int compareKeys(String a, String b) {
    var n = Math.min(a.length(), b.length());
    for (var i = 0; i < n; i++) {
      var x = a.charAt(i);
      var y = b.charAt(i);
      if (x == y) {
        continue;
      }
      var xLetter = Character.isLetter(x);
      var yLetter = Character.isLetter(y);
      if (xLetter && yLetter) {
        return Character.compare(x, y);
      }
      if (xLetter || yLetter) {
        return yLetter ? -1 : 1;
      }
      return compareDigits(a, b, i);
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int compareDigits(String a, String b, int at) {
    var x = a.charAt(at);
    var y = b.charAt(at);
    var start = 0L;
    if (x == '0' || y == '0') {
      // Behind another digit a zero counts as part of its number.
      for (var j = at - 1; j >= 0 && Character.isDigit(a.charAt(j)); j--) {
        if (a.charAt(j) != '0') {
          start = 1;
          break;
        }
      }
    }
    var xEnd = digits(a, at);
    var yEnd = digits(b, at);
    var byNumber = Long.compare(number(a, at, xEnd, start), number(b, at, yEnd, start));
    if (byNumber != 0) {
      return byNumber;
    }
    return xEnd != yEnd ? Integer.compare(xEnd, yEnd) : Character.compare(x, y);
  }

  private static int digits(String text, int from) {
    var i = from;
    while (i < text.length() && Character.isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static long number(String text, int from, int to, long start) {
    var number = start;
    for (var i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
