package io.syncline.workloads.schedule;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How each node answers a pod.
 *
 * @param fitting nodes that suit
 * @param lacking what stands in the way on the others, by node name; removing pods may help
 * @param hopeless what stands in the way on the rest; no removal helps
 */
record Suitability(
    List<Manifest> fitting, Map<String, List<String>> lacking, Map<String, String> hopeless) {
  Suitability {
    fitting = List.copyOf(fitting);
  }

  static Suitability of(Manifest pod, Neighbours neighbours, View view) {
    var fitting = new ArrayList<Manifest>();
    var lacking = new LinkedHashMap<String, List<String>>();
    var hopeless = new LinkedHashMap<String, String>();
    for (var node : view.in(Kind.NODE, "")) {
      var obstacle = NodeFit.obstacle(pod, node);
      if (obstacle.isPresent()) {
        hopeless.put(node.name(), obstacle.get());
        continue;
      }
      var load = view.load(node.name()).plus(reserved(pod, node.name(), view), 1);
      var reasons = reasons(pod, node, load, neighbours);
      if (reasons.isEmpty()) {
        fitting.add(node);
      } else {
        lacking.put(node.name(), reasons);
      }
    }
    return new Suitability(fitting, lacking, hopeless);
  }

  /** Why a node with {@code load} does not take the pod; the first rule that fails speaks. */
  static List<String> reasons(
      Manifest pod, Manifest node, View.NodeLoad load, Neighbours neighbours) {
    var obstacle = neighbours.obstacle(node);
    if (obstacle.filter(o -> o.contains("free ports")).isPresent()) {
      return List.of(obstacle.get());
    }
    var shortage = NodeFit.shortage(pod, node, load);
    return shortage.isEmpty() ? obstacle.stream().toList() : shortage;
  }

  /** The room on {@code node} that is being made for other pods no weaker than {@code pod}. */
  static View.NodeLoad reserved(Manifest pod, String node, View view) {
    var sum = View.NodeLoad.NONE;
    for (var other : view.nominated()) {
      if (!other.uid().equals(pod.uid())
          && other.text("status", "nominatedNodeName").equals(node)
          && priority(other) >= priority(pod)) {
        sum = sum.plus(Pods.requests(other), 1);
      }
    }
    return sum;
  }

  static long priority(Manifest pod) {
    return Tree.number(pod.root(), 0, "spec", "priority");
  }

  /** The refusal as a scheduler words it, without its sentence on preemption. */
  String text() {
    var reasons = new ArrayList<String>(hopeless.values());
    lacking.values().forEach(reasons::addAll);
    return sentence(fitting.size() + lacking.size() + hopeless.size(), reasons);
  }

  /** {@code 0/3 nodes are available: 1 this, 2 that.} */
  static String sentence(int nodes, List<String> reasons) {
    var counted =
        reasons.stream()
            .collect(Collectors.groupingBy(r -> r, Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
    return "0/%d nodes are available:%s"
        .formatted(nodes, counted.isEmpty() ? "" : " " + counted + ".");
  }
}
