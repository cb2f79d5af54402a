package io.syncline.engine.conformance;

import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Evaluates the checks of a case. */
final class Checks {
  private Checks() {}

  /** The first check that {@code value} does not pass, told with what was found; "" when none. */
  static String all(List<Object> checks, Function<Object, @Nullable Object> value) {
    for (var check : checks) {
      var found = value.apply(check);
      var here = at(found, Tree.items(Tree.at(check, "path")));
      if (!passes(check, here)) {
        return "failed " + Json.write(check) + ", found " + shortened(here);
      }
    }
    return "";
  }

  private static String shortened(@Nullable Object value) {
    var text = Json.write(value);
    return text.length() > 1500 ? text.substring(0, 1500) + "…" : text;
  }

  private static @Nullable Object at(@Nullable Object root, List<Object> path) {
    var here = root;
    for (var i = 0; i < path.size(); i++) {
      var step = path.get(i);
      if (step.equals("object") && here instanceof String text) {
        here = Json.parse(text);
      } else if (step.equals("each") && here instanceof List<?> items) {
        var rest = path.subList(i + 1, path.size());
        var all = new ArrayList<@Nullable Object>();
        items.forEach(item -> all.add(at(item, rest)));
        return all;
      } else {
        here = Tree.at(here, String.valueOf(step));
      }
    }
    return here;
  }

  private static boolean passes(Object check, @Nullable Object here) {
    var value = Tree.at(check, "value");
    return switch (Tree.text(check, "op")) {
      case "eq", "jsonEq", "yamlEq" -> same(here, value);
      case "ne" -> !same(here, value);
      case "len" -> size(here) == ((Number) Objects.requireNonNull(value)).intValue();
      case "contains" -> contains(here, value);
      case "notContains" -> !contains(here, value);
      case "exists" -> (here != null) == !Boolean.FALSE.equals(value);
      case "nil" -> here == null || size(here) == 0;
      case "notNil" -> here != null;
      case "empty" -> here == null || size(here) == 0;
      case "notEmpty" -> here != null && size(here) > 0;
      case "setEq" -> new HashSet<>(Tree.items(here)).equals(new HashSet<>(Tree.items(value)));
      case "quantityEq" -> quantity(here).equals(quantity(value));
      default -> throw new IllegalArgumentException("unknown check " + Json.write(check));
    };
  }

  private static String quantity(@Nullable Object value) {
    return Quantity.parse(value == null ? "0" : String.valueOf(value))
        .map(Quantity::toString)
        .orElse("");
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() == y.doubleValue();
    }
    return Objects.equals(a, b) || (a == null && "".equals(b));
  }

  private static boolean contains(@Nullable Object here, @Nullable Object value) {
    return switch (here) {
      case null -> false;
      case String text -> text.contains(String.valueOf(value));
      case List<?> list when list.contains(value) -> true;
      default -> value instanceof String text && Json.write(here).contains(text);
    };
  }

  private static int size(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case String s -> s.length();
      case List<?> list -> list.size();
      case ObjectTree tree -> tree.size();
      default -> 1;
    };
  }
}
