package io.syncline.engine.diff;

import io.syncline.engine.annotations.Authorship;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Optional;

/** What client-side apply wrote last, as it remembers it on the object itself. */
final class LastApplied {
  private LastApplied() {}

  /** The configuration applied last; empty when nobody applied, or nobody can read it. */
  static Optional<Manifest> of(Manifest live) {
    return live.annotation(Authorship.LAST_APPLIED).flatMap(LastApplied::parse);
  }

  /** Whether {@code target} is known to be what was applied last, without reading it all. */
  static boolean is(Manifest live, Manifest target) {
    return live.annotation(Authorship.LAST_APPLIED)
        .filter(text -> Json.says(text, target.root()))
        .isPresent();
  }

  /**
   * The command that applies notes an empty map where there were no annotations. A target without
   * any does not take away those that others set.
   */
  private static Manifest withoutEmptyAnnotations(Manifest applied) {
    return Tree.object(applied.at("metadata", "annotations")).isEmpty()
        ? applied.without("metadata", "annotations")
        : applied;
  }

  private static Optional<Manifest> parse(String text) {
    try {
      return Json.parse(text) instanceof ObjectTree tree
          ? Optional.of(withoutEmptyAnnotations(new Manifest(tree)))
          : Optional.empty();
    } catch (Json.SyntaxException _) {
      return Optional.empty();
    }
  }
}
