package io.syncline.render.helm;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoData;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.model.tree.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as TOML. */
final class Toml {
  private Toml() {}

  /** A value that has no such form gives the words for that, as in Helm. */
  static String write(@Nullable Object value) {
    var out = new StringBuilder();
    try {
      Values.table(GoData.plain(value)).ifPresent(table -> table(out, table, "", 0));
    } catch (CallException noForm) {
      return String.valueOf(noForm.getMessage());
    }
    return out.toString();
  }

  private static boolean tables(@Nullable Object value) {
    return value instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(Map.class::isInstance);
  }

  private static void table(
      StringBuilder out, Map<String, @Nullable Object> table, String path, int depth) {
    table.forEach(
        (key, value) -> {
          if (value != null && !(value instanceof Map<?, ?>) && !tables(value)) {
            out.repeat(' ', 2 * depth).append(key(key)).append(" = ");
            inline(out, value);
            out.append('\n');
          }
        });
    table.forEach(
        (key, value) -> {
          var inner = path.isEmpty() ? key(key) : path + "." + key(key);
          var indent = path.isEmpty() ? 0 : depth;
          if (value instanceof Map<?, ?>) {
            header(out, indent, "[" + inner + "]");
            table(out, Values.table(value).orElseThrow(), inner, indent + 1);
          } else if (value instanceof List<?> list && tables(list)) {
            for (var item : list) {
              header(out, indent, "[[" + inner + "]]");
              table(out, Values.table(item).orElseThrow(), inner, indent + 1);
            }
          }
        });
  }

  private static void header(StringBuilder out, int indent, String text) {
    if (!out.isEmpty() && indent == 0) {
      out.append('\n');
    }
    out.repeat(' ', 2 * indent).append(text).append('\n');
  }

  private static String key(String key) {
    return key.matches("[A-Za-z0-9_-]+") ? key : quoted(key);
  }

  private static String quoted(String text) {
    var out = new StringBuilder();
    Json.quote(out, text);
    return out.toString();
  }

  private static String real(String number) {
    return number.matches("-?[0-9]+") ? number + ".0" : number;
  }

  private static void inline(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> throw new CallException("toml: cannot encode array with nil element");
      case String s -> out.append(quoted(s));
      case Double d -> out.append(real(GoFormat.real(d)));
      case List<?> list -> {
        out.append('[');
        for (var i = 0; i < list.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          inline(out, list.get(i));
        }
        out.append(']');
      }
      case Map<?, ?> map -> {
        out.append('{');
        var first = true;
        for (var entry : map.entrySet()) {
          out.append(first ? "" : ", ").append(key(String.valueOf(entry.getKey()))).append(" = ");
          inline(out, entry.getValue());
          first = false;
        }
        out.append('}');
      }
      default -> out.append(value);
    }
  }
}
