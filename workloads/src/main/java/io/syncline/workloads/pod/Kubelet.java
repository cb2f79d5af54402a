package io.syncline.workloads.pod;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import io.syncline.workloads.node.NodeState;
import io.syncline.workloads.schedule.Scheduler;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets bound pods live and die without running anything.
 *
 * @param pace how fast simulated time passes
 */
public record Kubelet(Pace pace) implements Controller {
  @Override
  public String manager() {
    return "kubelet";
  }

  @Override
  public String component() {
    return "simulated-kubelet";
  }

  @Override
  public Kind kind() {
    return Kind.POD;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.NODE);
  }

  /** The pods on a node that may have come back. */
  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    return view.everywhere(Kind.POD).stream()
        .filter(p -> p.text("spec", "nodeName").equals(changed.name()))
        .map(p -> Key.of(Kind.POD, p));
  }

  @Override
  public Decision decide(Manifest pod, View view, Instant now) {
    if (NodeState.cutOff(pod, view)) {
      return Decision.NOTHING;
    }
    if (pod.deleting()) {
      return stop(pod, view, now);
    }
    if (pod.text("spec", "nodeName").isEmpty() || Pods.finished(pod)) {
      return Decision.NOTHING;
    }
    var bound = boundAt(pod, now);
    var draft = new Decision.Draft();
    var deadline = deadline(pod, bound);
    if (deadline.isPresent() && !now.isBefore(deadline.get())) {
      return draft.status(Kind.POD, pod, overdue(pod)).done();
    }
    var life = PodLife.at(pod, bound, view, now, pace);
    var status = PodStatus.of(pod, life, view, now);
    if (!status.equals(pod.at("status"))) {
      draft.status(Kind.POD, pod, status);
      PodEvents.add(draft, pod, life);
    }
    return draft.wake(life.next()).wake(deadline).done();
  }

  private Decision stop(Manifest pod, View view, Instant now) {
    var draft = new Decision.Draft();
    // Grace 0 was already asked for: what holds the pod now is a finalizer.
    if (Tree.number(pod.root(), -1, "metadata", "deletionGracePeriodSeconds") == 0) {
      return Pods.finished(pod) || pod.finalizers().isEmpty()
          ? Decision.NOTHING
          : draft.status(Kind.POD, pod, Ending.killed(pod, now)).done();
    }
    var due = view.deletingSince(pod.uid()).orElse(now).plus(pace.of(Ending.span(pod)));
    if (now.isBefore(due) && !pod.text("spec", "nodeName").isEmpty() && !Pods.finished(pod)) {
      return draft.wake(due).done();
    }
    if (!Pods.finished(pod) && !pod.finalizers().isEmpty()) {
      draft.status(Kind.POD, pod, Ending.killed(pod, now));
    }
    draft.add(new Write.Delete(Kind.POD, pod, 0, Optional.empty()));
    PodEvents.killing(pod).forEach(draft::add);
    return draft.done();
  }

  private static Instant boundAt(Manifest pod, Instant now) {
    return pod.annotation(Scheduler.BOUND_AT)
        .flatMap(Stamp::parse)
        .or(() -> Stamp.parse(pod.text("status", "startTime")))
        .orElse(now);
  }

  private Optional<Instant> deadline(Manifest pod, Instant bound) {
    var seconds = Tree.number(pod.root(), 0, "spec", "activeDeadlineSeconds");
    return seconds > 0 ? Optional.of(bound.plus(pace.seconds(seconds))) : Optional.empty();
  }

  private static ObjectTree overdue(Manifest pod) {
    return Tree.object(pod.at("status"))
        .with("phase", "Failed")
        .with("reason", "DeadlineExceeded")
        .with("message", "Pod was active on the node longer than the specified deadline");
  }
}
