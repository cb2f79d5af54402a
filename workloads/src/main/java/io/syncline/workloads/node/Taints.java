package io.syncline.workloads.node;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Taints of nodes and the tolerations of pods that answer them. */
public final class Taints {
  static final String NOT_READY = "node.kubernetes.io/not-ready";
  static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

  private Taints() {}

  /** The taints of {@code node}. */
  public static List<Object> of(Manifest node) {
    return Tree.items(node.at("spec", "taints"));
  }

  /** {@code taints} with those of {@code key} and {@code effect} present or absent. */
  static List<Object> set(
      List<Object> taints, String key, String effect, boolean present, Instant now) {
    var there = taints.stream().anyMatch(t -> is(t, key, effect));
    if (there == present) {
      return taints;
    }
    var copy = new ArrayList<>(taints);
    if (present) {
      copy.add(ObjectTree.of("key", key, "effect", effect, "timeAdded", Stamp.of(now)));
    } else {
      copy.removeIf(t -> is(t, key, effect));
    }
    return copy;
  }

  private static boolean is(Object taint, String key, String effect) {
    return Tree.text(taint, "key").equals(key) && Tree.text(taint, "effect").equals(effect);
  }

  /** Whether a pod spec tolerates {@code taint}. */
  public static boolean tolerates(@Nullable Object spec, Object taint) {
    return Tree.items(Tree.at(spec, "tolerations")).stream().anyMatch(t -> covers(t, taint));
  }

  private static boolean covers(Object toleration, Object taint) {
    var effect = Tree.text(toleration, "effect");
    var key = Tree.text(toleration, "key");
    var exists = Tree.text(toleration, "operator").equals("Exists");
    return (effect.isEmpty() || effect.equals(Tree.text(taint, "effect")))
        && (key.equals(Tree.text(taint, "key")) || (key.isEmpty() && exists))
        && (exists || Tree.text(toleration, "value").equals(Tree.text(taint, "value")));
  }

  /**
   * When a pod has to leave {@code node} because of taints that do not let it run; empty when it
   * may stay for ever.
   */
  static Optional<Instant> leave(Manifest pod, Manifest node, Pace pace, Instant now) {
    Optional<Instant> first = Optional.empty();
    for (var taint : of(node)) {
      if (!Tree.text(taint, "effect").equals("NoExecute")) {
        continue;
      }
      var added = Stamp.parse(Tree.text(taint, "timeAdded")).orElse(now);
      var covering =
          Tree.items(pod.at("spec", "tolerations")).stream().filter(t -> covers(t, taint)).toList();
      var seconds =
          covering.stream()
              .filter(t -> Tree.at(t, "tolerationSeconds") != null)
              .mapToLong(t -> Math.max(0, Tree.number(t, 0, "tolerationSeconds")))
              .min();
      if (covering.isEmpty() || seconds.isPresent()) {
        var due = added.plus(pace.seconds(seconds.orElse(0)));
        first = first.filter(f -> f.isBefore(due)).or(() -> Optional.of(due));
      }
    }
    return first;
  }
}
