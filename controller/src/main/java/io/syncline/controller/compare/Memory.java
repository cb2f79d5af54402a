package io.syncline.controller.compare;

import io.syncline.controller.control.AppKey;
import io.syncline.engine.diff.Comparison;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.diff.KnownComparison;
import io.syncline.engine.target.ResourceFilter;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.TargetRequest;
import io.syncline.engine.target.Tracking;
import io.syncline.kube.Discovery;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each application was compared to last: the next comparison makes anew only what changed
 * since. Safe for use by many threads; of two at a time one is forgotten.
 */
final class Memory {
  private final Map<AppKey, Prepared> targets = new ConcurrentHashMap<>();
  private final Map<AppKey, KnownComparison> comparisons = new ConcurrentHashMap<>();

  /**
   * What a target depends on beside the rendered manifests.
   *
   * @param instance name for tracking
   * @param tracking how ownership is written
   * @param namespace of the destination
   * @param filter kinds left out
   * @param discovery what the cluster serves
   */
  record Basis(
      String instance,
      Tracking tracking,
      String namespace,
      ResourceFilter filter,
      Discovery discovery) {}

  /** A target with what it was made from. */
  private record Prepared(Basis basis, List<Manifest> rendered, Target target) {
    boolean stands(Basis now, List<Manifest> manifests) {
      if (!basis.equals(now) || rendered.size() != manifests.size()) {
        return false;
      }
      for (var i = 0; i < manifests.size(); i++) {
        // Renders that are remembered hand out the same trees.
        if (rendered.get(i).root() != manifests.get(i).root()) {
          return false;
        }
      }
      return true;
    }
  }

  /** The target of {@code rendered}: the same object while nothing it depends on changes. */
  Target target(AppKey key, Basis basis, List<Manifest> rendered, TargetRequest request) {
    var known = targets.get(key);
    if (known != null && known.stands(basis, rendered)) {
      return known.target();
    }
    var made = Target.prepare(rendered, request);
    targets.put(key, new Prepared(basis, List.copyOf(rendered), made));
    return made;
  }

  /** How {@code target} compares with {@code live}. */
  Comparison compare(AppKey key, Target target, LiveState live, DiffRules rules) {
    var known = comparisons.get(key);
    var now =
        known == null ? KnownComparison.of(target, live, rules) : known.next(target, live, rules);
    comparisons.put(key, now);
    return now.comparison();
  }

  /** Nothing is kept of an application that is gone. */
  void forget(AppKey key) {
    targets.remove(key);
    comparisons.remove(key);
  }
}
