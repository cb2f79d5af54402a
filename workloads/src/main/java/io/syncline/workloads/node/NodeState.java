package io.syncline.workloads.node;

import io.syncline.model.object.Manifest;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import java.time.Instant;
import java.util.Optional;

/** What a simulated node is told to suffer, read from its annotations. */
public final class NodeState {
  /** The annotation that takes a node down: {@code "true"}, or since when. */
  public static final String DOWN = "sim.syncline.io/down";

  /** The annotation by which a node's own kubelet calls it not ready, with {@code "true"}. */
  public static final String NOT_READY = "sim.syncline.io/not-ready";

  /** The label of nodes on which nothing runs. */
  public static final String SIMULATED = "sim";

  private NodeState() {}

  /** Whether {@code node} is one of the simulation's own. */
  public static boolean simulated(Manifest node) {
    return node.label(SIMULATED).filter("true"::equals).isPresent();
  }

  /** Whether {@code node} is cut off: it neither reports nor runs nor ends anything. */
  public static boolean down(Manifest node) {
    return node.annotation(DOWN).filter(v -> !v.equals("false")).isPresent();
  }

  /** Since when it is cut off; empty while that is not written yet. */
  static Optional<Instant> downSince(Manifest node) {
    return node.annotation(DOWN).flatMap(Stamp::parse);
  }

  /** Whether the node that {@code pod} is bound to is cut off. */
  public static boolean cutOff(Manifest pod, View view) {
    var node = pod.text("spec", "nodeName");
    return !node.isEmpty() && view.get(Kind.NODE, "", node).filter(NodeState::down).isPresent();
  }
}
