package io.syncline.workloads.schedule;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Quantity;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.View;
import io.syncline.workloads.node.Taints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a node suits a pod: its labels, taints, conditions and room. */
public final class NodeFit {
  private static final ObjectTree CORDON =
      ObjectTree.of("key", "node.kubernetes.io/unschedulable", "effect", "NoSchedule");

  private NodeFit() {}

  /** Why {@code node} does not suit {@code pod}, however empty it is. */
  static Optional<String> obstacle(Manifest pod, Manifest node) {
    if (Tree.flag(node.root(), "spec", "unschedulable")
        && !Taints.tolerates(pod.at("spec"), CORDON)) {
      return Optional.of("node(s) were unschedulable");
    }
    var taint = intolerable(pod.at("spec"), node);
    if (taint.isPresent()) {
      return Optional.of("node(s) had untolerated taint {" + taint.get() + "}");
    }
    return matches(pod.at("spec"), node)
        ? Optional.empty()
        : Optional.of("node(s) didn't match Pod's node affinity/selector");
  }

  /**
   * Whether a pod of a daemon may run on {@code node}: pressure and cordons do not keep it away.
   */
  public static boolean admits(ObjectTree spec, Manifest node) {
    var rest =
        Tree.items(node.at("spec", "taints")).stream().filter(NodeFit::keepsDaemons).toList();
    return matches(spec, node) && intolerable(spec, node.with(rest, "spec", "taints")).isEmpty();
  }

  private static boolean keepsDaemons(Object taint) {
    return !Tree.text(taint, "key").startsWith("node.kubernetes.io/");
  }

  /** What {@code node}, already carrying {@code load}, has too little of for {@code pod}. */
  static List<String> shortage(Manifest pod, Manifest node, View.NodeLoad load) {
    var asked = load.plus(Pods.requests(pod), 1);
    var lacking = new ArrayList<String>();
    if (asked.pods() > Quantity.units(node.at("status", "allocatable", "pods"))) {
      lacking.add("Too many pods");
    }
    if (asked.milliCpu() > Quantity.thousandths(node.at("status", "allocatable", "cpu"))) {
      lacking.add("Insufficient cpu");
    }
    if (asked.memory() > Quantity.units(node.at("status", "allocatable", "memory"))) {
      lacking.add("Insufficient memory");
    }
    return lacking;
  }

  /** Whether the node selector and the required node affinity of a pod spec admit {@code node}. */
  public static boolean matches(@Nullable Object spec, Manifest node) {
    Map<String, String> labels = new HashMap<>(node.labels());
    var wanted = Selector.strings(Tree.at(spec, "nodeSelector"));
    if (!wanted.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())))) {
      return false;
    }
    var terms =
        Tree.items(
            Tree.at(
                spec,
                "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms"));
    return terms.isEmpty() || terms.stream().anyMatch(t -> term(t, node, labels));
  }

  static boolean term(Object term, Manifest node, Map<String, String> labels) {
    var fields = Map.of("metadata.name", node.name());
    // A term that asks for nothing admits nothing.
    var asks =
        !Tree.items(Tree.at(term, "matchExpressions")).isEmpty()
            || !Tree.items(Tree.at(term, "matchFields")).isEmpty();
    return asks
        && Tree.items(Tree.at(term, "matchExpressions")).stream()
            .allMatch(e -> Selector.Term.of(Tree.object(e)).matches(labels))
        && Tree.items(Tree.at(term, "matchFields")).stream()
            .allMatch(e -> Selector.Term.of(Tree.object(e)).matches(fields));
  }

  /** A taint of {@code node} that keeps the pod away, as {@code key: value}. */
  public static Optional<String> intolerable(@Nullable Object spec, Manifest node) {
    for (var taint : Tree.items(node.at("spec", "taints"))) {
      var effect = Tree.text(taint, "effect");
      if (!effect.equals("PreferNoSchedule") && !Taints.tolerates(spec, taint)) {
        return Optional.of(Tree.text(taint, "key") + ": " + Tree.text(taint, "value"));
      }
    }
    return Optional.empty();
  }
}
