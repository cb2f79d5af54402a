package io.syncline.workloads.batch;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Makes and removes the pods of a running Job.
 *
 * @param pods its pods
 * @param pace how fast declared durations pass
 * @param attemptAnnotation the annotation in which a pod is told how many have failed before it
 * @param draft what is to be written
 */
record JobWork(JobPods pods, Pace pace, String attemptAnnotation, Decision.Draft draft) {
  private static final long FIRST_BACK_OFF = 10;
  private static final long LONGEST_BACK_OFF = 600;
  private static final int BURST = 500;

  /** Does what is due; answers how many pods are active then. */
  int adjust(View view, Instant now) {
    var active = pods.active();
    var wanted = wanted(active.size());
    var surplus = surplus(active, wanted);
    if (!surplus.isEmpty()) {
      surplus.forEach(this::remove);
      return active.size() - surplus.size();
    }
    var missing = wanted - active.size() - (pods.replacesFailedOnly() ? pods.terminating() : 0);
    if (missing <= 0) {
      return active.size();
    }
    var pause = pods.limitedPerIndex() ? Optional.<Instant>empty() : pause(pods.failuresInARow());
    var refused =
        view.refusal(Key.of(Kind.JOB, pods.job()))
            .map(r -> r.at().plus(pace.seconds(1L << Math.min(6, r.times()))));
    var wait = pause.filter(now::isBefore).or(() -> refused.filter(now::isBefore));
    if (wait.isPresent()) {
      draft.wake(wait);
      return active.size();
    }
    return active.size() + create(Math.min(missing, BURST), now);
  }

  private int wanted(int active) {
    return pods.completions()
        .map(n -> Math.clamp(n - (long) pods.successes(), 0, pods.parallelism()))
        .orElseGet(() -> pods.successes() > 0 ? active : pods.parallelism());
  }

  /** Pods of an index that another has, or that is none; then the least useful ones. */
  private List<Manifest> surplus(List<Manifest> active, int wanted) {
    var going = new ArrayList<Manifest>();
    var rest = new ArrayList<>(active.stream().sorted(Pods.EXPENDABLE_FIRST.reversed()).toList());
    if (pods.indexed()) {
      var seen = new HashSet<Integer>();
      rest.removeIf(
          p -> {
            var index = pods.index(p);
            var useless = index.isEmpty() || !seen.add(index.get());
            if (useless) {
              going.add(p);
            }
            return useless;
          });
    }
    while (rest.size() > wanted) {
      going.add(rest.removeLast());
    }
    return going;
  }

  /** Removes a pod that is not to count. */
  void remove(Manifest pod) {
    var free = JobPods.untracked(pod);
    if (!free.equals(pod)) {
      draft.update(Kind.POD, free);
    }
    draft.delete(Kind.POD, pod);
    draft.add(Note.normal(pods.job(), "SuccessfulDelete", "Deleted pod: " + pod.name()));
  }

  private int create(int missing, Instant now) {
    if (!pods.indexed()) {
      for (var i = 0; i < missing; i++) {
        make(pod().with(pods.job().name() + "-", "metadata", "generateName"));
      }
      return missing;
    }
    var made = 0;
    for (var index : pods.pendingIndexes()) {
      if (made == missing) {
        break;
      }
      var last = pods.limitedPerIndex() ? pods.lastFailed(index) : Optional.<Manifest>empty();
      var pause = last.map(p -> JobPods.ended(p).plus(backOff(pods.failuresUpTo(p))));
      if (pause.filter(now::isBefore).isPresent()) {
        draft.wake(pause);
        continue;
      }
      var pod = indexed(pod(), index);
      if (pods.limitedPerIndex()) {
        var failures = last.map(pods::failuresUpTo).orElse(0L);
        pod = pod.with(Long.toString(failures), "metadata", "annotations", JobPods.INDEX_FAILURES);
        pod =
            failures == 0
                ? pod
                : pod.with(Long.toString(failures), "metadata", "annotations", attemptAnnotation);
      }
      make(pod);
      made++;
    }
    return made;
  }

  private void make(Manifest pod) {
    draft.create(Kind.POD, pod, Note.normal(pods.job(), "SuccessfulCreate", "Created pod: {name}"));
  }

  private Manifest pod() {
    var pod = Template.pod(Kind.JOB, pods.job());
    var finalizers = new ArrayList<>(pod.finalizers());
    finalizers.add(JobPods.FINALIZER);
    pod = pod.with(finalizers, "metadata", "finalizers");
    var failed = pods.failures();
    return failed == 0
        ? pod
        : pod.with(Integer.toString(failed), "metadata", "annotations", attemptAnnotation);
  }

  private Manifest indexed(Manifest pod, int index) {
    var number = Integer.toString(index);
    var field = "metadata.labels['" + JobPods.INDEX + "']";
    var variable =
        ObjectTree.of(
            "name",
            "JOB_COMPLETION_INDEX",
            "valueFrom",
            ObjectTree.of("fieldRef", ObjectTree.of("apiVersion", "v1", "fieldPath", field)));
    var prepared = pod;
    for (var list : List.of("containers", "initContainers")) {
      var containers = new ArrayList<Object>();
      for (var container : Tree.items(pod.at("spec", list))) {
        var env = new ArrayList<>(Tree.items(Tree.at(container, "env")));
        if (env.stream().noneMatch(e -> Tree.text(e, "name").equals("JOB_COMPLETION_INDEX"))) {
          env.add(variable);
        }
        containers.add(Tree.object(container).with("env", env));
      }
      prepared = containers.isEmpty() ? prepared : prepared.with(containers, "spec", list);
    }
    return prepared
        .with(pods.job().name() + "-" + index + "-", "metadata", "generateName")
        .with(pods.job().name() + "-" + index, "spec", "hostname")
        .with(number, "metadata", "labels", JobPods.INDEX)
        .with(number, "metadata", "annotations", JobPods.INDEX);
  }

  private Optional<Instant> pause(List<Instant> failures) {
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(failures.getLast().plus(backOff(failures.size())));
  }

  private Duration backOff(long failures) {
    return failures == 0
        ? Duration.ZERO
        : pace.seconds(
            Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF << Math.clamp(failures - 1, 0, 10)));
  }
}
