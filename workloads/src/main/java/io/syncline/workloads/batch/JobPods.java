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
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The pods of one Job, counted.
 *
 * @param job the job
 * @param active pods that still run or wait
 * @param failed pods that failed
 * @param done pods that succeeded
 * @param terminating how many are being deleted
 */
record JobPods(
    Manifest job,
    List<Manifest> active,
    List<Manifest> failed,
    List<Manifest> done,
    int terminating) {
  JobPods {
    active = List.copyOf(active);
    failed = List.copyOf(failed);
    done = List.copyOf(done);
  }

  static JobPods of(Manifest job, View view) {
    var active = new ArrayList<Manifest>();
    var failed = new ArrayList<Manifest>();
    var done = new ArrayList<Manifest>();
    var terminating = 0;
    for (var pod : Owners.controlled(view, Kind.POD, job)) {
      switch (Pods.phase(pod)) {
        case "Succeeded" -> done.add(pod);
        case "Failed" -> failed.add(pod);
        default -> {
          if (pod.deleting()) {
            terminating++;
          } else {
            active.add(pod);
          }
        }
      }
    }
    return new JobPods(job, active, failed, done, terminating);
  }

  boolean indexed() {
    return job.text("spec", "completionMode").equals("Indexed");
  }

  private Optional<Integer> completions() {
    return job.at("spec", "completions") instanceof Number n
        ? Optional.of(n.intValue())
        : Optional.empty();
  }

  private int parallelism() {
    return (int) Tree.number(job.root(), 1, "spec", "parallelism");
  }

  /** Pods that succeeded; those deleted since still count. */
  int succeeded() {
    return indexed()
        ? indexes(done).size()
        : Math.max(done.size(), (int) Tree.number(job.root(), 0, "status", "succeeded"));
  }

  int ready() {
    return (int) active.stream().filter(Pods::ready).count();
  }

  /** Whether enough pods have succeeded. */
  boolean reached() {
    return completions()
        .map(n -> succeeded() >= n)
        .orElseGet(() -> succeeded() > 0 && active.isEmpty());
  }

  /** How many pods should run now. */
  int wanted() {
    return completions()
        .map(n -> Math.min(parallelism(), n - succeeded()))
        .orElseGet(() -> succeeded() > 0 ? active.size() : parallelism());
  }

  /** Failed pods, and restarts in pods that restart in place. */
  long failures() {
    if (!job.text("spec", "template", "spec", "restartPolicy").equals("OnFailure")) {
      return failed.size();
    }
    var restarts =
        active.stream()
            .flatMap(p -> Tree.items(p.at("status", "containerStatuses")).stream())
            .mapToLong(s -> Tree.number(s, 0, "restartCount"))
            .sum();
    // With nothing to restart for, the limit of 0 must not be passed by 0 restarts.
    return failed.size() + restarts;
  }

  Optional<Instant> lastFailure() {
    return failed.stream()
        .map(
            p ->
                Conditions.of(p.at("status"))
                    .since("Ready")
                    .or(() -> Stamp.parse(p.text("metadata", "creationTimestamp"))))
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  private static TreeSet<Integer> indexes(List<Manifest> pods) {
    var set = new TreeSet<Integer>();
    for (var pod : pods) {
      pod.annotation(JobController.INDEX)
          .filter(text -> text.matches("\\d{1,8}"))
          .ifPresent(text -> set.add(Integer.parseInt(text)));
    }
    return set;
  }

  List<Integer> missingIndexes() {
    var taken = indexes(done);
    taken.addAll(indexes(active));
    var missing = new ArrayList<Integer>();
    for (var i = 0; i < completions().orElse(0); i++) {
      if (!taken.contains(i)) {
        missing.add(i);
      }
    }
    return missing;
  }

  /** The indexes that are done, as {@code 0-2,5}. */
  String completedIndexes() {
    var out = new StringBuilder();
    var set = indexes(done);
    while (!set.isEmpty()) {
      var first = set.removeFirst();
      var last = first;
      while (!set.isEmpty() && set.first() == last + 1) {
        last = set.removeFirst();
      }
      out.append(out.isEmpty() ? "" : ",").append(first);
      if (last > first) {
        out.append(last == first + 1 ? "," : "-").append(last);
      }
    }
    return out.toString();
  }
}
