package io.syncline.workloads.schedule;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Binds pods to the simulated nodes that fit them, the least loaded first.
 *
 * @param pace how fast simulated time passes
 */
public record Scheduler(Pace pace) implements Controller {
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** How often a pod looks whether the room made for it is there. */
  private static final Duration ROOM = Duration.ofMillis(100);

  /** The annotation that holds when a pod was bound to its node, to the millisecond. */
  public static final String BOUND_AT = "sim.syncline.io/bound-at";

  @Override
  public String manager() {
    return "kube-scheduler";
  }

  @Override
  public String component() {
    return "default-scheduler";
  }

  @Override
  public Kind kind() {
    return Kind.POD;
  }

  /** Else pods that come together would all find the same node empty. */
  @Override
  public boolean oneAtATime() {
    return true;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.VOLUME_CLAIM, Kind.NODE);
  }

  /** Pods that wait for this claim, or for a node that suits. */
  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    if (kind == Kind.NODE) {
      return view.everywhere(Kind.POD).stream()
          .filter(p -> p.text("spec", "nodeName").isEmpty())
          .map(p -> Key.of(Kind.POD, p));
    }
    return view.in(Kind.POD, changed.namespace()).stream()
        .filter(p -> p.text("spec", "nodeName").isEmpty())
        .filter(p -> claims(p).contains(changed.name()))
        .map(p -> Key.of(Kind.POD, p));
  }

  @Override
  public Decision decide(Manifest pod, View view, Instant now) {
    if (!pod.text("spec", "nodeName").isEmpty()
        || pod.deleting()
        || Pods.finished(pod)
        || !mine(pod)) {
      return Decision.NOTHING;
    }
    var draft = new Decision.Draft();
    if (!Tree.items(pod.at("spec", "schedulingGates")).isEmpty()) {
      return refuse(
          draft,
          pod,
          "SchedulingGated",
          "Scheduling is blocked due to non-empty scheduling gates",
          now);
    }
    var claim = claimProblem(pod, view);
    if (claim.isPresent()) {
      var nodes = view.in(Kind.NODE, "").size();
      var text =
          "0/%d nodes are available: %s. preemption: %s"
              .formatted(
                  nodes,
                  claim.get(),
                  Suitability.sentence(
                      nodes,
                      Collections.nCopies(nodes, "Preemption is not helpful for scheduling")));
      return refuse(draft, pod, "Unschedulable", text, now);
    }
    var neighbours = Neighbours.of(pod, view);
    var answers = Suitability.of(pod, neighbours, view);
    if (answers.fitting().isEmpty()) {
      return squeeze(draft, pod, answers, neighbours, view, now);
    }
    var nominated = pod.text("status", "nominatedNodeName");
    var node =
        answers.fitting().stream().anyMatch(n -> n.name().equals(nominated))
            ? nominated
            : Ranking.best(pod, answers.fitting(), neighbours, view);
    return bind(draft, pod, node, now);
  }

  private static boolean mine(Manifest pod) {
    var scheduler = pod.text("spec", "schedulerName");
    return scheduler.isEmpty() || scheduler.equals("default-scheduler");
  }

  /** No node has room: weaker pods are pushed aside, or the pod waits. */
  private Decision squeeze(
      Decision.Draft draft,
      Manifest pod,
      Suitability answers,
      Neighbours neighbours,
      View view,
      Instant now) {
    if (Preemption.underWay(pod, view)) {
      return draft.wake(now.plus(pace.of(ROOM))).done();
    }
    if (pod.text("spec", "preemptionPolicy").equals("Never")) {
      return refuse(
          draft,
          pod,
          "Unschedulable",
          answers.text() + " preemption: not eligible due to preemptionPolicy=Never.",
          now);
    }
    var preemption = Preemption.of(pod, answers, neighbours, view);
    if (preemption.isEmpty()) {
      var text = answers.text() + " " + Preemption.refusal(answers);
      return refuse(draft, pod, "Unschedulable", text, now);
    }
    var node = preemption.get().node();
    var text = answers.text();
    var conditions =
        Conditions.of(pod.at("status"))
            .with(Condition.no("PodScheduled", "Unschedulable", text), now);
    draft.status(
        Kind.POD,
        pod,
        Tree.object(pod.at("status"))
            .with("conditions", conditions.tree())
            .with("nominatedNodeName", node));
    draft.add(Note.warning(pod, "FailedScheduling", text));
    preemption.get().victims().forEach(victim -> push(draft, pod, victim, node, now));
    return draft.wake(now.plus(pace.of(ROOM))).done();
  }

  private static void push(
      Decision.Draft draft, Manifest pod, Manifest victim, String node, Instant now) {
    if (victim.deleting()) {
      return;
    }
    var conditions =
        Conditions.of(victim.at("status"))
            .with(
                Condition.yes(
                    "DisruptionTarget",
                    "PreemptionByScheduler",
                    "default-scheduler: preempting to accommodate a higher priority pod"),
                now);
    draft.status(
        Kind.POD, victim, Tree.object(victim.at("status")).with("conditions", conditions.tree()));
    draft.delete(Kind.POD, victim);
    draft.add(
        Note.normal(
            victim, "Preempted", "Preempted by pod %s on node %s".formatted(pod.uid(), node)));
  }

  private static Decision bind(Decision.Draft draft, Manifest pod, String node, Instant now) {
    var bound =
        pod.with(node, "spec", "nodeName")
            .with(Stamp.precise(now), "metadata", "annotations", BOUND_AT);
    return draft
        .update(Kind.POD, bound)
        .add(
            Note.normal(
                pod,
                "Scheduled",
                "Successfully assigned %s/%s to %s".formatted(pod.namespace(), pod.name(), node)))
        .done();
  }

  private Decision refuse(
      Decision.Draft draft, Manifest pod, String reason, String text, Instant now) {
    var conditions = Conditions.of(pod.at("status"));
    var changed = conditions.with(Condition.no("PodScheduled", reason, text), now);
    if (!changed.equals(conditions)) {
      var status =
          Tree.object(pod.at("status"))
              .with("conditions", changed.tree())
              .without("nominatedNodeName");
      status = status.containsKey("phase") ? status : status.with("phase", "Pending");
      draft.status(Kind.POD, pod, status);
      if (!reason.equals("SchedulingGated")) {
        draft.add(Note.warning(pod, "FailedScheduling", text));
      }
    }
    return draft.wake(now.plus(pace.of(RETRY))).done();
  }

  private static List<String> claims(Manifest pod) {
    return Tree.items(pod.at("spec", "volumes")).stream()
        .map(v -> Tree.text(v, "persistentVolumeClaim", "claimName"))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Optional<String> claimProblem(Manifest pod, View view) {
    for (var name : claims(pod)) {
      var claim = view.get(Kind.VOLUME_CLAIM, pod.namespace(), name);
      if (claim.isEmpty()) {
        return Optional.of("persistentvolumeclaim \"" + name + "\" not found");
      }
      if (claim.get().deleting()) {
        return Optional.of("persistentvolumeclaim \"" + name + "\" is being deleted");
      }
      var bound = claim.get().text("status", "phase").equals("Bound");
      if (!bound && !waitsForConsumer(claim.get(), view)) {
        return Optional.of("pod has unbound immediate PersistentVolumeClaims");
      }
    }
    return Optional.empty();
  }

  private static boolean waitsForConsumer(Manifest claim, View view) {
    return view.get(Kind.STORAGE_CLASS, "", claim.text("spec", "storageClassName"))
        .map(Manifest::root)
        .map((ObjectTree c) -> Tree.text(c, "volumeBindingMode"))
        .filter(mode -> mode.equals("WaitForFirstConsumer"))
        .isPresent();
  }
}
