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
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Starts a Job at each time of a schedule. Schedules are never sped up. */
public record CronJobController() implements Controller {
  private static final DateTimeFormatter MAIL =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  /** More missed times than this are reported. */
  private static final int MANY = 100;

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
    tell(draft, cron, jobs);
    Optional<Schedule> schedule = schedule(draft, cron);
    if (schedule.isPresent() && !Tree.flag(cron.root(), "spec", "suspend")) {
      var due = due(draft, cron, schedule.get(), now);
      draft.wake(schedule.get().next(now));
      if (due.isPresent() && start(draft, cron, active, due.get(), view)) {
        last = Stamp.of(due.get());
      }
    }
    status(draft, cron, jobs, active, last);
    return draft.done();
  }

  private static Optional<Schedule> schedule(Decision.Draft draft, Manifest cron) {
    var text = cron.text("spec", "schedule");
    var zone = cron.text("spec", "timeZone");
    try {
      return Optional.of(new Schedule(Cron.parse(text), zone(zone)));
    } catch (Cron.CronException e) {
      draft.add(
          Note.warning(
              cron,
              "UnparseableSchedule",
              "unparseable schedule: \"%s\" : %s".formatted(text, e.getMessage())));
    } catch (DateTimeException e) {
      draft.add(
          Note.warning(
              cron,
              "UnknownTimeZone",
              "invalid timeZone: \"%s\": unknown time zone %s".formatted(zone, zone)));
    }
    return Optional.empty();
  }

  private static ZoneId zone(String name) {
    return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
  }

  /** The latest time that is due and was not served; too late ones are reported and dropped. */
  private static Optional<Instant> due(
      Decision.Draft draft, Manifest cron, Schedule schedule, Instant now) {
    var since =
        Stamp.parse(cron.text("status", "lastScheduleTime"))
            .or(() -> Stamp.parse(cron.text("metadata", "creationTimestamp")))
            .orElse(now);
    var deadline = Tree.number(cron.root(), -1, "spec", "startingDeadlineSeconds");
    var from = since.isAfter(now) ? now : since;
    if (deadline >= 0 && from.isBefore(now.minusSeconds(deadline))) {
      from = now.minusSeconds(deadline);
    }
    var latest = schedule.latest(from, now);
    if (latest.isPresent() && schedule.more(from, now, MANY)) {
      draft.add(
          Note.warning(
              cron,
              "TooManyMissedTimes",
              "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check"
                  + " clock skew"));
    }
    var missed = latest.isEmpty() ? schedule.latest(since.isAfter(now) ? now : since, now) : latest;
    if (latest.isEmpty() && missed.isPresent()) {
      draft.add(
          Note.warning(
              cron,
              "MissSchedule",
              "Missed scheduled time to start a job: "
                  + MAIL.format(missed.get().atZone(ZoneOffset.UTC))));
    }
    return latest;
  }

  /** Reports jobs that the status calls active and that have ended or vanished. */
  private static void tell(Decision.Draft draft, Manifest cron, List<Manifest> jobs) {
    for (var reference : Tree.items(cron.at("status", "active"))) {
      var name = Tree.text(reference, "name");
      var uid = Tree.text(reference, "uid");
      var job = jobs.stream().filter(j -> j.uid().equals(uid)).findFirst();
      if (job.isEmpty()) {
        draft.add(Note.normal(cron, "MissingJob", "Active job went missing: " + name));
      } else if (JobController.finished(job.get())) {
        var how = Conditions.of(job.get().at("status")).isTrue("Complete") ? "Complete" : "Failed";
        draft.add(
            Note.normal(
                cron,
                "SawCompletedJob",
                "Saw completed job: %s, condition: %s".formatted(name, how)));
      }
    }
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
            .with("batch.kubernetes.io/cronjob-scheduled-timestamp", local(cron, due));
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

  /** A time of the schedule as the cron job's own time zone writes it. */
  private static String local(Manifest cron, Instant due) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        due.atZone(zone(cron.text("spec", "timeZone"))).truncatedTo(ChronoUnit.SECONDS));
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
