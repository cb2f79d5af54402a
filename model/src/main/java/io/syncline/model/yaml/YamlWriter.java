package io.syncline.model.yaml;

import io.syncline.model.tree.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * YAML as {@code sigs.k8s.io/yaml} prints it: block style, sequences not indented under their key,
 * literal blocks for text of several lines, quotes only where the text would read as something
 * else.
 */
final class YamlWriter {
  private final StringBuilder out = new StringBuilder(4096);

  private YamlWriter() {}

  static String write(@Nullable Object value) {
    var writer = new YamlWriter();
    writer.root(value);
    return writer.out.toString();
  }

  private void root(@Nullable Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map(map, 0, false);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      list(list, 0, false);
    } else {
      scalar(value, 0);
      out.append('\n');
    }
  }

  /** {@code inline}: the first entry goes on the current line, behind a dash. */
  private void map(Map<?, ?> map, int indent, boolean inline) {
    var first = inline;
    for (var entry : map.entrySet()) {
      if (!first) {
        out.repeat(' ', indent);
      }
      first = false;
      key(String.valueOf(entry.getKey()));
      out.append(':');
      var value = entry.getValue();
      if (value instanceof Map<?, ?> child && !child.isEmpty()) {
        out.append('\n');
        map(child, indent + 2, false);
      } else if (value instanceof List<?> child && !child.isEmpty()) {
        out.append('\n');
        list(child, indent, false);
      } else {
        out.append(' ');
        scalar(value, indent);
        out.append('\n');
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
        out.append('\n');
      }
    }
  }

  private void key(String key) {
    if (key.indexOf('\n') >= 0) {
      doubleQuoted(key);
    } else {
      out.append(YamlText.inline(key));
    }
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
    if (text.indexOf('\n') < 0 || !YamlText.fitsBlock(text)) {
      out.append(YamlText.inline(text));
      return;
    }
    out.append('|');
    var first = text.charAt(0);
    if (first == ' ' || first == '\n' || first == '\t') {
      out.append(2);
    }
    var body = text;
    if (!text.endsWith("\n")) {
      out.append('-');
    } else if (text.endsWith("\n\n") || text.equals("\n")) {
      out.append('+');
      body = text.substring(0, text.length() - 1);
    } else {
      body = text.substring(0, text.length() - 1);
    }
    for (var line : body.split("\n", -1)) {
      out.append('\n');
      if (!line.isEmpty()) {
        out.repeat(' ', indent + 2).append(line);
      }
    }
  }

  private void doubleQuoted(String text) {
    Json.quote(out, text);
  }
}
