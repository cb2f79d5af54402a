package io.syncline.workloads.node;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Deletes pods from nodes whose taints they do not tolerate, or no longer.
 *
 * @param pace how fast declared durations pass
 */
public record TaintEviction(Pace pace) implements Controller {
  @Override
  public String component() {
    return "taint-eviction-controller";
  }

  @Override
  public Kind kind() {
    return Kind.POD;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.NODE);
  }

  /** The pods on a node that does not let everything run. */
  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    if (Taints.of(changed).stream().noneMatch(t -> Tree.text(t, "effect").equals("NoExecute"))) {
      return Stream.empty();
    }
    return view.everywhere(Kind.POD).stream()
        .filter(p -> p.text("spec", "nodeName").equals(changed.name()))
        .map(p -> Key.of(Kind.POD, p));
  }

  @Override
  public Decision decide(Manifest pod, View view, Instant now) {
    var node = pod.text("spec", "nodeName");
    if (node.isEmpty() || pod.deleting() || Pods.finished(pod)) {
      return Decision.NOTHING;
    }
    var draft = new Decision.Draft();
    var leave = view.get(Kind.NODE, "", node).flatMap(n -> Taints.leave(pod, n, pace, now));
    if (leave.isEmpty()) {
      return draft.done();
    }
    if (now.isBefore(leave.get())) {
      return draft.wake(leave).done();
    }
    var conditions =
        Conditions.of(pod.at("status"))
            .with(
                Condition.yes(
                    "DisruptionTarget",
                    "DeletionByTaintManager",
                    "Taint manager: deleting due to NoExecute taint"),
                now);
    draft.status(
        Kind.POD, pod, Tree.object(pod.at("status")).with("conditions", conditions.tree()));
    draft.delete(Kind.POD, pod);
    return draft
        .add(
            Note.normal(
                pod,
                "TaintManagerEviction",
                "Marking for deletion Pod %s/%s".formatted(pod.namespace(), pod.name())))
        .done();
  }
}
