package io.syncline.workloads.batch;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The pods of one Job, counted. A finished pod counts from when it is seen; its finalizer keeps it
 * from vanishing before its uid is written in the Job's status, and its uid stays there until the
 * finalizer is gone, so that no pod is counted twice or not at all.
 *
 * @param job the job
 * @param all its pods, sorted by name
 */
record JobPods(Manifest job, List<Manifest> all) {
  static final String FINALIZER = "batch.kubernetes.io/job-tracking";
  static final String INDEX = "batch.kubernetes.io/job-completion-index";
  static final String INDEX_FAILURES = "batch.kubernetes.io/job-index-failure-count";

  JobPods {
    all = List.copyOf(all);
  }

  static JobPods of(Manifest job, View view) {
    return new JobPods(job, Owners.controlled(view, Kind.POD, job));
  }

  static boolean tracked(Manifest pod) {
    return pod.finalizers().contains(FINALIZER);
  }

  static Manifest untracked(Manifest pod) {
    var rest = pod.finalizers().stream().filter(f -> !f.equals(FINALIZER)).toList();
    return rest.isEmpty()
        ? pod.without("metadata", "finalizers")
        : pod.with(rest, "metadata", "finalizers");
  }

  boolean indexed() {
    return job.text("spec", "completionMode").equals("Indexed");
  }

  /** Whether each index has a limit of failures of its own. */
  boolean limitedPerIndex() {
    return indexed() && job.at("spec", "backoffLimitPerIndex") != null;
  }

  /** Whether a pod that is on its way out is replaced only once it has ended. */
  boolean replacesFailedOnly() {
    return job.text("spec", "podReplacementPolicy").equals("Failed") || FailurePolicy.isSet(job);
  }

  Optional<Integer> completions() {
    return job.at("spec", "completions") instanceof Number n
        ? Optional.of(n.intValue())
        : Optional.empty();
  }

  int parallelism() {
    return (int) Tree.number(job.root(), 1, "spec", "parallelism");
  }

  List<Manifest> active() {
    return all.stream().filter(Pods::active).toList();
  }

  int terminating() {
    return (int) all.stream().filter(p -> p.deleting() && !Pods.finished(p)).count();
  }

  static boolean succeeded(Manifest pod) {
    return Pods.phase(pod).equals("Succeeded");
  }

  /** Whether a pod counts as failed: it has ended badly, or will never end well. */
  boolean failed(Manifest pod) {
    return Pods.phase(pod).equals("Failed")
        || (!replacesFailedOnly() && pod.deleting() && !succeeded(pod));
  }

  /** The uids in the status that wait for the end of their finalizers. */
  Set<String> uncounted(String how) {
    var set = new HashSet<String>();
    Tree.items(job.at("status", "uncountedTerminatedPods", how))
        .forEach(uid -> set.add(String.valueOf(uid)));
    return set;
  }

  private boolean known(Manifest pod) {
    return uncounted("succeeded").contains(pod.uid()) || uncounted("failed").contains(pod.uid());
  }

  /** Finished pods that the status does not know yet and that count. */
  List<Manifest> freshlySucceeded() {
    return all.stream()
        .filter(p -> tracked(p) && succeeded(p) && !known(p))
        .filter(p -> !indexed() || index(p).isPresent())
        .toList();
  }

  List<Manifest> freshlyFailed() {
    return all.stream()
        .filter(p -> tracked(p) && failed(p) && !known(p) && !ignored(p))
        .filter(p -> !indexed() || index(p).isPresent())
        .toList();
  }

  boolean ignored(Manifest pod) {
    return FailurePolicy.of(job, pod).action().equals("Ignore");
  }

  int failures() {
    return (int) Tree.number(job.root(), 0, "status", "failed")
        + uncounted("failed").size()
        + freshlyFailed().size();
  }

  int successes() {
    return indexed()
        ? completed().size()
        : (int) Tree.number(job.root(), 0, "status", "succeeded")
            + uncounted("succeeded").size()
            + freshlySucceeded().size();
  }

