package io.syncline.workloads.node;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import io.syncline.workloads.control.Write.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cluster's side of a node: it notices silence, taints nodes that are not ready or cordoned,
 * and no longer counts on the pods of a silent node.
 *
 * @param pace how fast declared durations pass
 */
public record NodeMonitor(Pace pace) implements Controller {
  /** Silence of a node is noticed after this time. */
  static final Duration GRACE = Duration.ofSeconds(40);

  @Override
  public String component() {
    return "node-controller";
  }

  @Override
  public Kind kind() {
    return Kind.NODE;
  }

  @Override
  public Decision decide(Manifest node, View view, Instant now) {
    var draft = new Decision.Draft();
    if (node.deleting()) {
      return draft.done();
    }
    if (NodeState.down(node) && NodeState.downSince(node).isEmpty()) {
      return draft
          .update(Kind.NODE, node.with(Stamp.of(now), "metadata", "annotations", NodeState.DOWN))
          .done();
    }
    var seen = silence(draft, node, view, now);
    var ready =
        Conditions.of(seen.at("status")).get("Ready").map(c -> Tree.text(c, "status")).orElse("");
    var taints = Taints.of(node);
    for (var effect : List.of("NoSchedule", "NoExecute")) {
      taints = Taints.set(taints, Taints.NOT_READY, effect, ready.equals("False"), now);
      taints = Taints.set(taints, Taints.UNREACHABLE, effect, ready.equals("Unknown"), now);
    }
    var cordoned = Tree.flag(node.root(), "spec", "unschedulable");
    taints = Taints.set(taints, Taints.UNSCHEDULABLE, "NoSchedule", cordoned, now);
    if (!taints.equals(Taints.of(node))) {
      // The status went first, so this must not insist on the version before it.
      draft.update(
          Kind.NODE,
          (taints.isEmpty() ? node.without("spec", "taints") : node.with(taints, "spec", "taints"))
              .without("metadata", "resourceVersion"));
    }
    return draft.done();
  }

  /** Marks a node that was silent too long, and its pods; the node as it then is. */
  private Manifest silence(Decision.Draft draft, Manifest node, View view, Instant now) {
    var since = NodeState.downSince(node);
    if (!NodeState.down(node) || since.isEmpty()) {
      return node;
    }
    var due = since.get().plus(pace.of(GRACE));
    if (now.isBefore(due)) {
      draft.wake(due);
      return node;
    }
    var status =
        Tree.object(node.at("status")).with("conditions", NodeConditions.unknown(node, now));
    if (!status.equals(node.at("status"))) {
      draft.status(Kind.NODE, node, status);
      draft.add(
          Note.normal(
              node, "NodeNotReady", "Node %s status is now: NodeNotReady".formatted(node.name())));
    }
    for (var pod : on(node.name(), view)) {
      if (Pods.ready(pod)) {
        draft.status(Kind.POD, pod, unready(pod, now));
        draft.add(Note.warning(pod, "NodeNotReady", "Node is not ready"));
      }
    }
    return node.with(status, "status");
  }

  private static ObjectTree unready(Manifest pod, Instant now) {
    var conditions = new ArrayList<ObjectTree>();
    for (var condition : Conditions.of(pod.at("status")).items()) {
      conditions.add(
          Tree.text(condition, "type").equals("Ready")
              ? condition.with("status", "False").with("lastTransitionTime", Stamp.of(now))
              : condition);
    }
    return Tree.object(pod.at("status")).with("conditions", conditions);
  }

  private static List<Manifest> on(String node, View view) {
    return view.everywhere(Kind.POD).stream()
        .filter(p -> p.text("spec", "nodeName").equals(node))
        .toList();
  }

  /** Nobody is left to end the pods of a node that is gone. */
  @Override
  public Decision gone(Key key, View view, Instant now) {
    var draft = new Decision.Draft();
    for (var pod : on(key.name(), view)) {
      draft.add(new Write.Delete(Kind.POD, pod, 0, Optional.empty()));
    }
    return draft.done();
  }
}
