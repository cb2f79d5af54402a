package io.syncline.workloads.schedule;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import io.syncline.workloads.node.Taints;
import java.util.Comparator;
import java.util.List;

/** Which of the nodes that suit a pod suits it best. */
final class Ranking {
  /** What a preference of the node against a pod, or a step of skew, weighs. */
  private static final long DISLIKE = 10;

  private Ranking() {}

  /**
   * Declared preferences first; then fewest pods, then least CPU; among equals by the pod's uid, so
   * that pods spread.
   */
  static String best(Manifest pod, List<Manifest> nodes, Neighbours neighbours, View view) {
    return nodes.stream()
        .min(
            Comparator.comparingLong((Manifest n) -> -score(pod, n, neighbours))
                .thenComparingInt(n -> view.load(n.name()).pods())
                .thenComparingLong(n -> view.load(n.name()).milliCpu())
                .thenComparingLong(n -> Template.hash64(pod.uid() + n.name())))
        .orElseThrow()
        .name();
  }

  private static long score(Manifest pod, Manifest node, Neighbours neighbours) {
    var score = 0L;
    for (var wish : Tree.items(pod.at("spec", "affinity", "nodeAffinity", Neighbours.PREFERRED))) {
      var term = Tree.at(wish, "preference");
      if (term != null && NodeFit.term(term, node, node.labels())) {
        score += Tree.number(wish, 0, "weight");
      }
    }
    for (var taint : Taints.of(node)) {
      if (Tree.text(taint, "effect").equals("PreferNoSchedule")
          && !Taints.tolerates(pod.at("spec"), taint)) {
        score -= DISLIKE;
      }
    }
    score += wishes(pod, node, neighbours, "podAffinity");
    score -= wishes(pod, node, neighbours, "podAntiAffinity");
    for (var constraint : neighbours.constraints("ScheduleAnyway")) {
      var domain = node.label(Tree.text(constraint, "topologyKey")).orElse("");
      score -= DISLIKE * Math.max(0, neighbours.skew(constraint, domain));
    }
    return score;
  }

  private static long wishes(Manifest pod, Manifest node, Neighbours neighbours, String kind) {
    var sum = 0L;
    for (var wish : Neighbours.preferred(pod, kind)) {
      if (neighbours.near(PodTerm.of(pod, Neighbours.term(wish)), node)) {
        sum += Tree.number(wish, 0, "weight");
      }
    }
    return sum;
  }
}
