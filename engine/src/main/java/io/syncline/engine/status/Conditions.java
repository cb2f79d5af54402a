package io.syncline.engine.status;

import io.syncline.model.status.Condition;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** {@code status.conditions} (semantics 2.2). */
public final class Conditions {
  private static final Comparator<ObjectTree> ORDER =
      Comparator.<ObjectTree, String>comparing(c -> Tree.text(c, "type"))
          .thenComparing(c -> Tree.text(c, "message"))
          .thenComparing(c -> Tree.text(c, "lastTransitionTime"));

  private static final int MOST = 100;
  private static final int MESSAGE = 8_000;

  private Conditions() {}

  /**
   * {@code stored} after an evaluator that owns the types {@code evaluated} found {@code found}:
   * its old conditions give way, those of others stay, and what was known keeps its time. No more
   * than a hundred are taken, and of long messages the start.
   */
  public static List<ObjectTree> merge(
      List<ObjectTree> stored, Collection<String> evaluated, List<Condition> found, Instant now) {
    var merged = new ArrayList<ObjectTree>();
    stored.stream().filter(c -> !evaluated.contains(Tree.text(c, "type"))).forEach(merged::add);
    var told = new LinkedHashSet<Condition>();
    found.stream().limit(MOST).map(Conditions::brief).forEach(told::add);
    for (var condition : told) {
      merged.add(
          stored.stream()
              .filter(c -> same(c, condition))
              .findFirst()
              .orElseGet(() -> write(condition, now)));
    }
    merged.sort(ORDER);
    return merged;
  }

  private static Condition brief(Condition found) {
    return new Condition(found.type(), StatusBounds.shortened(found.message(), MESSAGE));
  }

  private static boolean same(ObjectTree stored, Condition condition) {
    return Tree.text(stored, "type").equals(condition.type())
        && Tree.text(stored, "message").equals(condition.message());
  }

  private static ObjectTree write(Condition condition, Instant now) {
    return ObjectTree.of(
        "type", condition.type(),
        "message", condition.message(),
        "lastTransitionTime", Timestamps.write(now));
  }
}