  /** Restarts in pods that restart in place. */
  long restarts() {
    if (!job.text("spec", "template", "spec", "restartPolicy").equals("OnFailure")) {
      return 0;
    }
    return active().stream()
        .flatMap(
            p ->
                Stream.of("containerStatuses", "initContainerStatuses")
                    .flatMap(list -> Tree.items(p.at("status", list)).stream()))
        .mapToLong(s -> Tree.number(s, 0, "restartCount"))
        .sum();
  }

  Optional<Integer> index(Manifest pod) {
    return pod.annotation(INDEX)
        .filter(text -> text.matches("\\d{1,8}"))
        .map(Integer::parseInt)
        .filter(i -> i < completions().orElse(0));
  }

  /** The indexes that are known to be done. */
  NavigableSet<Integer> stored() {
    return Indexes.parse(job.text("status", "completedIndexes"), completions().orElse(0));
  }

  NavigableSet<Integer> completed() {
    var set = new TreeSet<>(stored());
    all.stream().filter(p -> succeeded(p) && tracked(p)).forEach(p -> index(p).ifPresent(set::add));
    return set;
  }

  /** The indexes that failed too often, or were failed by a rule. */
  NavigableSet<Integer> failedIndexes() {
    var set =
        new TreeSet<>(Indexes.parse(job.text("status", "failedIndexes"), completions().orElse(0)));
    var limit = Tree.number(job.root(), 0, "spec", "backoffLimitPerIndex");
    for (var pod : all) {
      if (failed(pod)) {
        var doomed = FailurePolicy.of(job, pod).action().equals("FailIndex");
        index(pod).filter(i -> doomed || failuresUpTo(pod) > limit).ifPresent(set::add);
      }
    }
    set.removeAll(completed());
    return set;
  }

  /** How often the index of a failed pod has failed, this pod included. */
  long failuresUpTo(Manifest pod) {
    var before =
        pod.annotation(INDEX_FAILURES)
            .filter(text -> text.matches("\\d{1,8}"))
            .map(Long::parseLong)
            .orElse(0L);
    return before + (ignored(pod) ? 0 : 1);
  }

  /** The last failed pod of an index. */
  Optional<Manifest> lastFailed(int index) {
    return all.stream()
        .filter(this::failed)
        .filter(p -> index(p).filter(i -> i == index).isPresent())
        .max(Comparator.comparingLong(this::failuresUpTo).thenComparing(JobPods::ended));
  }

  /** The indexes that still need a pod, lowest first. */
  List<Integer> pendingIndexes() {
    var taken = new TreeSet<>(completed());
    active().forEach(p -> index(p).ifPresent(taken::add));
    if (limitedPerIndex()) {
      taken.addAll(failedIndexes());
    }
    if (replacesFailedOnly()) {
      all.stream()
          .filter(p -> p.deleting() && !Pods.finished(p))
          .forEach(p -> index(p).ifPresent(taken::add));
    }
    var missing = new ArrayList<Integer>();
    for (var i = 0; i < completions().orElse(0); i++) {
      if (!taken.contains(i)) {
        missing.add(i);
      }
    }
    return missing;
  }

  /** When a pod ended. */
  static Instant ended(Manifest pod) {
    return Tree.items(pod.at("status", "containerStatuses")).stream()
        .map(s -> Stamp.parse(Tree.text(s, "state", "terminated", "finishedAt")))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .or(() -> Conditions.of(pod.at("status")).since("Ready"))
        .or(() -> Stamp.parse(pod.text("metadata", "deletionTimestamp")))
        .or(() -> Stamp.parse(pod.text("metadata", "creationTimestamp")))
        .orElse(Instant.EPOCH);
  }

  /** The failures since the last success, oldest first. */
  List<Instant> failuresInARow() {
    var success =
        all.stream()
            .filter(JobPods::succeeded)
            .map(JobPods::ended)
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    return all.stream()
        .filter(this::failed)
        .map(JobPods::ended)
        .filter(success::isBefore)
        .sorted()
        .toList();
  }
}
