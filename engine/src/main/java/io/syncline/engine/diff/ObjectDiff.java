package io.syncline.engine.diff;

import io.syncline.model.object.Manifest;
import java.util.Optional;

/** Compares the two sides of one object. */
final class ObjectDiff {
  private final DiffRules rules;

  ObjectDiff(DiffRules rules) {
    this.rules = rules;
  }

  /**
   * What came out.
   *
   * @param modified whether both sides differ
   * @param normalizedLive live made comparable
   * @param predictedLive live after applying the target
   */
  record Result(
      boolean modified, Optional<Manifest> normalizedLive, Optional<Manifest> predictedLive) {}

  Result compare(Optional<Manifest> target, Optional<Manifest> live) {
    if (target.isEmpty() || live.isEmpty()) {
      return new Result(target.isPresent() || live.isPresent(), live, target);
    }
    return new Result(
        !rules.ignores().isEmpty() || !target.equals(live), live, target);
  }
}
