package io.syncline.workloads.node;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a node: as its kubelet reports them, and as they are when it is silent. */
public final class NodeConditions {
  private static final List<List<String>> HEALTHY =
      List.of(
          List.of(
              "MemoryPressure",
              "False",
              "KubeletHasSufficientMemory",
              "kubelet has sufficient memory available (simulated)"),
          List.of(
              "DiskPressure",
              "False",
              "KubeletHasNoDiskPressure",
              "kubelet has no disk pressure (simulated)"),
          List.of(
              "PIDPressure",
              "False",
              "KubeletHasSufficientPID",
              "kubelet has sufficient PID available (simulated)"),
          List.of("Ready", "True", "KubeletReady", "kubelet is posting ready status (simulated)"));

  private NodeConditions() {}

  /** What a kubelet that is well reports. */
  public static List<Object> healthy(Manifest node, Instant now) {
    return Tree.list(HEALTHY.stream().map(c -> condition(node, c, now)).toList());
  }

  /** What a kubelet reports that does not call its node ready. */
  static List<Object> notReady(Manifest node, Instant now) {
    var text = "container runtime is down (simulated)";
    return Tree.list(
        HEALTHY.stream()
            .map(c -> c.getFirst().equals("Ready") ? ready("False", "KubeletNotReady", text) : c)
            .map(c -> condition(node, c, now))
            .toList());
  }

  /** What the node controller makes of a kubelet that is silent. */
  static List<Object> unknown(Manifest node, Instant now) {
    var text = "Kubelet stopped posting node status.";
    return Tree.list(
        HEALTHY.stream()
            .map(c -> List.of(c.getFirst(), "Unknown", "NodeStatusUnknown", text))
            .map(c -> condition(node, c, now))
            .toList());
  }

  private static List<String> ready(String status, String reason, String text) {
    return List.of("Ready", status, reason, text);
  }

  /** A condition; times stay when status, reason and message stay. */
  private static ObjectTree condition(Manifest node, List<String> wanted, Instant now) {
    var old = new ArrayList<ObjectTree>();
    for (var known : Tree.items(node.at("status", "conditions"))) {
      if (Tree.text(known, "type").equals(wanted.getFirst())) {
        old.add(Tree.object(known));
      }
    }
    var before = old.isEmpty() ? ObjectTree.EMPTY : old.getFirst();
    var sameStatus = Tree.text(before, "status").equals(wanted.get(1));
    var same =
        sameStatus
            && Tree.text(before, "reason").equals(wanted.get(2))
            && Tree.text(before, "message").equals(wanted.get(3));
    if (same) {
      return before;
    }
    // A silent kubelet sent its last heartbeat some time ago, and nobody knows a later one.
    var heartbeat = wanted.get(1).equals("Unknown") ? Tree.text(before, "lastHeartbeatTime") : "";
    var transition = sameStatus ? Tree.text(before, "lastTransitionTime") : "";
    return ObjectTree.of(
        "type",
        wanted.getFirst(),
        "status",
        wanted.get(1),
        "lastHeartbeatTime",
        heartbeat.isEmpty() ? Stamp.of(now) : heartbeat,
        "lastTransitionTime",
        transition.isEmpty() ? Stamp.of(now) : transition,
        "reason",
        wanted.get(2),
        "message",
        wanted.get(3));
  }
}
