package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoData;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.model.tree.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values as TOML, and the plain part of TOML back. */
final class Toml {
  private Toml() {}

  static String write(@Nullable Object value) {
    var out = new StringBuilder();
    Values.table(GoData.plain(value)).ifPresent(table -> table(out, table, "", 0));
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
      case null -> out.append("\"\"");
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

  /** Tables, strings on one line, numbers, booleans and lists; anything else is an error entry. */
  static Object parse(String text) {
    var root = new TreeMap<String, @Nullable Object>();
    Map<String, @Nullable Object> here = root;
    var number = 0;
    for (var raw : text.split("\n")) {
      number++;
      var line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[[") && line.endsWith("]]")) {
        here = appended(root, line.substring(2, line.length() - 2).strip());
      } else if (line.startsWith("[") && line.endsWith("]")) {
        here = child(root, line.substring(1, line.length() - 1).strip());
      } else {
        var equals = line.indexOf('=');
        if (equals < 0) {
          throw fault(number, line);
        }
        here.put(
            unquoted(line.substring(0, equals).strip()),
            new Scanner(line.substring(equals + 1), number).whole());
      }
    }
    return root;
  }

  private static io.syncline.lang.gotemplate.CallException fault(int line, String text) {
    return new io.syncline.lang.gotemplate.CallException(
        "toml: line " + line + ": cannot read '" + text + "'");
  }

  private static String unquoted(String key) {
    return key.length() > 1 && "\"'".indexOf(key.charAt(0)) >= 0
        ? key.substring(1, key.length() - 1)
        : key;
  }

  private static Map<String, @Nullable Object> child(
      Map<String, @Nullable Object> root, String path) {
    var here = root;
    for (var step : path.split("\\.")) {
      var key = unquoted(step.strip());
      var existing = here.get(key);
      var last = existing instanceof List<?> list && !list.isEmpty() ? list.getLast() : existing;
      var table = Values.table(last).orElse(new TreeMap<>());
      if (last != table) {
        here.put(key, table);
      }
      here = table;
    }
    return here;
  }

  private static Map<String, @Nullable Object> appended(
      Map<String, @Nullable Object> root, String path) {
    var dot = path.lastIndexOf('.');
    var parent = dot < 0 ? root : child(root, path.substring(0, dot));
    var key = unquoted(path.substring(dot + 1));
    var items =
        new ArrayList<@Nullable Object>(parent.get(key) instanceof List<?> list ? list : List.of());
    var table = new TreeMap<String, @Nullable Object>();
    items.add(table);
    parent.put(key, items);
    return table;
  }

  /** Reads one value. */
  private static final class Scanner {
    private final String text;
    private final int line;
    private int at;

    Scanner(String text, int line) {
      this.text = text;
      this.line = line;
    }

    @Nullable Object whole() {
      var value = value();
      blanks();
      if (at < text.length() && text.charAt(at) != '#') {
        throw fault(line, text);
      }
      return value;
    }

    private void blanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private @Nullable Object value() {
      blanks();
      if (at >= text.length()) {
        throw fault(line, text);
      }
      var c = text.charAt(at);
      if (text.startsWith("\'\'\'", at) || text.startsWith("\"\"\"", at)) {
        return tripled(text.substring(at, at + 3));
      }
      if (c == '"' || c == '\'') {
        return string(c);
      }
      if (c == '[') {
        return list();
      }
      var begin = at;
      while (at < text.length() && ",]#".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      var word = text.substring(begin, at).strip().replace("_", "");
      if (word.equals("true") || word.equals("false")) {
        return word.equals("true");
      }
      try {
        return word.matches("[-+]?[0-9]+")
            ? (Object) Long.parseLong(word)
            : (Object) Double.parseDouble(word);
      } catch (NumberFormatException notANumber) {
        throw fault(line, text);
      }
    }

    /** A string between three quotes, on one line. */
    private Object tripled(String quotes) {
      var end = text.indexOf(quotes, at + 3);
      if (end < 0) {
        throw fault(line, text);
      }
      var body = text.substring(at + 3, end);
      at = end + 3;
      try {
        return quotes.startsWith("'") ? body : String.valueOf(Json.parse('"' + body + '"'));
      } catch (Json.SyntaxException malformed) {
        throw fault(line, text);
      }
    }

    private Object string(char quote) {
      var begin = at++;
      while (at < text.length() && text.charAt(at) != quote) {
        at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
      }
      if (at >= text.length()) {
        throw fault(line, text);
      }
      at++;
      var literal = text.substring(begin, at);
      if (quote == '\'') {
        return literal.substring(1, literal.length() - 1);
      }
      try {
        return String.valueOf(Json.parse(literal));
      } catch (Json.SyntaxException malformed) {
        throw fault(line, text);
      }
    }

    private Object list() {
      at++;
      var items = new ArrayList<@Nullable Object>();
      while (true) {
        blanks();
        if (at < text.length() && text.charAt(at) == ']') {
          at++;
          return items;
        }
        items.add(value());
        blanks();
        if (at < text.length() && text.charAt(at) == ',') {
          at++;
        } else if (at >= text.length() || text.charAt(at) != ']') {
          throw fault(line, text);
        }
      }
    }
  }
}
