package io.syncline.localkube.table;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSONPath of printer columns: {@code .a.b}, {@code ['a']}, {@code [0]}, {@code [-1]}, {@code
 * [*]} and filters such as {@code [?(@.type=="Ready")]}.
 */
public final class JsonPath {
  private final List<Step> steps;

  private sealed interface Step {
    record Name(String name) implements Step {}

    record Place(int index) implements Step {}

    record Every() implements Step {}

    record Filter(JsonPath path, String operator, @Nullable Object value) implements Step {}
  }

  private JsonPath(List<Step> steps) {
    this.steps = steps;
  }

  /** The path; what cannot be understood finds nothing. */
  public static JsonPath parse(String text) {
    var plain = text.strip();
    if (plain.startsWith("{") && plain.endsWith("}")) {
      plain = plain.substring(1, plain.length() - 1);
    }
    if (plain.startsWith("$") || plain.startsWith("@")) {
      plain = plain.substring(1);
    }
    var steps = new ArrayList<Step>();
    var at = 0;
    while (at < plain.length()) {
      if (plain.charAt(at) == '[') {
        var end = closing(plain, at);
        steps.add(bracket(plain.substring(at + 1, end).strip()));
        at = end + 1;
      } else {
        at += plain.charAt(at) == '.' ? 1 : 0;
        var name = new StringBuilder();
        while (at < plain.length() && plain.charAt(at) != '.' && plain.charAt(at) != '[') {
          if (plain.charAt(at) == '\\' && at + 1 < plain.length()) {
            at++;
          }
          name.append(plain.charAt(at++));
        }
        if (!name.isEmpty()) {
          steps.add(
              name.toString().equals("*") ? new Step.Every() : new Step.Name(name.toString()));
        }
      }
    }
    return new JsonPath(List.copyOf(steps));
  }

  private static int closing(String text, int from) {
    var depth = 0;
    var quote = (char) 0;
    for (var i = from; i < text.length(); i++) {
      var c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        return i;
      }
    }
    return text.length() - 1;
  }

  private static Step bracket(String inner) {
    if (inner.equals("*")) {
      return new Step.Every();
    }
    if (inner.startsWith("?")) {
      return filter(inner.substring(1).strip().replaceAll("^\\(|\\)$", "").strip());
    }
    if (inner.length() >= 2 && (inner.startsWith("'") || inner.startsWith("\""))) {
      return new Step.Name(inner.substring(1, inner.length() - 1));
    }
    try {
      return new Step.Place(Integer.parseInt(inner));
    } catch (NumberFormatException e) {
      // Slices and unions are not used in columns; as a name it finds nothing.
      return new Step.Name(inner);
    }
  }

  private static Step filter(String condition) {
    for (var operator : new String[] {"==", "!="}) {
      var at = condition.indexOf(operator);
      if (at > 0) {
        var value = condition.substring(at + 2).strip();
        return new Step.Filter(parse(condition.substring(0, at)), operator, literal(value));
      }
    }
    return new Step.Filter(parse(condition), "exists", null);
  }

  private static @Nullable Object literal(String text) {
    if (text.length() >= 2 && (text.startsWith("'") || text.startsWith("\""))) {
      return text.substring(1, text.length() - 1);
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> text.matches("-?\\d{1,18}") ? (Object) Long.parseLong(text) : text;
    };
  }

  /** The values the path leads to, in order. */
  public List<@Nullable Object> find(@Nullable Object root) {
    List<@Nullable Object> here = new ArrayList<>();
    here.add(root);
    for (var step : steps) {
      var next = new ArrayList<@Nullable Object>();
      for (var value : here) {
        walk(step, value, next);
      }
      here = next;
    }
    return here;
  }

  private static void walk(Step step, @Nullable Object value, List<@Nullable Object> found) {
    switch (step) {
      case Step.Name(var name) -> {
        if (value instanceof ObjectTree tree && tree.containsKey(name)) {
          found.add(tree.get(name));
        }
      }
      case Step.Place(var index) -> {
        var items = Tree.items(value);
        var place = index < 0 ? items.size() + index : index;
        if (place >= 0 && place < items.size()) {
          found.add(items.get(place));
        }
      }
      case Step.Every() -> {
        if (value instanceof Map<?, ?> map) {
          found.addAll(map.values());
        } else {
          found.addAll(Tree.items(value));
        }
      }
      case Step.Filter(var path, var operator, var wanted) -> {
        for (var item : Tree.items(value)) {
          var values = path.find(item);
          var equal = !values.isEmpty() && Objects.equals(values.getFirst(), wanted);
          var holds =
              switch (operator) {
                case "==" -> equal;
                case "!=" -> !equal;
                default -> !values.isEmpty();
              };
          if (holds) {
            found.add(item);
          }
        }
      }
    }
  }
}
