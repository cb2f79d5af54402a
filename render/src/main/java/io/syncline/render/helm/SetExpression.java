package io.syncline.render.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Helm's {@code --set} language: {@code a.b=1,c[0]=x,d={p,q}}, with {@code \} before characters
 * meant as they are.
 */
final class SetExpression {
  private static final int MAX_INDEX = 65_536;
  private static final int MAX_NESTING = 30;

  private final String text;
  private final Function<String, @Nullable Object> typed;
  private int at;

  private SetExpression(String text, Function<String, @Nullable Object> typed) {
    this.text = text;
    this.typed = typed;
  }

  /**
   * Sets what {@code text} names; values are typed: {@code true}, {@code 12}, {@code null}, text.
   */
  static void apply(String text, Map<String, @Nullable Object> values) {
    new SetExpression(text, SetExpression::guess).run(values);
  }

  /** Sets what {@code text} names; all values are strings. */
  static void applyStrings(String text, Map<String, @Nullable Object> values) {
    new SetExpression(text, value -> value).run(values);
  }

  private static @Nullable Object guess(String text) {
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    if (text.equalsIgnoreCase("false")) {
      return false;
    }
    if (text.equalsIgnoreCase("null")) {
      return null;
    }
    if (text.equals("0")) {
      return 0L;
    }
    if (!text.startsWith("0") && text.matches("[-+]?[0-9]{1,19}")) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException tooLarge) {
        return text;
      }
    }
    return text;
  }

  private ChartException fault(String problem) {
    return new ChartException("parameter '" + text + "' cannot be set: " + problem);
  }

  private void run(Map<String, @Nullable Object> values) {
    while (at < text.length()) {
      key(values, 0);
    }
  }

  /** What was read up to a stop character, and which it was; 0 at the end. */
  private record Run(String text, char stop) {}

  private Run until(String stops) {
    var out = new StringBuilder();
    while (at < text.length()) {
      var c = text.charAt(at++);
      if (stops.indexOf(c) >= 0) {
        return new Run(out.toString(), c);
      }
      if (c == '\\' && at < text.length()) {
        out.append(text.charAt(at++));
      } else {
        out.append(c);
      }
    }
    return new Run(out.toString(), '\0');
  }

  private void key(Map<String, @Nullable Object> values, int depth) {
    var run = until("=[,.");
    var key = run.text();
    switch (run.stop()) {
      case '=' -> set(values, key, value());
      case '[' -> set(values, key, item(values.get(key), depth));
      case ',' -> throw fault("key \"" + key + "\" has no value (cannot end with ,)");
      case '.' -> {
        if (depth >= MAX_NESTING) {
          throw fault(
              "value name nested level is greater than maximum supported nested level of "
                  + MAX_NESTING);
        }
        var inner = child(values.get(key), key);
        var begin = at;
        key(inner, depth + 1);
        if (inner.isEmpty() && at > begin) {
          throw fault("key map \"" + key + "\" has no value");
        }
        set(values, key, inner);
      }
      default -> {
        if (!key.isEmpty()) {
          throw fault("key \"" + key + "\" has no value");
        }
      }
    }
  }

  private Map<String, @Nullable Object> child(@Nullable Object existing, String key) {
    if (existing == null) {
      return new TreeMap<>();
    }
    return Values.table(existing)
        .orElseThrow(() -> fault("\"" + key + "\" holds a plain value (expected: a table)"));
  }

  private static void set(
      Map<String, @Nullable Object> values, String key, @Nullable Object value) {
    if (!key.isEmpty()) {
      values.put(key, value);
    }
  }

  private @Nullable Object value() {
    if (at >= text.length()) {
      return "";
    }
    if (text.charAt(at) == '{') {
      at++;
      return list();
    }
    return typed.apply(until(",").text());
  }

  private List<@Nullable Object> list() {
    var items = new ArrayList<@Nullable Object>();
    while (true) {
      var run = until(",}");
      if (run.stop() == '\0') {
        throw fault("list must terminate with '}'");
      }
      items.add(typed.apply(run.text()));
      if (run.stop() == '}') {
        if (at < text.length() && text.charAt(at) == ',') {
          at++;
        }
        return items;
      }
    }
  }

  /** Reads what follows a bracket: an index, then a value or a way deeper. */
  private List<@Nullable Object> item(@Nullable Object existing, int depth) {
    if (depth >= MAX_NESTING) {
      throw fault(
          "value name nested level is greater than maximum supported nested level of "
              + MAX_NESTING);
    }
    var items =
        new ArrayList<@Nullable Object>(existing instanceof List<?> list ? list : List.of());
    var index = index();
    while (items.size() <= index) {
      items.add(null);
    }
    var run = until("[.=");
    if (!run.text().isEmpty()) {
      throw fault("unexpected data at end of array index: \"" + run.text() + "\"");
    }
    switch (run.stop()) {
      case '=' -> items.set(index, value());
      case '[' -> items.set(index, item(items.get(index), depth + 1));
      case '.' -> {
        var inner = child(items.get(index), "[" + index + "]");
        key(inner, depth + 1);
        items.set(index, inner);
      }
      default -> throw fault("index has no value");
    }
    return items;
  }

  private int index() {
    var run = until("]");
    if (run.stop() != ']' || !run.text().matches("[0-9]{1,9}")) {
      throw fault("error parsing index \"" + run.text() + "\" (expected: a number)");
    }
    var index = Integer.parseInt(run.text());
    if (index > MAX_INDEX) {
      throw fault("index " + index + " is greater than maximum supported index of " + MAX_INDEX);
    }
    return index;
  }
}
