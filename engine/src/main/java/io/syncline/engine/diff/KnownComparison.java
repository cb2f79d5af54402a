package io.syncline.engine.diff;

import io.syncline.engine.target.Target;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A comparison with what it was made from, so that the next one judges only what is another: of
 * objects that are the same on both sides, by the same rules, the same is true.
 *
 * @param target what was wanted
 * @param live what there was
 * @param rules how it was compared
 * @param comparison what came out
 */
public record KnownComparison(
    Target target, LiveState live, DiffRules rules, Comparison comparison) {
  /** A comparison from nothing. */
  public static KnownComparison of(Target target, LiveState live, DiffRules rules) {
    return new KnownComparison(target, live, rules, Comparison.compare(target, live, rules));
  }

  /** The comparison of what is now, where this one is what was known before. */
  public KnownComparison next(Target target, LiveState live, DiffRules rules) {
    if (!this.rules.equals(rules)) {
      return of(target, live, rules);
    }
    if (same(target) && same(live)) {
      return new KnownComparison(target, live, rules, comparison);
    }
    Map<ObjectKey, Difference> known = HashMap.newHashMap(comparison.differences().size());
    comparison.differences().forEach(d -> known.put(d.key(), d));
    return new KnownComparison(target, live, rules, Comparison.compare(target, live, rules, known));
  }

  private boolean same(Target now) {
    if (target == now) {
      return true;
    }
    var before = target.manifests();
    var after = now.manifests();
    if (before.size() != after.size()) {
      return false;
    }
    for (var i = 0; i < before.size(); i++) {
      if (before.get(i).root() != after.get(i).root()) {
        return false;
      }
    }
    return true;
  }

  private boolean same(LiveState now) {
    if (live == now) {
      return true;
    }
    if (live.objects().size() != now.objects().size()) {
      return false;
    }
    var before = live.objects().entrySet().iterator();
    for (var after : now.objects().entrySet()) {
      var one = before.next();
      if (!one.getKey().equals(after.getKey()) || !same(one.getValue(), after.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Whether two live objects with one key are one object in one state. */
  private static boolean same(Manifest before, Manifest after) {
    return before.root() == after.root()
        || (!before.resourceVersion().isEmpty()
            && before.resourceVersion().equals(after.resourceVersion())
            && before.uid().equals(after.uid())
            && before.apiVersion().equals(after.apiVersion()));
  }

  /** Whether {@code known} is what comparing {@code target} with {@code live} would come to. */
  static boolean stands(Difference known, Optional<Manifest> target, Optional<Manifest> live) {
    return known.target().equals(target)
        && known.live().isPresent() == live.isPresent()
        && (live.isEmpty() || same(known.live().get(), live.get()));
  }
}
