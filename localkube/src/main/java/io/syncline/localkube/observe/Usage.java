package io.syncline.localkube.observe;

import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * What pods and nodes seem to use at a moment. Nothing runs, so the figures are made up: a share of
 * the requests that goes up and down over ten minutes, the same for everyone who asks at the same
 * time. Every object says so in an annotation.
 */
public final class Usage {
  /** The annotation that marks made-up figures. */
  public static final String MARK = "sim/simulated";

  private static final long WINDOW = 15;
  private static final long PERIOD = 600;
  private static final BigDecimal CPU_UNASKED = new BigDecimal("0.05");
  private static final BigDecimal MEMORY_UNASKED = BigDecimal.valueOf(64L << 20);
  private static final BigDecimal NODE_CPU = new BigDecimal("0.12");
  private static final BigDecimal NODE_MEMORY = BigDecimal.valueOf(512L << 20);

  private Usage() {}

  /** Use of CPU in cores and of memory in bytes. */
  private record Amount(BigDecimal cores, BigDecimal bytes) {
    Amount plus(Amount other) {
      return new Amount(cores.add(other.cores), bytes.add(other.bytes));
    }

    ObjectTree tree() {
      return ObjectTree.of(
          "cpu",
          cores.movePointRight(9).toBigInteger() + "n",
          "memory",
          bytes.longValue() / 1024 + "Ki");
    }
  }

  /** Whether a pod uses anything. */
  public static boolean measured(ObjectTree pod) {
    return Tree.text(pod, "status", "phase").equals("Running") && !running(pod).isEmpty();
  }

  /** The PodMetrics of a pod that is measured. */
  public static ObjectTree pod(ObjectTree pod, Instant now) {
    var containers = new ArrayList<ObjectTree>();
    for (var container : running(pod)) {
      containers.add(
          ObjectTree.of(
              "name", Tree.text(container, "name"), "usage", amount(pod, container, now).tree()));
    }
    return metrics("PodMetrics", pod, now).with("containers", containers);
  }

  /** The NodeMetrics of a node on which {@code pods} run. */
  public static ObjectTree node(ObjectTree node, List<ObjectTree> pods, Instant now) {
    var sum = new Amount(NODE_CPU, NODE_MEMORY);
    for (var pod : pods) {
      for (var container : running(pod)) {
        sum = sum.plus(amount(pod, container, now));
      }
    }
    return metrics("NodeMetrics", node, now).with("usage", sum.tree());
  }

  private static ObjectTree metrics(String kind, ObjectTree of, Instant now) {
    var time =
        DateTimeFormatter.ISO_INSTANT.format(
            Instant.ofEpochSecond(now.getEpochSecond() / WINDOW * WINDOW));
    var metadata = ObjectTree.of("name", Tree.text(of, "metadata", "name"));
    var namespace = Tree.text(of, "metadata", "namespace");
    metadata = namespace.isEmpty() ? metadata : metadata.with("namespace", namespace);
    metadata = metadata.with("creationTimestamp", time);
    var labels = Tree.at(of, "metadata", "labels");
    metadata = labels == null ? metadata : metadata.with("labels", labels);
    metadata = metadata.with("annotations", ObjectTree.of(MARK, "true"));
    return ObjectTree.of(
        "kind", kind,
        "apiVersion", "metrics.k8s.io/v1beta1",
        "metadata", metadata,
        "timestamp", time,
        "window", WINDOW + "s");
  }

  private static List<ObjectTree> running(ObjectTree pod) {
    var statuses = Tree.items(Tree.at(pod, "status", "containerStatuses"));
    return Tree.items(Tree.at(pod, "spec", "containers")).stream()
        .filter(
            container ->
                statuses.stream()
                    .anyMatch(
                        s ->
                            Tree.text(s, "name").equals(Tree.text(container, "name"))
                                && Tree.at(s, "state", "running") != null))
        .map(Tree::object)
        .toList();
  }

  private static Amount amount(ObjectTree pod, ObjectTree container, Instant now) {
    var who = Tree.text(pod, "metadata", "uid") + Tree.text(container, "name");
    return new Amount(
        asked(container, "cpu", CPU_UNASKED).multiply(share(who, now)),
        asked(container, "memory", MEMORY_UNASKED).multiply(share(who + "m", now)));
  }

  private static BigDecimal asked(ObjectTree container, String what, BigDecimal otherwise) {
    return Quantity.of(Tree.text(container, "resources", "requests", what))
        .map(Quantity::amount)
        .orElse(otherwise);
  }

  /** Between a fifth and four fifths. */
  private static BigDecimal share(String who, Instant now) {
    var step = now.getEpochSecond() / WINDOW * WINDOW + Math.floorMod(who.hashCode(), PERIOD);
    var wave = Math.sin(2 * Math.PI * Math.floorMod(step, PERIOD) / PERIOD);
    return BigDecimal.valueOf(Math.round(500 + 300 * wave), 3);
  }
}
