package io.syncline.workloads.policy;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.Share;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Counts how many pods of a disruption budget may be evicted. */
public record DisruptionController() implements Controller {
  /** An evicted pod that is still there after this time counts again. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(2);

  @Override
  public String component() {
    return "controllermanager";
  }

  @Override
  public Kind kind() {
    return Kind.DISRUPTION_BUDGET;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.POD);
  }

  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    var labels = changed.labels();
    return view.in(Kind.DISRUPTION_BUDGET, changed.namespace()).stream()
        .filter(b -> Selector.of(b.at("spec", "selector")).matches(labels))
        .map(b -> Key.of(Kind.DISRUPTION_BUDGET, b));
  }

  @Override
  public Decision decide(Manifest budget, View view, Instant now) {
    var selector = Selector.of(budget.at("spec", "selector"));
    var pods =
        view.pods(budget.namespace(), selector.labels()).stream()
            .filter(p -> selector.matches(p.labels()) && !Pods.finished(p))
            .toList();
    var disrupted = disrupted(budget, pods, now);
    var healthy =
        (int)
            pods.stream()
                .filter(p -> Pods.ready(p) && !p.deleting() && !disrupted.containsKey(p.name()))
                .count();
    var maximum = budget.at("spec", "maxUnavailable");
    var minimum = budget.at("spec", "minAvailable");
    // A percentage, and any maxUnavailable, is of what the pods' controllers want.
    var expected = maximum != null || minimum instanceof String ? wanted(pods, view) : pods.size();
    var desired =
        maximum != null
            ? Math.max(0, expected - Share.of(maximum, expected, true, 0))
            : Share.of(minimum, expected, true, 1);
    var allowed = expected == 0 ? 0 : Math.max(0, healthy - desired);
    var conditions =
        Conditions.of(budget.at("status"))
            .with(
                allowed > 0
                    ? Condition.yes("DisruptionAllowed", "SufficientPods", "")
                    : Condition.no("DisruptionAllowed", "InsufficientPods", ""),
                now);
    var stamped =
        conditions.items().stream()
            .map(c -> c.with("observedGeneration", budget.generation()))
            .map(c -> c.containsKey("message") ? c : c.with("message", ""))
            .toList();
    var status =
        ObjectTree.of(
            "observedGeneration", budget.generation(),
            "disruptionsAllowed", allowed,
            "currentHealthy", healthy,
            "desiredHealthy", desired,
            "expectedPods", expected,
            "conditions", stamped);
    var draft = new Decision.Draft();
    if (!disrupted.isEmpty()) {
      status = status.with("disruptedPods", disrupted);
      draft.wake(now.plus(FORGOTTEN));
    }
    if (pods.isEmpty() && !status.equals(budget.at("status"))) {
      draft.add(Write.Note.normal(budget, "NoPods", "No matching pods found"));
    }
    return draft.status(Kind.DISRUPTION_BUDGET, budget, status).done();
  }

  /** Pods that were evicted a moment ago, and of which nothing is to be seen yet. */
  private static ObjectTree disrupted(Manifest budget, List<Manifest> pods, Instant now) {
    var still = ObjectTree.EMPTY;
    var known = Tree.object(budget.at("status", "disruptedPods"));
    for (var pod : pods) {
      var since = Stamp.parse(Tree.text(known, pod.name()));
      if (!pod.deleting() && since.filter(t -> t.plus(FORGOTTEN).isAfter(now)).isPresent()) {
        still = still.with(pod.name(), Tree.text(known, pod.name()));
      }
    }
    return still;
  }

  /** The sum of what the controllers of {@code pods} want. */
  private static int wanted(List<Manifest> pods, View view) {
    var seen = new HashSet<String>();
    var sum = 0;
    for (var pod : pods) {
      var owner = owner(pod, view);
      // Those of a ReplicaSet belong to its Deployment, where both are of one budget.
      var top = owner.flatMap(o -> owner(o, view)).or(() -> owner);
      // Pods nobody controls are left out, as they have no number that is wanted.
      if (top.isPresent() && seen.add(top.get().uid())) {
        sum += (int) Tree.number(top.get().root(), 1, "spec", "replicas");
      }
    }
    return sum;
  }

  private static Optional<Manifest> owner(Manifest object, View view) {
    return Owners.controller(object)
        .flatMap(
            o ->
                Kind.of(Tree.text(o, "apiVersion"), Tree.text(o, "kind"))
                    .flatMap(k -> view.get(k, object.namespace(), Tree.text(o, "name"))));
  }
}
