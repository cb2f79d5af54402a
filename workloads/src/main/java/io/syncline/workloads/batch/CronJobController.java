package io.syncline.workloads.batch;

import io.syncline.lang.cron.Cron;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Starts a Job at each time of a schedule. Schedules are never sped up. */
public record CronJobController() implements Controller {
  @Override
  public String component() {
    return "cronjob-controller";
  }

  @Override
  public Kind kind() {
    return Kind.CRON_JOB;
  }

  @Override
  public Decision decide(Manifest cron, View view, Instant now) {
    var draft = new Decision.Draft();
    if (cron.deleting()) {
      return draft.done();
    }
    var jobs = Owners.controlled(view, Kind.JOB, cron);
    var active = jobs.stream().filter(j -> !JobController.finished(j) && !j.deleting()).toList();
    forget(draft, cron, jobs);
    var last = cron.text("status", "lastScheduleTime");
    Schedule schedule;
    try {
      schedule = new Schedule(Cron.parse(cron.text("spec", "schedule")), zone(cron));
    } catch (Cron.CronException e) {
      return draft
          .add(Note.warning(cron, "UnparseableSchedule", "unparseable schedule: " + e.getMessage()))
          .done();
    }
    if (!Tree.flag(cron.root(), "spec", "suspend")) {
      var due = due(cron, schedule, now);
      draft.wake(schedule.next(now));
      if (due.isPresent() && start(draft, cron, active, due.get(), view)) {
        last = Stamp.of(due.get());
      }
    }
    status(draft, cron, jobs, active, last);
    return draft.done();
  }

  private static ZoneId zone(Manifest cron) {
    try {
      var name = cron.text("spec", "timeZone");
      return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /** The latest time that is due and was not served. */
  private static Optional<Instant> due(Manifest cron, Schedule schedule, Instant now) {
    var since =
        Stamp.parse(cron.text("status", "lastScheduleTime"))
            .or(() -> Stamp.parse(cron.text("metadata", "creationTimestamp")))
            .orElse(now);
    var deadline = Tree.number(cron.root(), -1, "spec", "startingDeadlineSeconds");
    return schedule
        .latest(since.isAfter(now) ? now : since, now)
        .filter(t -> deadline < 0 || !t.plusSeconds(deadline).isBefore(now));
  }

  /** Starts the job of {@code due} unless one that still runs forbids it. */
  private static boolean start(
      Decision.Draft draft, Manifest cron, List<Manifest> active, Instant due, View view) {
    var policy = cron.text("spec", "concurrencyPolicy");
    if (policy.equals("Forbid") && !active.isEmpty()) {
      draft.add(
          Note.normal(
              cron,
              "JobAlreadyActive",
              "Not starting job because prior execution is running and concurrency policy is Forbid"));
      return false;
    }
    if (policy.equals("Replace")) {
      active.forEach(j -> draft.delete(Kind.JOB, j));
    }
    var name = cron.name() + "-" + due.getEpochSecond() / 60;
    if (view.get(Kind.JOB, cron.namespace(), name).isPresent()) {
      return true;
    }
    var template = cron.at("spec", "jobTemplate");
    var annotations =
        Tree.object(Tree.at(template, "metadata", "annotations"))
            .with("batch.kubernetes.io/cronjob-scheduled-timestamp", Stamp.of(due));
    var metadata =
        ObjectTree.of(
            "name",
            name,
            "namespace",
            cron.namespace(),
            "annotations",
            annotations,
            "ownerReferences",
            List.of(Owners.reference(Kind.CRON_JOB, cron)));
    var labels = Tree.object(Tree.at(template, "metadata", "labels"));
    metadata = labels.isEmpty() ? metadata : metadata.with("labels", labels);
    draft.create(
        Kind.JOB,
        Manifest.of(
            ObjectTree.of(
                "apiVersion",
                "batch/v1",
                "kind",
                "Job",
                "metadata",
                metadata,
                "spec",
                Tree.object(Tree.at(template, "spec")))),
        Note.normal(cron, "SuccessfulCreate", "Created job {name}"));
    return true;
  }

  private static void forget(Decision.Draft draft, Manifest cron, List<Manifest> jobs) {
    for (var condition : List.of("Complete", "Failed")) {
      var complete = condition.equals("Complete");
      var limit =
          Tree.number(
              cron.root(),
              complete ? 3 : 1,
              "spec",
              complete ? "successfulJobsHistoryLimit" : "failedJobsHistoryLimit");
      var ended =
          jobs.stream()
              .filter(j -> Conditions.of(j.at("status")).isTrue(condition) && !j.deleting())
              .sorted(
                  Comparator.comparing((Manifest j) -> j.text("status", "startTime"))
                      .thenComparing(Manifest::name))
              .toList();
      for (var i = 0; i < ended.size() - limit; i++) {
        draft.delete(Kind.JOB, ended.get(i));
        draft.add(Note.normal(cron, "SuccessfulDelete", "Deleted job " + ended.get(i).name()));
      }
    }
  }

  private static void status(
      Decision.Draft draft,
      Manifest cron,
      List<Manifest> jobs,
      List<Manifest> active,
      String last) {
    var status = ObjectTree.EMPTY;
    if (!active.isEmpty()) {
      status =
          status.with(
              "active",
              active.stream()
                  .map(
                      j ->
                          ObjectTree.of(
                              "apiVersion", "batch/v1",
                              "kind", "Job",
                              "namespace", j.namespace(),
                              "name", j.name(),
                              "uid", j.uid(),
                              "resourceVersion", j.resourceVersion()))
                  .toList());
    }
    status = last.isEmpty() ? status : status.with("lastScheduleTime", last);
    var success =
        jobs.stream()
            .map(j -> j.text("status", "completionTime"))
            .filter(t -> !t.isEmpty())
            .max(Comparator.naturalOrder())
            .orElse(cron.text("status", "lastSuccessfulTime"));
    status = success.isEmpty() ? status : status.with("lastSuccessfulTime", success);
    draft.status(Kind.CRON_JOB, cron, status);
  }
}
