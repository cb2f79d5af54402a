package io.syncline.merge.normal;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One default rule of the facts that sets values: where, under which condition, which. */
final class DefaultRule {
  /** A default that replaces another one must come before it. */
  static final Comparator<DefaultRule> ORDER =
      Comparator.comparing(rule -> !rule.when.equals("backoffLimitPerIndex set"));

  private final String version;
  private final String when;
  private final List<String> forEach;
  private final ObjectTree values;

  private DefaultRule(String version, String when, List<String> forEach, ObjectTree values) {
    this.version = version;
    this.when = when;
    this.forEach = forEach;
    this.values = values;
  }

  /** The rule of {@code source}; empty when it allocates, admits or computes. */
  static Optional<DefaultRule> of(ObjectTree source) {
    var values = Tree.object(source.get("set"));
    if (values.isEmpty() || Tree.flag(source, "admission") || Tree.flag(source, "allocate")) {
      return Optional.empty();
    }
    var forEach = Tree.text(source, "forEach");
    return Optional.of(
        new DefaultRule(
            Tree.text(source, "version"),
            Tree.text(source, "when"),
            forEach.isEmpty() ? List.of() : List.of(forEach.split("\\.")),
            values));
  }

  boolean fits(String apiVersion) {
    return version.isEmpty() || apiVersion.endsWith("/" + version);
  }

  /**
   * {@code object} after this rule.
   *
   * @param before the object before any rule
   */
  ObjectTree apply(ObjectTree object, ObjectTree before) {
    return DefaultCondition.holds(when, object, before) ? each(object, forEach) : object;
  }

  private ObjectTree each(ObjectTree object, List<String> path) {
    if (path.isEmpty()) {
      return fill(object);
    }
    var step = path.getFirst();
    var rest = path.subList(1, path.size());
    if (step.endsWith("[]")) {
      var name = step.substring(0, step.length() - 2);
      return object.get(name) instanceof List<?> items
          ? object.with(name, items(items, item -> each(item, rest)))
          : object;
    }
    return object.get(step) instanceof ObjectTree inner
        ? object.with(step, each(inner, rest))
        : object;
  }

  static List<Object> items(List<?> items, UnaryOperator<ObjectTree> change) {
    var changed = new ArrayList<@Nullable Object>(items.size());
    items.forEach(item -> changed.add(item instanceof ObjectTree tree ? change.apply(tree) : item));
    return Tree.list(changed);
  }

  private ObjectTree fill(ObjectTree object) {
    var result = object;
    for (var i = 0; i < values.size(); i++) {
      result = set(result, List.of(values.keyAt(i).split("\\.")), values.valueAt(i), object);
    }
    return result;
  }

  private static ObjectTree set(
      ObjectTree object, List<String> path, @Nullable Object value, ObjectTree siblings) {
    var key = path.getFirst();
    var known = object.get(key);
    if (path.size() > 1) {
      var inner = Tree.object(known);
      var filled = set(inner, path.subList(1, path.size()), value, siblings);
      return filled == inner ? object : object.with(key, filled);
    }
    if (known == null || isUnset(key, known)) {
      var wanted =
          value instanceof String text && text.startsWith("=")
              ? siblings.get(text.substring(1))
              : value;
      return wanted == null ? object : object.with(key, wanted);
    }
    if (known instanceof ObjectTree inner && value instanceof ObjectTree defaults) {
      for (var i = 0; i < defaults.size(); i++) {
        inner = set(inner, List.of(defaults.keyAt(i)), defaults.valueAt(i), inner);
      }
      return object.with(key, inner);
    }
    return object;
  }

  /** Fields that are always printed hold their zero value when nobody set them. */
  private static boolean isUnset(String key, Object value) {
    return switch (key) {
      case "targetPort" -> value.equals(0L) || value.equals("");
      case "apiGroup", "strategy" -> value.equals("");
      case "matchingPrecedence" -> value.equals(0L);
      default -> false;
    };
  }
}
