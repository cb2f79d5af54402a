package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One entry of {@code status.conditions}; absent fields are "". */
record StatusCondition(String type, String status, String reason, String message) {
  static StatusCondition from(Object tree) {
    return new StatusCondition(
        Tree.text(tree, "type"),
        Tree.text(tree, "status"),
        Tree.text(tree, "reason"),
        Tree.text(tree, "message"));
  }

  /** All conditions of {@code live}, in their order. */
  static List<StatusCondition> all(Manifest live) {
    return Tree.items(live.at("status", "conditions")).stream().map(StatusCondition::from).toList();
  }

  /** The first condition of {@code type}. */
  static Optional<StatusCondition> find(Manifest live, String type) {
    return all(live).stream().filter(c -> c.type().equals(type)).findFirst();
  }

  /** The generations that conditions of {@code live}, or its status, say they are about. */
  static List<Long> observed(Manifest live) {
    return Stream.concat(
            Stream.of(Tree.object(live.at("status"))),
            Tree.items(live.at("status", "conditions")).stream())
        .map(part -> Tree.at(part, "observedGeneration"))
        .filter(Long.class::isInstance)
        .map(Long.class::cast)
        .toList();
  }

  boolean isTrue() {
    return status.equals("True");
  }

  boolean isFalse() {
    return status.equals("False");
  }
}
