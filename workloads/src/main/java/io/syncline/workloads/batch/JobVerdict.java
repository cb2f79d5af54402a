package io.syncline.workloads.batch;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Stamp;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/** Whether and how a Job is to end, before its pods have all ended. */
final class JobVerdict {
  static final String GOOD = "SuccessCriteriaMet";
  static final String BAD = "FailureTarget";

  private JobVerdict() {}

  /** The condition that announces the end, in the order in which reasons count. */
  static Optional<Condition> of(JobPods pods, Pace pace, Instant now) {
    return announced(pods.job())
        .or(() -> byPolicy(pods))
        .or(() -> byLimit(pods))
        .or(() -> byDeadline(pods.job(), pace, now))
        .or(() -> byIndexes(pods))
        .or(() -> bySuccessPolicy(pods));
  }

  private static Optional<Condition> announced(Manifest job) {
    var conditions = Conditions.of(job.at("status"));
    for (var type : new String[] {GOOD, BAD}) {
      if (conditions.isTrue(type)) {
        return conditions
            .get(type)
            .map(c -> Condition.yes(type, Tree.text(c, "reason"), Tree.text(c, "message")));
      }
    }
    return Optional.empty();
  }

  private static Optional<Condition> byPolicy(JobPods pods) {
    return pods.all().stream()
        .filter(pods::failed)
        .map(p -> FailurePolicy.of(pods.job(), p))
        .filter(v -> v.action().equals("FailJob"))
        .map(v -> Condition.yes(BAD, "PodFailurePolicy", v.message()))
        .findFirst();
  }

  private static Optional<Condition> byLimit(JobPods pods) {
    var otherwise = pods.limitedPerIndex() ? Integer.MAX_VALUE : 6;
    var limit = Tree.number(pods.job().root(), otherwise, "spec", "backoffLimit");
    var restarts = pods.restarts();
    var exceeded =
        pods.failures() > limit || (limit == 0 ? restarts > 0 : restarts > 0 && restarts >= limit);
    return exceeded
        ? Optional.of(
            Condition.yes(
                BAD, "BackoffLimitExceeded", "Job has reached the specified backoff limit"))
        : Optional.empty();
  }

  /** When an active job has to end. */
  static Optional<Instant> deadline(Manifest job, Pace pace) {
    var seconds = Tree.number(job.root(), -1, "spec", "activeDeadlineSeconds");
    return seconds < 0 || Tree.flag(job.root(), "spec", "suspend")
        ? Optional.empty()
        : Stamp.parse(job.text("status", "startTime")).map(t -> t.plus(pace.seconds(seconds)));
  }

  private static Optional<Condition> byDeadline(Manifest job, Pace pace, Instant now) {
    return deadline(job, pace)
        .filter(due -> !now.isBefore(due))
        .map(
            due ->
                Condition.yes(
                    BAD, "DeadlineExceeded", "Job was active longer than specified deadline"));
  }

  private static Optional<Condition> byIndexes(JobPods pods) {
    if (!pods.limitedPerIndex()) {
      return Optional.empty();
    }
    var failed = pods.failedIndexes().size();
    var most = Tree.number(pods.job().root(), Integer.MAX_VALUE, "spec", "maxFailedIndexes");
    if (failed > most) {
      return Optional.of(
          Condition.yes(
              BAD,
              "MaxFailedIndexesExceeded",
              "Job has exceeded the specified maximal number of failed indexes"));
    }
    return failed > 0 && failed + pods.completed().size() >= pods.completions().orElse(0)
        ? Optional.of(Condition.yes(BAD, "FailedIndexes", "Job has failed indexes"))
        : Optional.empty();
  }

  private static Optional<Condition> bySuccessPolicy(JobPods pods) {
    if (!pods.indexed()) {
      return Optional.empty();
    }
    var rules = Tree.items(pods.job().at("spec", "successPolicy", "rules"));
    for (var i = 0; i < rules.size(); i++) {
      if (met(rules.get(i), pods)) {
        return Optional.of(Condition.yes(GOOD, "SuccessPolicy", "Matched rules at index " + i));
      }
    }
    return Optional.empty();
  }

  private static boolean met(Object rule, JobPods pods) {
    var done = new TreeSet<>(pods.completed());
    var named = Tree.text(rule, "succeededIndexes");
    var wanted = Indexes.parse(named, pods.completions().orElse(0));
    if (!named.isEmpty()) {
      done.retainAll(wanted);
    }
    var enough = Tree.number(rule, wanted.size(), "succeededCount");
    return !done.isEmpty() && enough > 0 && done.size() >= enough;
  }

  /** The condition of a job whose pods have done all there is to do. */
  static Condition complete() {
    return Condition.yes(GOOD, "CompletionsReached", "Reached expected number of succeeded pods");
  }

  /** The condition that ends a job for which {@code target} was announced. */
  static Condition last(Condition target) {
    return Condition.yes(
        target.type().equals(GOOD) ? "Complete" : "Failed", target.reason(), target.message());
  }
}
