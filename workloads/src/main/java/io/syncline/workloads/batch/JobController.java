package io.syncline.workloads.batch;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs the pods of a Job until enough have succeeded or too many have failed.
 *
 * @param pace how fast declared durations pass
 * @param attemptAnnotation the annotation in which a pod is told how many have failed before it
 */
public record JobController(Pace pace, String attemptAnnotation) implements Controller {
  private static final String MANAGER = "kubernetes.io/job-controller";

  @Override
  public String component() {
    return "job-controller";
  }

  @Override
  public Kind kind() {
    return Kind.JOB;
  }

  /** Whether a job is complete or has failed. */
  static boolean finished(Manifest job) {
    var conditions = Conditions.of(job.at("status"));
    return conditions.isTrue("Complete") || conditions.isTrue("Failed");
  }

  /** One look at a job: what is known, and what is to be written. */
  private static final class Run {
    final Manifest job;
    final JobPods pods;
    final Instant now;
    final Decision.Draft draft = new Decision.Draft();
    Conditions conditions;
    String start;
    String completion;
    int active;

    Run(Manifest job, JobPods pods, Instant now) {
      this.job = job;
      this.pods = pods;
      this.now = now;
      this.conditions = Conditions.of(job.at("status"));
      this.start = job.text("status", "startTime");
      this.completion = job.text("status", "completionTime");
      this.active = pods.active().size();
    }
  }

  @Override
  public Decision decide(Manifest job, View view, Instant now) {
    var run = new Run(job, JobPods.of(job, view), now);
    var managedBy = job.text("spec", "managedBy");
    if (!managedBy.isEmpty() && !managedBy.equals(MANAGER)) {
      return Decision.NOTHING;
    }
    if (job.deleting() || finished(job)) {
      run.pods.all().stream().filter(JobPods::tracked).forEach(p -> free(run, p));
      if (!job.deleting()) {
        afterwards(run);
      }
      return run.draft.done();
    }
    var suspended = Tree.flag(job.root(), "spec", "suspend");
    if (run.start.isEmpty() && !suspended) {
      run.start = Stamp.of(now);
    }
    var target = JobVerdict.of(run.pods, pace, now);
    run.draft.wake(JobVerdict.deadline(job, pace).filter(now::isBefore));
    if (target.isEmpty()) {
      target = advance(run, suspended, view);
    } else {
      run.pods.active().forEach(p -> run.draft.delete(Kind.POD, p));
    }
    var decided = target;
    run.pods.all().stream()
        .filter(p -> JobPods.tracked(p) && counted(run, p, decided.isPresent()))
        .forEach(p -> free(run, p));
    write(run, target);
    return run.draft.done();
  }

  /** Lets the pods of a job that is gone go. */
  @Override
  public Decision gone(Key key, View view, Instant now) {
    var draft = new Decision.Draft();
    for (var pod : view.in(Kind.POD, key.namespace())) {
      var owned =
          Owners.controller(pod)
              .filter(o -> Tree.text(o, "kind").equals("Job"))
              .filter(o -> Tree.text(o, "name").equals(key.name()))
              .isPresent();
      if (owned && JobPods.tracked(pod)) {
        draft.update(Kind.POD, JobPods.untracked(pod));
      }
    }
    return draft.done();
  }

  private void afterwards(Run run) {
    run.pods.active().forEach(p -> run.draft.delete(Kind.POD, p));
    var ttl = Tree.number(run.job.root(), -1, "spec", "ttlSecondsAfterFinished");
    var ended = run.conditions.since("Complete").or(() -> run.conditions.since("Failed"));
    if (ttl >= 0 && ended.isPresent()) {
      var due = ended.get().plus(pace.seconds(ttl));
      if (run.now.isBefore(due)) {
        run.draft.wake(due);
      } else {
        run.draft.delete(Kind.JOB, run.job);
      }
    }
  }

  /** Goes on with a job that is not to end yet; the end, when there is nothing to go on with. */
  private Optional<Condition> advance(Run run, boolean suspended, View view) {
    var work = new JobWork(run.pods, pace, attemptAnnotation, run.draft);
    if (suspended) {
      run.pods.active().forEach(work::remove);
      run.active = 0;
    } else {
      run.active = work.adjust(view, run.now);
    }
    var successes = run.pods.successes();
    var complete =
        run.active == 0 && run.pods.completions().map(n -> successes >= n).orElse(successes > 0);
    if (complete) {
      return Optional.of(JobVerdict.complete());
    }
    var was = run.conditions.isTrue("Suspended");
    if (suspended && !was) {
      run.conditions =
          run.conditions.with(Condition.yes("Suspended", "JobSuspended", "Job suspended"), run.now);
      run.draft.add(Note.normal(run.job, "Suspended", "Job suspended"));
    } else if (!suspended && was) {
      run.conditions =
          run.conditions.with(Condition.no("Suspended", "JobResumed", "Job resumed"), run.now);
      run.draft.add(Note.normal(run.job, "Resumed", "Job resumed"));
      // The deadline is one of continuous activity.
      run.start = Stamp.of(run.now);
    }
    return Optional.empty();
  }

  private static void free(Run run, Manifest pod) {
    run.draft.update(Kind.POD, JobPods.untracked(pod));
  }

