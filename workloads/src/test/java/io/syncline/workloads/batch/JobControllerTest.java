package io.syncline.workloads.batch;

import static io.syncline.workloads.Scene.NOW;
import static io.syncline.workloads.Scene.ago;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.Scene;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobControllerTest {
  private final Scene scene = new Scene();
  private final JobController controller = new JobController(Pace.REAL, "attempt");

  private Manifest job(String spec, String status) {
    return scene.put(
        Kind.JOB,
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: j, namespace: ns, uid: u}
        spec:
          template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}
          %s
        status: %s
        """
            .formatted(spec.replace("; ", "\n  "), status));
  }

  private Manifest pod(String name, String phase) {
    return scene.put(
        Kind.POD,
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s
          namespace: ns
          uid: %s
          creationTimestamp: "%s"
          ownerReferences: [{apiVersion: batch/v1, kind: Job, name: j, uid: u, controller: true}]
          finalizers: [batch.kubernetes.io/job-tracking]
        spec: {nodeName: n}
        status: {phase: %s, containerStatuses: [{name: c, state: {terminated: {exitCode: %d, finishedAt: "%s"}}}]}
        """
            .formatted(name, name, ago(60), phase, phase.equals("Failed") ? 3 : 0, ago(5)));
  }

  private Manifest indexed(String name, int index, String phase, String annotations) {
    var pod =
        pod(name, phase).with(Integer.toString(index), "metadata", "annotations", JobPods.INDEX);
    return scene.put(
        Kind.POD,
        annotations.isEmpty()
            ? pod
            : pod.with(annotations, "metadata", "annotations", JobPods.INDEX_FAILURES));
  }

  private Decision decide(Manifest job) {
    return controller.decide(job, scene.view(), NOW);
  }

  private static ObjectTree status(Decision decision) {
    return Scene.status(decision, Kind.JOB).orElseThrow();
  }

  private static List<String> conditions(Decision decision) {
    return Conditions.of(status(decision)).items().stream()
        .map(c -> Tree.text(c, "type") + "=" + Tree.text(c, "reason"))
        .toList();
  }

  @Test
  void pods_are_made_with_a_finalizer_and_counted_as_active() {
    var decision = decide(job("parallelism: 2; completions: 3", "{}"));
    assertThat(Scene.created(decision, Kind.POD))
        .hasSize(2)
        .allSatisfy(p -> assertThat(p.finalizers()).containsExactly(JobPods.FINALIZER));
    assertThat(Tree.number(status(decision), 0, "active")).isEqualTo(2);
    assertThat(Tree.text(status(decision), "startTime")).isEqualTo(NOW.toString());
    assertThat(status(decision).get("uncountedTerminatedPods")).isEqualTo(ObjectTree.EMPTY);
  }

  @Test
  void a_finished_pod_goes_from_its_finalizer_through_the_list_into_the_number() {
    pod("a", "Succeeded");
    pod("b", "Running");
    var first = decide(job("parallelism: 1; completions: 2", "{startTime: \"" + ago(60) + "\"}"));
    assertThat(Tree.at(status(first), "uncountedTerminatedPods", "succeeded"))
        .isEqualTo(List.of("a"));
    assertThat(Tree.number(status(first), 0, "succeeded")).isZero();
    assertThat(Scene.updated(first, Kind.POD)).isEmpty();

    var second = decide(stored(first));
    var freed = Scene.updated(second, Kind.POD).getFirst();
    assertThat(freed.name()).isEqualTo("a");
    assertThat(freed.finalizers()).isEmpty();
    scene.put(Kind.POD, freed);

    var third = decide(stored(first));
    assertThat(Tree.number(status(third), 0, "succeeded")).isEqualTo(1);
    assertThat(status(third).get("uncountedTerminatedPods")).isEqualTo(ObjectTree.EMPTY);
    assertThat(decide(stored(third)).writes()).isEmpty();
  }

  private Manifest stored(Decision decision) {
    var job = scene.view().get(Kind.JOB, "ns", "j").orElseThrow();
    return scene.put(Kind.JOB, job.with(status(decision), "status"));
  }

  @Test
  void the_end_is_announced_first_and_made_when_all_pods_have_ended() {
    pod("a", "Failed");
    pod("b", "Running");
    var first = decide(job("backoffLimit: 0; parallelism: 2", "{startTime: \"" + ago(60) + "\"}"));
    assertThat(conditions(first)).containsExactly("FailureTarget=BackoffLimitExceeded");
    assertThat(Scene.deleted(first)).containsExactly("b");
    assertThat(Tree.at(status(first), "uncountedTerminatedPods", "failed"))
        .isEqualTo(List.of("a", "b"));
    assertThat(Scene.events(first)).isEmpty();
  }

  @Test
  void a_job_is_complete_when_enough_have_succeeded_and_none_is_left() {
    var decision = decide(job("completions: 2", "{startTime: \"" + ago(60) + "\", succeeded: 2}"));
    assertThat(conditions(decision))
        .containsExactly("SuccessCriteriaMet=CompletionsReached", "Complete=CompletionsReached");
    assertThat(Tree.text(status(decision), "completionTime")).isEqualTo(NOW.toString());
    assertThat(Scene.events(decision)).containsExactly("Completed: Job completed");
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "2, 20", "3, 40", "6, 320", "7, 600", "12, 600"})
  void pauses_grow_with_failures_in_a_row(int failures, long seconds) {
    for (var i = 0; i < failures; i++) {
      pod("p" + i, "Failed");
    }
    var decision = decide(job("backoffLimit: 20", "{startTime: \"" + ago(60) + "\"}"));
    assertThat(Scene.created(decision, Kind.POD)).isEmpty();
    assertThat(Scene.wake(decision)).contains(Duration.ofSeconds(seconds - 5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onExitCodes: {operator: In, values: [3]}|FailJob|FailureTarget=PodFailurePolicy|1",
        "onExitCodes: {operator: NotIn, values: [3]}|FailJob||1",
        "onExitCodes: {operator: NotIn, values: [4]}|FailJob|FailureTarget=PodFailurePolicy|1",
        "onExitCodes: {operator: In, values: [3], containerName: other}|FailJob||1",
        "onExitCodes: {operator: In, values: [3]}|Ignore||0",
        "onExitCodes: {operator: In, values: [3]}|Count||1",
        "onPodConditions: [{type: DisruptionTarget, status: 'True'}]|Ignore||1",
      })
  void a_rule_on_failures_decides(String rule, String action, String condition, int failed) {
    pod("a", "Failed");
    var decision =
        decide(
            job(
                "podFailurePolicy: {rules: [{action: " + action + ", " + rule + "}]}",
                "{startTime: \"" + ago(60) + "\"}"));
    assertThat(conditions(decision)).isEqualTo(condition == null ? List.of() : List.of(condition));
    assertThat(Tree.items(Tree.at(status(decision), "uncountedTerminatedPods", "failed")))
        .hasSize(failed);
    if (condition != null) {
      assertThat(
              Tree.text(
                  Conditions.of(status(decision)).get("FailureTarget").orElseThrow(), "message"))
          .isEqualTo(
              "Container c for pod ns/a failed with exit code 3 matching FailJob rule at index 0");
    }
  }

  @Test
  void an_index_that_failed_too_often_is_given_up_and_the_others_go_on() {
    indexed("a", 0, "Failed", "1");
    indexed("b", 1, "Succeeded", "");
    var decision =
        decide(
            job(
                "completionMode: Indexed; completions: 4; parallelism: 2; backoffLimitPerIndex: 1",
                "{startTime: \"" + ago(60) + "\"}"));
    assertThat(Tree.text(status(decision), "failedIndexes")).isEqualTo("0");
    assertThat(Tree.text(status(decision), "completedIndexes")).isEqualTo("1");
    assertThat(Scene.created(decision, Kind.POD))
        .extracting(p -> p.annotation(JobPods.INDEX).orElse(""))
        .containsExactly("2", "3");
    var pod = Scene.created(decision, Kind.POD).getFirst();
    assertThat(pod.text("spec", "hostname")).isEqualTo("j-2");
    assertThat(pod.text("metadata", "generateName")).isEqualTo("j-2-");
    assertThat(
            Tree.text(
                pod.root(),
                "spec",
                "containers",
                "0",
                "env",
                "0",
                "valueFrom",
                "fieldRef",
                "fieldPath"))
        .isEqualTo("metadata.labels['batch.kubernetes.io/job-completion-index']");
  }

  @Test
  void an_index_is_tried_again_after_a_pause_of_its_own() {
    indexed("a", 0, "Failed", "0");
    var decision =
        decide(
            job(
                "completionMode: Indexed; completions: 2; parallelism: 2; backoffLimitPerIndex: 3",
                "{startTime: \"" + ago(60) + "\"}"));
    assertThat(Scene.created(decision, Kind.POD))
        .extracting(p -> p.annotation(JobPods.INDEX).orElse(""))
        .containsExactly("1");
    assertThat(Scene.wake(decision)).contains(Duration.ofSeconds(5));
    var later =
        controller.decide(
            scene.view().get(Kind.JOB, "ns", "j").orElseThrow(), scene.view(), NOW.plusSeconds(5));
    assertThat(Scene.created(later, Kind.POD).getFirst().annotation(JobPods.INDEX_FAILURES))
        .contains("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxFailedIndexes: 0|FailureTarget=MaxFailedIndexesExceeded",
        "maxFailedIndexes: 1|FailureTarget=FailedIndexes",
      })
  void failed_indexes_fail_the_job(String more, String condition) {
    indexed("a", 0, "Failed", "");
    indexed("b", 1, "Succeeded", "");
    var decision =
        decide(
            job(
                "completionMode: Indexed; completions: 2; backoffLimitPerIndex: 0; " + more,
                "{startTime: \"" + ago(60) + "\"}"));
    assertThat(conditions(decision)).containsExactly(condition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{succeededIndexes: '0-1', succeededCount: 1}|true",
        "{succeededIndexes: '0-1'}|false",
        "{succeededIndexes: '1'}|true",
        "{succeededIndexes: '0'}|false",
        "{succeededCount: 1}|true",
        "{succeededCount: 2}|false",
      })
  void a_success_policy_ends_the_job_early(String rule, boolean ends) {
    indexed("a", 1, "Succeeded", "");
    indexed("b", 0, "Running", "");
    var decision =
        decide(
            job(
                "completionMode: Indexed; completions: 3; parallelism: 1; successPolicy: {rules: ["
                    + rule
                    + "]}",
                "{startTime: \"" + ago(60) + "\"}"));
    assertThat(conditions(decision))
        .isEqualTo(ends ? List.of("SuccessCriteriaMet=SuccessPolicy") : List.of());
    assertThat(Scene.deleted(decision)).isEqualTo(ends ? List.of("b") : List.of());
  }

  @Test
  void a_suspended_job_removes_its_pods_without_counting_them_and_starts_anew() {
    pod("a", "Running");
    var decision = decide(job("suspend: true", "{startTime: \"" + ago(60) + "\"}"));
    assertThat(Scene.deleted(decision)).containsExactly("a");
    assertThat(Scene.updated(decision, Kind.POD).getFirst().finalizers()).isEmpty();
    assertThat(conditions(decision)).containsExactly("Suspended=JobSuspended");
    assertThat(Tree.number(status(decision), 0, "active")).isZero();
    var resumed =
        scene.put(
            Kind.JOB,
            scene
                .view()
                .get(Kind.JOB, "ns", "j")
                .orElseThrow()
                .with(status(decision), "status")
                .with(false, "spec", "suspend"));
    var again = decide(resumed);
    assertThat(Tree.text(status(again), "startTime")).isEqualTo(NOW.toString());
    assertThat(Scene.events(again)).contains("Resumed: Job resumed");
  }

  @Test
  void fewer_pods_are_kept_when_parallelism_shrinks() {
    for (var i = 0; i < 3; i++) {
      pod("p" + i, "Running");
    }
    var decision =
        decide(job("parallelism: 1; completions: 5", "{startTime: \"" + ago(60) + "\"}"));
    assertThat(Scene.deleted(decision)).hasSize(2);
    assertThat(Tree.number(status(decision), 0, "active")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"Failed, 0, 0", "TerminatingOrFailed, 0, 1"})
  void a_terminating_pod_is_replaced_as_the_policy_says(String policy, int created, int failed) {
    scene.put(
        Kind.POD,
        pod("a", "Running")
            .with(ago(1), "metadata", "deletionTimestamp")
            .with(List.of(), "status", "containerStatuses"));
    var decision =
        decide(job("podReplacementPolicy: " + policy, "{startTime: \"" + ago(60) + "\"}"));
    assertThat(Scene.created(decision, Kind.POD)).hasSize(created);
    assertThat(Tree.items(Tree.at(status(decision), "uncountedTerminatedPods", "failed")))
        .hasSize(failed);
    assertThat(Tree.number(status(decision), 0, "terminating")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"6, 5, false", "6, 6, true", "0, 0, false", "0, 1, true"})
  void restarts_in_place_count_towards_the_limit(int limit, int restarts, boolean fails) {
    var job = job("backoffLimit: " + limit, "{startTime: \"" + ago(60) + "\"}");
    job = scene.put(Kind.JOB, job.with("OnFailure", "spec", "template", "spec", "restartPolicy"));
    scene.put(
        Kind.POD,
        pod("a", "Running")
            .with(
                List.of(ObjectTree.of("name", "c", "restartCount", restarts)),
                "status",
                "containerStatuses"));
    assertThat(conditions(decide(job)))
        .isEqualTo(fails ? List.of("FailureTarget=BackoffLimitExceeded") : List.of());
  }

  @Test
  void a_deadline_ends_a_job_and_is_waited_for() {
    pod("a", "Running");
    var early =
        decide(job("activeDeadlineSeconds: 60", "{startTime: \"" + ago(59) + "\", active: 1}"));
    assertThat(Scene.wake(early)).contains(Duration.ofSeconds(1));
    var late =
        decide(job("activeDeadlineSeconds: 60", "{startTime: \"" + ago(60) + "\", active: 1}"));
    assertThat(conditions(late)).containsExactly("FailureTarget=DeadlineExceeded");
    assertThat(Scene.deleted(late)).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({"0, true", "4, true", "5, true", "6, false"})
  void a_finished_job_lives_for_its_time(long ttl, boolean gone) {
    var decision =
        decide(
            job(
                "ttlSecondsAfterFinished: " + ttl,
                "{conditions: [{type: Complete, status: \"True\", lastTransitionTime: \""
                    + ago(5)
                    + "\"}]}"));
    assertThat(Scene.deleted(decision)).isEqualTo(gone ? List.of("j") : List.of());
    if (!gone) {
      assertThat(Scene.wake(decision)).contains(Duration.ofSeconds(1));
    }
  }

  @Test
  void the_pods_of_a_job_that_is_gone_are_let_go() {
    pod("a", "Succeeded");
    var decision =
        controller.gone(
            new io.syncline.workloads.control.Key(Kind.JOB, "ns", "j"), scene.view(), NOW);
    assertThat(Scene.updated(decision, Kind.POD).getFirst().finalizers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0,1,2,5|0-2,5", "0,1|0,1", "3|3", "''|''", "0,2,3,4,9,10|0,2-4,9,10"})
  void indexes_are_written_in_runs_and_read_again(String list, String text) {
    var indexes = Indexes.parse(list, 100);
    assertThat(Indexes.text(indexes)).isEqualTo(text);
    assertThat(Indexes.parse(text, 100)).isEqualTo(indexes);
  }
}
