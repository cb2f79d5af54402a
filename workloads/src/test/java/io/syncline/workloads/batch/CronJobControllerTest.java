package io.syncline.workloads.batch;

import static io.syncline.workloads.Scene.NOW;
import static io.syncline.workloads.Scene.ago;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.Scene;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It is ten o'clock UTC on 1 March 2026, a Sunday. */
class CronJobControllerTest {
  private final Scene scene = new Scene();

  private Manifest cron(String spec, String status) {
    return scene.put(
        Kind.CRON_JOB,
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: c, namespace: ns, uid: u, creationTimestamp: "%s"}
        spec:
          %s
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never}}}}
        status: %s
        """
            .formatted(ago(3600), spec.replace("; ", "\n  "), status));
  }

  private void job(String name, String condition, long startedAgo) {
    scene.put(
        Kind.JOB,
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %1$s
          namespace: ns
          uid: %1$s
          ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: c, uid: u, controller: true}]
        status: {startTime: "%2$s", completionTime: "%2$s", conditions: [{type: %3$s, status: "True"}]}
        """
            .formatted(name, ago(startedAgo), condition));
  }

  private Decision decide(Manifest cron) {
    return new CronJobController().decide(cron, scene.view(), NOW);
  }

  private static String lastSchedule(Decision decision) {
    return Scene.status(decision, Kind.CRON_JOB)
        .map(s -> Tree.text(s, "lastScheduleTime"))
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 * * * *||2026-03-01T10:00:00Z",
        "*/5 * * * *||2026-03-01T10:00:00Z",
        "55 * * * *||2026-03-01T09:55:00Z",
        "30 8 * * *||",
        "0 5 * * *|America/New_York|2026-03-01T05:00:00-05:00",
        "30 15 * * *|Asia/Kolkata|2026-03-01T15:30:00+05:30",
        "0 10 * * 0||2026-03-01T10:00:00Z",
        "0 10 * * 1||",
      })
  void the_last_due_time_starts_one_job(String schedule, String zone, String due) {
    var decision =
        decide(
            cron(
                "schedule: \"" + schedule + "\"" + (zone == null ? "" : "; timeZone: " + zone),
                "{}"));
    var jobs = Scene.created(decision, Kind.JOB);
    if (due == null) {
      assertThat(jobs).isEmpty();
      return;
    }
    var at = java.time.OffsetDateTime.parse(due).toInstant();
    assertThat(jobs)
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.name()).isEqualTo("c-" + at.getEpochSecond() / 60);
              assertThat(job.annotation("batch.kubernetes.io/cronjob-scheduled-timestamp"))
                  .contains(due);
            });
    assertThat(lastSchedule(decision)).isEqualTo(at.toString());
  }

  @ParameterizedTest
  @CsvSource({"Allow, 1, ''", "Forbid, 0, ''", "Replace, 1, old"})
  void a_job_that_still_runs_is_treated_as_the_policy_says(
      String policy, int created, String deleted) {
    job("old", "None", 300);
    var decision = decide(cron("schedule: \"0 * * * *\"; concurrencyPolicy: " + policy, "{}"));
    assertThat(Scene.created(decision, Kind.JOB)).hasSize(created);
    assertThat(Scene.deleted(decision)).isEqualTo(deleted.isEmpty() ? List.of() : List.of(deleted));
    assertThat(lastSchedule(decision).isEmpty()).isEqualTo(created == 0);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, ''", "301, 1, ''", "300, 0, 'Sun, 01 Mar 2026 09:55:00 +0000'"})
  void a_time_that_is_too_old_is_missed(long deadline, int created, String missed) {
    var more = deadline < 0 ? "" : "; startingDeadlineSeconds: " + deadline;
    var decision = decide(cron("schedule: \"55 * * * *\"" + more, "{}"));
    assertThat(Scene.created(decision, Kind.JOB)).hasSize(created);
    assertThat(
            Scene.events(decision)
                .contains("MissSchedule: Missed scheduled time to start a job: " + missed))
        .isEqualTo(created == 0);
  }

  @Test
  void many_missed_times_are_reported_and_only_the_last_is_made_up_for() {
    var decision =
        decide(cron("schedule: \"* * * * *\"", "{lastScheduleTime: \"" + ago(7200) + "\"}"));
    assertThat(Scene.created(decision, Kind.JOB)).hasSize(1);
    assertThat(Scene.events(decision)).anyMatch(e -> e.startsWith("TooManyMissedTimes: "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schedule: \"0 * * * *\"; suspend: true|",
        "schedule: \"0 * * * *\"; timeZone: Mars/Olympus|UnknownTimeZone: invalid timeZone: \"Mars/Olympus\": unknown time zone Mars/Olympus",
        "schedule: \"99 * * * *\"|UnparseableSchedule: unparseable schedule: \"99 * * * *\" : ",
      })
  void nothing_starts_without_a_schedule(String spec, String event) {
    var decision = decide(cron(spec, "{}"));
    assertThat(Scene.created(decision, Kind.JOB)).isEmpty();
    assertThat(decision.wake()).isEmpty();
    if (event != null) {
      assertThat(Scene.events(decision)).singleElement().asString().startsWith(event);
    }
  }

  @Test
  void a_served_time_is_not_served_again_and_the_next_is_waited_for() {
    var decision = decide(cron("schedule: \"0 * * * *\"", "{lastScheduleTime: \"" + NOW + "\"}"));
    assertThat(decision.writes()).isEmpty();
    assertThat(Scene.wake(decision)).contains(Duration.ofHours(1));
  }

  @Test
  void old_jobs_go_and_ended_ones_are_told() {
    for (var i = 0; i < 5; i++) {
      job("good" + i, "Complete", 1000 - i);
      job("bad" + i, "Failed", 1000 - i);
    }
    var decision =
        decide(
            cron(
                "schedule: \"0 0 1 1 *\"; successfulJobsHistoryLimit: 2",
                "{active: [{name: good4, uid: good4}, {name: lost, uid: lost}]}"));
    assertThat(Scene.deleted(decision))
        .containsExactlyInAnyOrder("good0", "good1", "good2", "bad0", "bad1", "bad2", "bad3");
    assertThat(Scene.events(decision))
        .contains(
            "SawCompletedJob: Saw completed job: good4, condition: Complete",
            "MissingJob: Active job went missing: lost");
    var status = Scene.status(decision, Kind.CRON_JOB).orElseThrow();
    assertThat(status.get("active")).isNull();
    assertThat(Tree.text(status, "lastSuccessfulTime")).isEqualTo(ago(996));
  }
}
