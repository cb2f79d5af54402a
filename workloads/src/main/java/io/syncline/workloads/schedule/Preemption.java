package io.syncline.workloads.schedule;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Weaker pods that could make room for a pod.
 *
 * @param node where
 * @param victims the pods that would go, strongest first
 * @param guarded how many of them a disruption budget would keep
 */
record Preemption(String node, List<Manifest> victims, long guarded) {
  /** Least harm first: budgets kept, weak victims, few of them. */
  private static final Comparator<Preemption> LEAST_HARM =
      Comparator.comparingLong((Preemption p) -> p.guarded())
          .thenComparingLong(p -> Suitability.priority(p.victims().getFirst()))
          .thenComparingLong(p -> p.victims().stream().mapToLong(Suitability::priority).sum())
          .thenComparingInt(p -> p.victims().size())
          .thenComparing(Preemption::node);

  Preemption {
    victims = List.copyOf(victims);
  }

  /** The least harmful one for {@code pod}. */
  static Optional<Preemption> of(
      Manifest pod, Suitability answers, Neighbours neighbours, View view) {
    var found = new ArrayList<Preemption>();
    // Whoever waits for others' sake needs the pods even where the rules above did not.
    var around =
        neighbours.placed().isEmpty()
            ? new Neighbours(pod, view.placed(), neighbours.nodes(), view)
            : neighbours;
    for (var name : answers.lacking().keySet()) {
      var node = neighbours.nodes().get(name);
      if (node != null) {
        on(pod, node, around, view).ifPresent(found::add);
      }
    }
    return found.stream().min(LEAST_HARM);
  }

  private static Optional<Preemption> on(
      Manifest pod, Manifest node, Neighbours around, View view) {
    var weaker =
        around.placed().stream()
            .filter(p -> p.text("spec", "nodeName").equals(node.name()))
            .filter(p -> Suitability.priority(p) < Suitability.priority(pod))
            .sorted(Comparator.comparingLong(Suitability::priority).reversed())
            .toList();
    var gone = new HashSet<String>();
    weaker.forEach(p -> gone.add(p.uid()));
    if (weaker.isEmpty() || !fits(pod, node, around, gone, view)) {
      return Optional.empty();
    }
    // The strongest are let off first, those under a budget before the others.
    var order = new ArrayList<>(weaker);
    order.sort(Comparator.comparing(p -> !kept(p, view)));
    for (var candidate : order) {
      gone.remove(candidate.uid());
      if (!fits(pod, node, around, gone, view)) {
        gone.add(candidate.uid());
      }
    }
    var victims = weaker.stream().filter(p -> gone.contains(p.uid())).toList();
    return victims.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Preemption(
                node.name(), victims, victims.stream().filter(p -> kept(p, view)).count()));
  }

  private static boolean fits(
      Manifest pod, Manifest node, Neighbours around, Set<String> gone, View view) {
    var load = view.load(node.name()).plus(Suitability.reserved(pod, node.name(), view), 1);
    for (var other : around.placed()) {
      if (gone.contains(other.uid())) {
        load = load.plus(Pods.requests(other), -1);
      }
    }
    return Suitability.reasons(pod, node, load, around.without(p -> gone.contains(p.uid())))
        .isEmpty();
  }

  private static boolean kept(Manifest pod, View view) {
    return view.in(Kind.DISRUPTION_BUDGET, pod.namespace()).stream()
        .filter(b -> Selector.of(b.at("spec", "selector")).matches(pod.labels()))
        .anyMatch(b -> Tree.number(b.root(), 0, "status", "disruptionsAllowed") <= 0);
  }

  /** What a scheduler says of preemption when it cannot help. */
  static String refusal(Suitability answers) {
    var total = answers.fitting().size() + answers.lacking().size() + answers.hopeless().size();
    var reasons = new ArrayList<String>();
    reasons.addAll(
        Collections.nCopies(
            answers.lacking().size(), "No preemption victims found for incoming pod"));
    reasons.addAll(
        Collections.nCopies(answers.hopeless().size(), "Preemption is not helpful for scheduling"));
    return "preemption: " + Suitability.sentence(total, reasons);
  }

  /** Whether pods that make room for {@code pod} are still on their way out. */
  static boolean underWay(Manifest pod, View view) {
    var node = pod.text("status", "nominatedNodeName");
    return !node.isEmpty()
        && view.placed().stream()
            .filter(p -> p.text("spec", "nodeName").equals(node))
            .filter(p -> Suitability.priority(p) < Suitability.priority(pod))
            .anyMatch(
                p ->
                    p.deleting()
                        && Conditions.of(p.at("status"))
                            .reason("DisruptionTarget")
                            .equals("PreemptionByScheduler"));
  }
}
