package io.syncline.merge.custom;

import io.syncline.lang.cel.Cel;
import io.syncline.lang.cel.CelException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of {@code x-kubernetes-validations}.
 *
 * @param source the expression as written
 * @param expression the expression, absent when it cannot be evaluated here
 * @param message what a broken rule says, "" for none
 * @param messageExpression makes the message
 * @param reason machine word of the cause
 * @param fieldPath relative place the cause names, "" for that of the rule
 * @param optionalOldSelf whether it is evaluated for new values too, with an optional old one
 */
record Rule(
    String source,
    Optional<Cel> expression,
    String message,
    Optional<Cel> messageExpression,
    String reason,
    String fieldPath,
    boolean optionalOldSelf) {

  static Rule of(ObjectTree rule) {
    var source = Tree.text(rule, "rule");
    return new Rule(
        source,
        parsed(source).filter(cel -> cel.unknown(QuantityFunctions.ALL).isEmpty()),
        Tree.text(rule, "message").strip(),
        parsed(Tree.text(rule, "messageExpression")),
        Tree.text(rule, "reason"),
        Tree.text(rule, "fieldPath"),
        Tree.flag(rule, "optionalOldSelf"));
  }

  private static Optional<Cel> parsed(String source) {
    try {
      return source.isBlank() ? Optional.empty() : Optional.of(Cel.parse(source));
    } catch (CelException _) {
      // The definition was refused, or is older than this check.
      return Optional.empty();
    }
  }

  /** Whether it compares with the value before. */
  boolean transition() {
    return expression.filter(cel -> cel.names("oldSelf")).isPresent();
  }

  /** Why the text is no expression. */
  static Optional<String> fault(String source) {
    try {
      Cel.parse(source);
      return Optional.empty();
    } catch (CelException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The fields it reads that {@code node} cannot have. */
  static List<String> undefined(String source, SchemaNode node, boolean root) {
    var undefined = new ArrayList<String>();
    for (var chain : Cel.parse(source).chains("self")) {
      var here = Optional.of(node);
      var top = root;
      for (var name : chain) {
        if (here.isEmpty()
            || !here.get().type.equals("object")
            || here.get().keepsUnknown()
            || here.get().embedded
            || (top && Set.of("apiVersion", "kind", "metadata").contains(name))
            || name.contains("__")) {
          break;
        }
        here = here.get().member(name);
        top = false;
        if (here.isEmpty()) {
          undefined.add(name);
        }
      }
    }
    return undefined.stream().distinct().toList();
  }

  /** What it needs that is not known here. */
  Optional<String> unknown(String path) {
    try {
      var unknown =
          source.isBlank() ? List.<String>of() : Cel.parse(source).unknown(QuantityFunctions.ALL);
      return unknown.isEmpty()
          ? Optional.empty()
          : Optional.of(
              path
                  + ": the rule is not evaluated by this server: function "
                  + String.join(", ", unknown)
                  + " is not known to it");
    } catch (CelException e) {
      return Optional.empty();
    }
  }
}
