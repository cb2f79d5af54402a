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
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the pods of a Job until enough have succeeded or too many have failed.
 *
 * @param pace how fast declared durations pass
 * @param attemptAnnotation the annotation in which a pod is told how many have failed before it
 */
public record JobController(Pace pace, String attemptAnnotation) implements Controller {
  static final String INDEX = "batch.kubernetes.io/job-completion-index";
  private static final long FIRST_BACK_OFF = 10;
  private static final long LONGEST_BACK_OFF = 360;

  @Override
  public String component() {
    return "job-controller";
  }

  @Override
  public Kind kind() {
    return Kind.JOB;
  }

  @Override
  public Decision decide(Manifest job, View view, Instant now) {
    if (job.deleting()) {
      return Decision.NOTHING;
    }
    var pods = JobPods.of(job, view);
    var conditions = Conditions.of(job.at("status"));
    if (finished(job)) {
      return afterwards(job, pods, conditions, now);
    }
    var draft = new Decision.Draft();
    var run = new Run(job, pods, draft, now);
    if (Tree.flag(job.root(), "spec", "suspend")) {
      suspend(run, conditions);
      return draft.done();
    }
    if (conditions.isTrue("Suspended")) {
      conditions = conditions.with(Condition.no("Suspended", "JobResumed", "Job resumed"), now);
    }
    var failure = failure(run);
    if (failure.isPresent()) {
      fail(run, conditions, failure.get());
    } else if (pods.reached()) {
      complete(run, conditions);
    } else {
      work(run, view);
      write(run, conditions, run.start(), Optional.empty());
    }
    return draft.done();
  }

  /** One look at a job. */
  private record Run(Manifest job, JobPods pods, Decision.Draft draft, Instant now) {
    String start() {
      var start = job.text("status", "startTime");
      return start.isEmpty() ? Stamp.of(now) : start;
    }

    Instant started() {
      return Stamp.parse(start()).orElse(now);
    }
  }

  /** Whether a job is complete or has failed. */
  static boolean finished(Manifest job) {
    var conditions = Conditions.of(job.at("status"));
    return conditions.isTrue("Complete") || conditions.isTrue("Failed");
  }

  private Decision afterwards(Manifest job, JobPods pods, Conditions conditions, Instant now) {
    var draft = new Decision.Draft();
    pods.active().forEach(p -> draft.delete(Kind.POD, p));
    if (Tree.number(job.root(), 0, "status", "terminating") != pods.terminating()) {
      draft.status(
          Kind.JOB, job, Tree.object(job.at("status")).with("terminating", pods.terminating()));
    }
    var ttl = Tree.number(job.root(), -1, "spec", "ttlSecondsAfterFinished");
    var ended = conditions.since("Complete").or(() -> conditions.since("Failed"));
    if (ttl >= 0 && ended.isPresent()) {
      var due = ended.get().plus(pace.seconds(ttl));
      if (now.isBefore(due)) {
        draft.wake(due);
      } else {
        draft.delete(Kind.JOB, job);
      }
    }
    return draft.done();
  }

  private static void suspend(Run run, Conditions conditions) {
    run.pods().active().forEach(p -> run.draft().delete(Kind.POD, p));
    var suspended =
        conditions.with(Condition.yes("Suspended", "JobSuspended", "Job suspended"), run.now());
    if (!conditions.isTrue("Suspended")) {
      run.draft().add(Note.normal(run.job(), "Suspended", "Job suspended"));
    }
    write(run, suspended, "", Optional.empty());
  }

  private Optional<Condition> failure(Run run) {
    var limit = Tree.number(run.job().root(), 6, "spec", "backoffLimit");
    if (run.pods().failures() > limit) {
      return Optional.of(
          Condition.yes(
              "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit"));
    }
    var seconds = Tree.number(run.job().root(), -1, "spec", "activeDeadlineSeconds");
    if (seconds >= 0) {
      var due = run.started().plus(pace.seconds(seconds));
      if (!run.now().isBefore(due)) {
        return Optional.of(
            Condition.yes(
                "Failed", "DeadlineExceeded", "Job was active longer than specified deadline"));
      }
      run.draft().wake(due);
    }
    return Optional.empty();
  }

  private static void fail(Run run, Conditions conditions, Condition failed) {
    run.pods().active().forEach(p -> run.draft().delete(Kind.POD, p));
    run.draft().add(Note.warning(run.job(), failed.reason(), failed.message()));
    var target = Condition.yes("FailureTarget", failed.reason(), failed.message());
    write(
        run,
        conditions.with(target, run.now()).with(failed, run.now()),
        run.start(),
        Optional.empty());
  }