  /** Whether the stored status tells of a pod all that it needs to, so that the pod may vanish. */
  private static boolean counted(Run run, Manifest pod, boolean ending) {
    var pods = run.pods;
    if (pods.uncounted("succeeded").contains(pod.uid())) {
      return true;
    }
    if (JobPods.succeeded(pod)) {
      return pods.indexed() && pods.index(pod).map(pods.stored()::contains).orElse(true);
    }
    if (!pods.failed(pod)) {
      return false;
    }
    var index = pods.index(pod);
    if (!ending && pods.limitedPerIndex() && index.isPresent() && awaited(pods, pod, index.get())) {
      return false;
    }
    return pods.uncounted("failed").contains(pod.uid())
        || pods.ignored(pod)
        || (pods.indexed() && index.isEmpty());
  }

  /** The last failed pod of an index tells its successor how many failed before. */
  private static boolean awaited(JobPods pods, Manifest pod, int index) {
    return pods.pendingIndexes().contains(index)
        && pods.lastFailed(index).filter(p -> p.uid().equals(pod.uid())).isPresent();
  }

  private static void write(Run run, Optional<Condition> target) {
    var pods = run.pods;
    var good = uncounted(pods, "succeeded", pods.indexed() ? List.of() : pods.freshlySucceeded());
    var fresh = new ArrayList<>(pods.freshlyFailed());
    var bad = target.filter(t -> t.type().equals(JobVerdict.BAD)).isPresent();
    if (bad) {
      // Of a job that fails, pods that have not ended count as failed.
      pods.active().stream()
          .filter(p -> JobPods.tracked(p) && !pods.uncounted("failed").contains(p.uid()))
          .forEach(fresh::add);
    }
    var failed = uncounted(pods, "failed", fresh);
    if (target.isPresent()) {
      announce(run, target.get(), good.isEmpty() && failed.isEmpty());
    }
    var ended = finishedBy(run.conditions);
    var status = ObjectTree.EMPTY;
    status = run.conditions.items().isEmpty() ? status : status.with("conditions", probed(run));
    status = run.start.isEmpty() ? status : status.with("startTime", run.start);
    status = run.completion.isEmpty() ? status : status.with("completionTime", run.completion);
    var active = target.isPresent() ? 0 : run.active;
    status = positive(status, "active", active);
    var succeeded =
        pods.indexed()
            ? pods.completed().size()
            : Tree.number(run.job.root(), 0, "status", "succeeded") + left(pods, "succeeded");
    status = positive(status, "succeeded", succeeded);
    status =
        positive(
            status,
            "failed",
            Tree.number(run.job.root(), 0, "status", "failed") + left(pods, "failed"));
    if (pods.indexed()) {
      var done = Indexes.text(pods.completed());
      status = done.isEmpty() ? status : status.with("completedIndexes", done);
      status =
          pods.limitedPerIndex()
              ? status.with("failedIndexes", Indexes.text(pods.failedIndexes()))
              : status;
    }
    var uncounted = ObjectTree.EMPTY;
    uncounted = good.isEmpty() ? uncounted : uncounted.with("succeeded", good);
    uncounted = failed.isEmpty() ? uncounted : uncounted.with("failed", failed);
    status = status.with("uncountedTerminatedPods", uncounted);
    var ready = active == 0 ? 0 : pods.active().stream().filter(Pods::ready).count();
    status = status.with("ready", ready).with("terminating", ended ? 0 : pods.terminating());
    run.draft.status(Kind.JOB, run.job, status);
  }

  private static boolean finishedBy(Conditions conditions) {
    return conditions.isTrue("Complete") || conditions.isTrue("Failed");
  }

  private static List<ObjectTree> probed(Run run) {
    return run.conditions.items().stream()
        .map(c -> c.with("lastProbeTime", Tree.text(c, "lastTransitionTime")))
        .toList();
  }

  private static ObjectTree positive(ObjectTree tree, String name, long value) {
    return value == 0 ? tree : tree.with(name, value);
  }

  /** The end is announced at once, and made when every pod has ended and is counted. */
  private static void announce(Run run, Condition target, boolean allCounted) {
    run.conditions = run.conditions.with(target, run.now);
    if (!allCounted || !run.pods.active().isEmpty() || run.pods.terminating() > 0) {
      return;
    }
    var last = JobVerdict.last(target);
    run.conditions = run.conditions.with(last, run.now);
    if (last.type().equals("Complete")) {
      run.completion = Stamp.of(run.now);
      run.draft.add(Note.normal(run.job, "Completed", "Job completed"));
    } else {
      run.draft.add(Note.warning(run.job, last.reason(), last.message()));
    }
  }

  private static Set<String> tracked(JobPods pods) {
    return pods.all().stream()
        .filter(JobPods::tracked)
        .map(Manifest::uid)
        .collect(Collectors.toSet());
  }

  /** The uids to be written: those whose finalizer is still there, and the fresh ones. */
  private static List<String> uncounted(JobPods pods, String how, List<Manifest> fresh) {
    var tracked = tracked(pods);
    var uids = new ArrayList<String>();
    pods.uncounted(how).stream().filter(tracked::contains).sorted().forEach(uids::add);
    fresh.forEach(p -> uids.add(p.uid()));
    return uids;
  }

  /** How many pods lost their finalizer since, and so move from the list into the number. */
  private static long left(JobPods pods, String how) {
    var tracked = tracked(pods);
    return pods.uncounted(how).stream().filter(uid -> !tracked.contains(uid)).count();
  }
}
