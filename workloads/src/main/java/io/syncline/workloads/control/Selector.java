package io.syncline.workloads.control;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A label selector.
 *
 * @param labels labels that must be there with these values
 * @param terms further demands on labels
 */
public record Selector(Map<String, String> labels, List<Term> terms) {
  /** Copies the collections. */
  public Selector {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    terms = List.copyOf(terms);
  }

  /**
   * One demand.
   *
   * @param key label
   * @param operator {@code In}, {@code NotIn}, {@code Exists}, {@code DoesNotExist}, {@code Gt} or
   *     {@code Lt}
   * @param values values it speaks of
   */
  public record Term(String key, String operator, List<String> values) {
    /** Copies the list. */
    public Term {
      values = List.copyOf(values);
    }

    /** The demand in {@code tree}. */
    public static Term of(ObjectTree tree) {
      return new Term(
          Tree.text(tree, "key"),
          Tree.text(tree, "operator"),
          Tree.items(Tree.at(tree, "values")).stream().map(String::valueOf).toList());
    }

    /** Whether {@code labels} meet it. */
    public boolean matches(Map<String, String> labels) {
      var value = labels.getOrDefault(key, "");
      var present = labels.containsKey(key);
      return switch (operator) {
        case "In" -> present && values.contains(value);
        case "NotIn" -> !present || !values.contains(value);
        case "Exists" -> present;
        case "DoesNotExist" -> !present;
        case "Gt" -> present && compare(value) > 0;
        case "Lt" -> present && compare(value) < 0;
        default -> false;
      };
    }

    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  /** The selector in a {@code LabelSelector} value. */
  public static Selector of(@Nullable Object tree) {
    return new Selector(
        strings(Tree.at(tree, "matchLabels")),
        Tree.items(Tree.at(tree, "matchExpressions")).stream()
            .map(term -> Term.of(Tree.object(term)))
            .toList());
  }

  /** The string entries of an object. */
  public static Map<String, String> strings(@Nullable Object tree) {
    var map = new LinkedHashMap<String, String>();
    Tree.object(tree)
        .forEach(
            (key, value) -> {
              if (value instanceof String text) {
                map.put(key, text);
              }
            });
    return map;
  }

  /** Whether {@code candidate} labels match. */
  public boolean matches(Map<String, String> candidate) {
    return labels.entrySet().stream().allMatch(e -> e.getValue().equals(candidate.get(e.getKey())))
        && terms.stream().allMatch(t -> t.matches(candidate));
  }

  /** Whether it asks for nothing. */
  public boolean isEmpty() {
    return labels.isEmpty() && terms.isEmpty();
  }
}