  private static void complete(Run run, Conditions conditions) {
    run.pods().active().forEach(p -> run.draft().delete(Kind.POD, p));
    run.draft().add(Note.normal(run.job(), "Completed", "Job completed"));
    var text = "Reached expected number of succeeded pods";
    write(
        run,
        conditions
            .with(Condition.yes("SuccessCriteriaMet", "CompletionsReached", text), run.now())
            .with(Condition.yes("Complete", "CompletionsReached", text), run.now()),
        run.start(),
        Optional.of(Stamp.of(run.now())));
  }

  /** Starts the pods that are missing, after a pause that grows with every failure. */
  private void work(Run run, View view) {
    var pods = run.pods();
    var surplus = pods.active().size() - pods.wanted();
    if (surplus > 0) {
      pods.active().reversed().stream()
          .limit(surplus)
          .forEach(p -> run.draft().delete(Kind.POD, p));
      return;
    }
    var pause = pause(pods).or(() -> refused(run, view));
    if (surplus < 0 && pause.filter(run.now()::isBefore).isPresent()) {
      run.draft().wake(pause.get());
      return;
    }
    var indexes = pods.indexed() ? pods.missingIndexes() : List.<Integer>of();
    for (var i = 0; i < -surplus; i++) {
      var pod = pod(run);
      pod =
          pods.indexed()
              ? indexed(run.job(), pod, indexes.get(i))
              : pod.with(run.job().name() + "-", "metadata", "generateName");
      run.draft()
          .create(Kind.POD, pod, Note.normal(run.job(), "SuccessfulCreate", "Created pod: {name}"));
    }
  }

  private Manifest pod(Run run) {
    var pod = Template.pod(Kind.JOB, run.job());
    var failed = run.pods().failed().size();
    return failed == 0
        ? pod
        : pod.with(Integer.toString(failed), "metadata", "annotations", attemptAnnotation);
  }

  private static Manifest indexed(Manifest job, Manifest pod, int index) {
    var number = Integer.toString(index);
    var containers = new ArrayList<Object>();
    for (var container : Tree.items(pod.at("spec", "containers"))) {
      var env = new ArrayList<>(Tree.items(Tree.at(container, "env")));
      env.add(ObjectTree.of("name", "JOB_COMPLETION_INDEX", "value", number));
      containers.add(Tree.object(container).with("env", env));
    }
    return pod.with(job.name() + "-" + index + "-", "metadata", "generateName")
        .with(number, "metadata", "labels", INDEX)
        .with(number, "metadata", "annotations", INDEX)
        .with(containers, "spec", "containers");
  }

  private Optional<Instant> pause(JobPods pods) {
    var failures = pods.failed().size();
    var seconds = Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF << Math.clamp(failures - 1L, 0, 10));
    return pods.lastFailure().map(t -> t.plus(pace.seconds(seconds)));
  }

  private Optional<Instant> refused(Run run, View view) {
    return view.refusal(Key.of(Kind.JOB, run.job()))
        .map(r -> r.at().plus(pace.seconds(1L << Math.min(6, r.times()))));
  }

  private static void write(
      Run run, Conditions conditions, String start, Optional<String> completion) {
    var pods = run.pods();
    // When a job ends its remaining pods are deleted in the same breath.
    var ended = conditions.isTrue("Complete") || conditions.isTrue("Failed");
    var active = ended || start.isEmpty() ? 0 : pods.active().size();
    var status = ObjectTree.EMPTY;
    if (!conditions.items().isEmpty()) {
      status =
          status.with(
              "conditions",
              conditions.items().stream()
                  .map(c -> c.with("lastProbeTime", Tree.text(c, "lastTransitionTime")))
                  .toList());
    }
    status = start.isEmpty() ? status : status.with("startTime", start);
    status = completion.isEmpty() ? status : status.with("completionTime", completion.get());
    status = active == 0 ? status : status.with("active", active);
    status = pods.succeeded() == 0 ? status : status.with("succeeded", pods.succeeded());
    status = pods.failed().isEmpty() ? status : status.with("failed", pods.failed().size());
    if (pods.indexed()) {
      var done = pods.completedIndexes();
      status = done.isEmpty() ? status : status.with("completedIndexes", done);
    }
    status =
        status
            .with("uncountedTerminatedPods", ObjectTree.EMPTY)
            .with("ready", active == 0 ? 0 : pods.ready())
            .with("terminating", pods.terminating());
    run.draft().status(Kind.JOB, run.job(), status);
  }
}
