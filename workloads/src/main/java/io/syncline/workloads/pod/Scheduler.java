package io.syncline.workloads.pod;

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
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Binds pods to the simulated nodes that fit them, the least loaded first.
 *
 * @param pace how fast simulated time passes
 */
public record Scheduler(Pace pace) implements Controller {
  private static final Duration RETRY = Duration.ofSeconds(5);

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
    return Set.of(Kind.VOLUME_CLAIM);
  }

  /** Pods that wait for this claim. */
  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    return view.in(Kind.POD, changed.namespace()).stream()
        .filter(p -> p.text("spec", "nodeName").isEmpty())
        .filter(p -> claims(p).contains(changed.name()))
        .map(p -> Key.of(Kind.POD, p));
  }

  @Override
  public Decision decide(Manifest pod, View view, Instant now) {
    if (!pod.text("spec", "nodeName").isEmpty() || pod.deleting() || Pods.finished(pod)) {
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
    var nodes = view.in(Kind.NODE, "");
    if (claim.isPresent()) {
      var text =
          "0/%d nodes are available: %s. preemption: 0/%d nodes are available: %d Preemption is not helpful for scheduling."
              .formatted(nodes.size(), claim.get(), nodes.size(), nodes.size());
      return refuse(draft, pod, "Unschedulable", text, now);
    }
    var problems = new LinkedHashMap<String, Integer>();
    var fitting = new ArrayList<Manifest>();
    for (var node : nodes) {
      var problem = NodeFit.problem(pod, node, view.load(node.name()));
      problem.ifPresentOrElse(p -> problems.merge(p, 1, Integer::sum), () -> fitting.add(node));
    }
    if (fitting.isEmpty()) {
      var why =
          problems.entrySet().stream()
              .map(e -> e.getValue() + " " + e.getKey())
              .collect(Collectors.joining(", "));
      var text =
          "0/%d nodes are available: %s.".formatted(nodes.size(), why.isEmpty() ? "no nodes" : why);
      return refuse(draft, pod, "Unschedulable", text, now);
    }
    return bind(draft, pod, choose(pod, fitting, view), now);
  }

  private static Decision bind(Decision.Draft draft, Manifest pod, String node, Instant now) {
    var bound =
        pod.with(node, "spec", "nodeName")
            .with(Stamp.precise(now), "metadata", "annotations", Kubelet.BOUND_AT);
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
      var status = Tree.object(pod.at("status")).with("conditions", changed.tree());
      status = status.containsKey("phase") ? status : status.with("phase", "Pending");
      draft.status(Kind.POD, pod, status.with("qosClass", PodStatus.qosClass(pod)));
      if (!reason.equals("SchedulingGated")) {
        draft.add(Note.warning(pod, "FailedScheduling", text));
      }
    }
    return draft.wake(now.plus(pace.of(RETRY))).done();
  }

  /** Fewest pods, then least CPU; among equals by the pod's uid, so that pods spread. */
  private static String choose(Manifest pod, List<Manifest> nodes, View view) {
    return nodes.stream()
        .min(
            Comparator.comparingInt((Manifest n) -> view.load(n.name()).pods())
                .thenComparingLong(n -> view.load(n.name()).milliCpu())
                .thenComparingLong(n -> Template.hash64(pod.uid() + n.name())))
        .orElseThrow()
        .name();
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
