package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the words of a real server show values that are neither texts nor numbers. */
public final class GoText {
  private GoText() {}

  /** Labels. */
  static String texts(ObjectTree map) {
    return map.isEmpty()
        ? "map[string]string(nil)"
        : map.keySet().stream()
            .sorted()
            .map(key -> Cause.quoted(key) + ":" + Cause.quoted(String.valueOf(map.get(key))))
            .collect(Collectors.joining(", ", "map[string]string{", "}"));
  }

  /** A list of texts. */
  public static String texts(List<Object> list) {
    return list.isEmpty()
        ? "[]string(nil)"
        : list.stream()
            .map(item -> Cause.quoted(String.valueOf(item)))
            .collect(Collectors.joining(", ", "[]string{", "}"));
  }

  /** A selector of labels. */
  static String selector(ObjectTree selector) {
    var expressions = Tree.items(selector.get("matchExpressions"));
    var shown =
        expressions.isEmpty()
            ? "[]v1.LabelSelectorRequirement(nil)"
            : expressions.stream()
                .map(GoText::requirement)
                .collect(Collectors.joining(", ", "[]v1.LabelSelectorRequirement{", "}"));
    return "v1.LabelSelector{MatchLabels:"
        + texts(Tree.object(selector.get("matchLabels")))
        + ", MatchExpressions:"
        + shown
        + "}";
  }

  private static String requirement(Object expression) {
    return "v1.LabelSelectorRequirement{Key:"
        + Cause.quoted(Tree.text(expression, "key"))
        + ", Operator:"
        + Cause.quoted(Tree.text(expression, "operator"))
        + ", Values:"
        + texts(Tree.items(Tree.at(expression, "values")))
        + "}";
  }

  /** A number or a share. */
  static String amountOrPercent(@Nullable Object value) {
    return value instanceof String text
        ? "intstr.IntOrString{Type:1, IntVal:0, StrVal:" + Cause.quoted(text) + "}"
        : "intstr.IntOrString{Type:0, IntVal:"
            + (value instanceof Number number ? number.longValue() : 0)
            + ", StrVal:\"\"}";
  }

  /** A value of {@code type} that is there or not, seen through a pointer. */
  static String pointer(String type, @Nullable Object value) {
    return "(*" + type + ")(" + (value == null ? "nil" : "0xc000000000") + ")";
  }
}
