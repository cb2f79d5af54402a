package io.syncline.render.kustomize.fuzz;

import io.syncline.model.tree.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes trees as YAML in as many ways as people and programs do. */
final class StyledYaml {
  private final Chance chance;
  private final boolean odd;
  private final boolean json;

  /** Text put into a document as it is. */
  record Raw(String text) {}

  /**
   * @param odd whether quoting, comments, flow style and the like vary
   */
  StyledYaml(Chance chance, boolean odd) {
    this(chance, odd, false);
  }

  private StyledYaml(Chance chance, boolean odd, boolean json) {
    this.chance = chance;
    this.odd = odd;
    this.json = json;
  }

  /** The value as JSON; odd scalars become text. */
  static String json(Object value) {
    return new StyledYaml(new Chance(0), true, true).flow(value);
  }

  String document(Object value) {
    if (odd && chance.percent(4)) {
      return flow(value) + "\n";
    }
    var text = new StringBuilder();
    block(value, 0, text);
    return text.toString();
  }

  private boolean rarely(int percent) {
    return odd && chance.percent(percent);
  }

  private void block(Object value, int indent, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          comment(indent, out);
          out.append(" ".repeat(indent)).append(key(String.valueOf(entry.getKey()))).append(':');
          value(entry.getValue(), indent, false, out);
        }
      }
      case List<?> list -> {
        for (var item : list) {
          comment(indent, out);
          out.append(" ".repeat(indent)).append('-');
          value(item, indent, true, out);
        }
      }
      default -> out.append(scalar(value, indent)).append('\n');
    }
  }

  private void value(Object value, int indent, boolean inList, StringBuilder out) {
    var empty =
        value instanceof Map<?, ?> map && map.isEmpty()
            || value instanceof List<?> list && list.isEmpty();
    var whole = value instanceof Map<?, ?> || value instanceof List<?>;
    if (empty || whole && rarely(4)) {
      out.append(' ').append(flow(value)).append(trailing()).append('\n');
    } else if (!whole) {
      out.append(' ').append(scalar(value, indent)).append('\n');
    } else if (inList) {
      var inner = new StringBuilder();
      block(value, indent + 2, inner);
      var text = inner.toString();
      // The first line of the element stands behind the dash, unless a comment comes first.
      if (text.startsWith(" ".repeat(indent + 2)) && text.charAt(indent + 2) != '#') {
        out.append(' ').append(text.substring(indent + 2));
      } else {
        out.append('\n').append(text);
      }
    } else {
      out.append(trailing()).append('\n');
      var list = value instanceof List<?>;
      var step = list && chance.percent(50) ? 0 : rarely(4) ? 4 : 2;
      block(value, indent + step, out);
    }
  }

  private String trailing() {
    return rarely(3) ? chance.one(" # note", "  ", " #") : "";
  }

  private void comment(int indent, StringBuilder out) {
    if (rarely(2)) {
      out.append(" ".repeat(indent)).append(chance.one("# a comment\n", "#\n", "# - x: y\n"));
    } else if (rarely(1)) {
      out.append('\n');
    }
  }

  private String key(String key) {
    var plain =
        key.matches("[A-Za-z_][A-Za-z0-9_./-]*")
            && !key.matches("y|n|yes|no|on|off|true|false|null");
    if (plain && !rarely(2)) {
      return key;
    }
    return rarely(50) && key.indexOf('\'') < 0 && key.indexOf('\\') < 0
        ? "'" + key + "'"
        : Json.write(key);
  }

  private String scalar(Object value, int indent) {
    return switch (value) {
      case Raw raw -> raw.text() + trailing();
      case String text -> text(text, indent);
      default -> String.valueOf(value) + trailing();
    };
  }

  private String text(String text, int indent) {
    if (text.indexOf('\u2028') >= 0) {
      // A line break to the one and none to the other: docs/reference/kustomize.md has it.
      return Json.write(text).replace("\u2028", "\\u2028");
    }
    if (text.indexOf('\n') >= 0
        && text.indexOf('\r') < 0
        && !text.startsWith(" ")
        && !text.startsWith("\n")) {
      var style = chance.below(4);
      if (style < 3 && text.endsWith("\n") && !text.endsWith("\n\n")) {
        return block("|", text, indent);
      }
      if (style < 3 && !text.endsWith("\n")) {
        return block("|-", text, indent);
      }
    }
    var plain =
        text.matches("[A-Za-z_/$][A-Za-z0-9_./=()$-]*")
            && !text.matches("(?i)y|n|yes|no|on|off|true|false|null");
    if (plain && !rarely(8)) {
      return text + trailing();
    }
    var quoted = text.chars().allMatch(c -> c >= ' ') && chance.percent(40);
    return (quoted ? "'" + text.replace("'", "''") + "'" : Json.write(text).replace("\\/", "/"))
        + trailing();
  }

  private String block(String indicator, String text, int indent) {
    if (rarely(5)) {
      // Folded text is other text: what matters is that both read the same.
      return block(">" + indicator.substring(1), text, indent);
    }
    if (rarely(5) && indicator.length() < 3) {
      return block(indicator.charAt(0) + "2" + indicator.substring(1), text, indent);
    }
    var lines = new ArrayList<String>();
    for (var line : text.stripTrailing().split("\n", -1)) {
      lines.add(line.isEmpty() ? "" : " ".repeat(indent + 2) + line);
    }
    return indicator + "\n" + String.join("\n", lines);
  }

  private String flow(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var parts = new ArrayList<String>();
        map.forEach((key, item) -> parts.add(Json.write(String.valueOf(key)) + ": " + flow(item)));
        yield "{" + String.join(", ", parts) + "}";
      }
      case List<?> list -> "[" + String.join(", ", list.stream().map(this::flow).toList()) + "]";
      case Raw raw ->
          json && !raw.text().equals("null") || raw.text().startsWith("?")
              ? Json.write(raw.text())
              : raw.text();
      case String text -> Json.write(text);
      default -> String.valueOf(value);
    };
  }
}
