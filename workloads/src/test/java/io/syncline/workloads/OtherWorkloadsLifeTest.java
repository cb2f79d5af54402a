package io.syncline.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.rest.PodLogs;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtherWorkloadsLifeTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: migrate}
      spec:
        completions: 3
        parallelism: 2
        template:
          spec:
            restartPolicy: Never
            containers: [{name: run, image: "busybox:1.36"}]
      """;
  private static final String STATEFUL =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db}
      spec:
        serviceName: db
        replicas: 3
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec: {containers: [{name: db, image: "postgres:17"}]}
        volumeClaimTemplates:
          - metadata: {name: data}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Gi}}
      """;
  private static final String DAEMON =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {containers: [{name: agent, image: "agent:1"}]}
      """;
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one, labels: {app: one}}
      spec:
        containers: [{name: c, image: "nginx:1"}]
      """;

  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  private static boolean is(Manifest object, String condition) {
    return Conditions.of(object.at("status")).isTrue(condition);
  }

  private static long count(Manifest object, String field) {
    return Tree.number(object.root(), 0, "status", field);
  }

  @Test
  void a_job_completes_after_enough_successes() {
    sim.create(Kind.JOB, JOB);
    var job = sim.until(Kind.JOB, "migrate", j -> is(j, "Complete"));
    assertThat(is(job, "SuccessCriteriaMet")).isTrue();
    assertThat(count(job, "succeeded")).isEqualTo(3);
    assertThat(job.at("status", "active")).isNull();
    assertThat(job.text("status", "completionTime")).isNotEmpty();
    assertThat(sim.all(Kind.POD)).hasSize(3);
  }

  @Test
  void a_job_whose_command_fails_gives_up_after_its_limit() {
    sim.create(
        Kind.JOB,
        JOB.replace("completions: 3", "backoffLimit: 1")
            .replace(
                "\"busybox:1.36\"", "\"busybox:1.36\", command: [sh, -c, \"echo hi; exit 4\"]"));
    sim.pass(Duration.ofSeconds(30));
    var job = sim.until(Kind.JOB, "migrate", j -> is(j, "Failed"));
    assertThat(Conditions.of(job.at("status")).reason("Failed")).isEqualTo("BackoffLimitExceeded");
    assertThat(count(job, "failed")).isEqualTo(2);
    var pod = sim.all(Kind.POD).getFirst();
    assertThat(
            Tree.number(
                pod.root(),
                0,
                "status",
                "containerStatuses",
                "0",
                "state",
                "terminated",
                "exitCode"))
        .isEqualTo(4);
    assertThat(SimulatedLogs.lines(pod, "run", false))
        .hasSize(3)
        .extracting(PodLogs.Line::text)
        .contains("hi")
        .first()
        .asString()
        .startsWith("[simulated]");
  }

  @Test
  void a_job_that_fails_first_succeeds_later() {
    sim.create(
        Kind.JOB,
        JOB.replace("completions: 3", "completions: 1")
            .replace(
                "    spec:\n      restartPolicy",
                "    metadata: {annotations: {sim.syncline.io/fail-first: \"2\"}}\n"
                    + "    spec:\n      restartPolicy"));
    sim.pass(Duration.ofSeconds(60));
    var job = sim.until(Kind.JOB, "migrate", j -> is(j, "Complete"));
    assertThat(count(job, "failed")).isEqualTo(2);
    assertThat(count(job, "succeeded")).isEqualTo(1);
  }

  @Test
  void a_finished_job_goes_after_its_time_to_live() {
    sim.create(
        Kind.JOB, JOB.replace("completions: 3", "completions: 1\n  ttlSecondsAfterFinished: 60"));
    sim.until(Kind.JOB, "migrate", j -> is(j, "Complete"));
    sim.pass(Duration.ofSeconds(50));
    assertThat(sim.find(Kind.JOB, "migrate")).isPresent();
    sim.pass(Duration.ofSeconds(20));
    sim.until("job is gone", () -> sim.find(Kind.JOB, "migrate").isEmpty());
  }

  @Test
  void a_cron_job_starts_jobs_on_time_and_keeps_three() {
    sim.create(
        Kind.CRON_JOB,
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: tidy}
        spec:
          schedule: "*/5 * * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: OnFailure
                  containers: [{name: run, image: "busybox:1.36"}]
        """);
    sim.pass(Duration.ofMinutes(4));
    assertThat(sim.all(Kind.JOB)).isEmpty();
    sim.pass(Duration.ofMinutes(27));
    sim.until("three jobs are kept", () -> sim.all(Kind.JOB).size() == 3);
    assertThat(sim.all(Kind.JOB)).allMatch(j -> is(j, "Complete"));
    assertThat(sim.get(Kind.CRON_JOB, "tidy").text("status", "lastScheduleTime"))
        .isEqualTo("2026-03-01T10:30:00Z");
  }

  @Test
  void a_stateful_set_starts_in_order_with_bound_claims_and_rolls_backwards() {
    sim.create(Kind.STATEFUL_SET, STATEFUL);
    var db = sim.until(Kind.STATEFUL_SET, "db", s -> count(s, "readyReplicas") == 3);
    assertThat(db.text("status", "currentRevision")).isEqualTo(db.text("status", "updateRevision"));
    assertThat(sim.all(Kind.POD).stream().map(Manifest::name))
        .containsExactly("db-0", "db-1", "db-2");
    assertThat(sim.all(Kind.VOLUME_CLAIM))
        .hasSize(3)
        .allMatch(c -> c.text("status", "phase").equals("Bound"));
    sim.edit(
        Kind.STATEFUL_SET,
        "db",
        s ->
            s.with(
                List.of(ObjectTree.of("name", "db", "image", "postgres:18")),
                "spec",
                "template",
                "spec",
                "containers"));
    sim.until(
        Kind.STATEFUL_SET,
        "db",
        s ->
            count(s, "updatedReplicas") == 3
                && count(s, "readyReplicas") == 3
                && s.text("status", "currentRevision").equals(s.text("status", "updateRevision"))
                && s.generation() == count(s, "observedGeneration"));
    assertThat(sim.all(Kind.CONTROLLER_REVISION)).hasSize(2);
    sim.edit(Kind.STATEFUL_SET, "db", s -> s.with(1, "spec", "replicas"));
    sim.until("scaled down", () -> sim.all(Kind.POD).size() == 1);
    assertThat(sim.all(Kind.VOLUME_CLAIM)).hasSize(3);
  }

  @Test
  void a_daemon_set_has_a_pod_on_every_node_and_rolls_one_by_one() {
    sim.create(Kind.DAEMON_SET, DAEMON);
    sim.until(Kind.DAEMON_SET, "agent", d -> count(d, "numberAvailable") == 3);
    assertThat(sim.all(Kind.POD).stream().map(p -> p.text("spec", "nodeName")))
        .containsExactlyInAnyOrder("simulated-0", "simulated-1", "simulated-2");
    sim.edit(
        Kind.DAEMON_SET,
        "agent",
        s ->
            s.with(
                List.of(ObjectTree.of("name", "agent", "image", "agent:2")),
                "spec",
                "template",
                "spec",
                "containers"));
    sim.until(
        Kind.DAEMON_SET,
        "agent",
        d ->
            d.generation() == count(d, "observedGeneration")
                && count(d, "updatedNumberScheduled") == 3
                && count(d, "numberAvailable") == 3);
  }

  @Test
  void a_service_gets_endpoints_of_ready_pods_and_an_address() {
    sim.create(Kind.POD, POD);
    sim.create(
        Kind.SERVICE,
        """
        apiVersion: v1
        kind: Service
        metadata: {name: one}
        spec:
          type: LoadBalancer
          selector: {app: one}
          ports: [{port: 80, targetPort: 8080}]
        """);
    sim.until(Kind.POD, "one", p -> is(p, "Ready"));
    sim.until(
        Kind.ENDPOINTS,
        "one",
        e -> Tree.at(e.root(), "subsets", "0", "addresses", "0", "ip") != null);
    sim.until(
        "slice is ready",
        () ->
            sim.all(Kind.ENDPOINT_SLICE).stream()
                .filter(s -> s.name().startsWith("one-"))
                .anyMatch(s -> Tree.flag(s.root(), "endpoints", "0", "conditions", "ready")));
    sim.pass(Duration.ofSeconds(1));
    var service = sim.get(Kind.SERVICE, "one");
    assertThat(Tree.text(service.root(), "status", "loadBalancer", "ingress", "0", "ip"))
        .startsWith("198.1");
  }

  @Test
  void a_pod_waits_for_a_missing_config_map() {
    sim.create(
        Kind.POD,
        POD.replace("\"nginx:1\"", "\"nginx:1\", envFrom: [{configMapRef: {name: settings}}]"));
    sim.pass(Duration.ofSeconds(2));
    assertThat(
            Tree.text(
                sim.get(Kind.POD, "one").root(),
                "status",
                "containerStatuses",
                "0",
                "state",
                "waiting",
                "reason"))
        .isEqualTo("CreateContainerConfigError");
    sim.create(Kind.CONFIG_MAP, "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}");
    sim.pass(Duration.ofSeconds(2));
    assertThat(sim.get(Kind.POD, "one").text("status", "phase")).isEqualTo("Running");
  }

  @Test
  void a_pod_that_fits_nowhere_stays_pending_and_says_why() {
    sim.create(Kind.POD, POD.replace("  containers", "  nodeSelector: {disk: gold}\n  containers"));
    sim.pass(Duration.ofSeconds(1));
    var pod = sim.get(Kind.POD, "one");
    assertThat(pod.text("status", "phase")).isEqualTo("Pending");
    assertThat(Conditions.of(pod.at("status")).reason("PodScheduled")).isEqualTo("Unschedulable");
    assertThat(sim.all(Kind.EVENT))
        .anyMatch(
            e ->
                e.text("reason").equals("FailedScheduling")
                    && e.text("message").startsWith("0/3 nodes are available: 3 node(s)"));
  }

  @Test
  void a_deleted_pod_is_gone_soon_whatever_its_grace_period() {
    sim.create(Kind.POD, POD);
    sim.until(Kind.POD, "one", p -> is(p, "Ready"));
    sim.delete(Kind.POD, "one");
    sim.until("pod is gone", () -> sim.find(Kind.POD, "one").isEmpty());
  }

  @Test
  void a_pod_becomes_ready_as_late_as_declared() {
    sim.create(
        Kind.POD,
        POD.replace("name: one, ", "name: one, annotations: {sim.syncline.io/ready-after: 45s}, "));
    sim.pass(Duration.ofSeconds(44));
    assertThat(sim.get(Kind.POD, "one").text("status", "phase")).isEqualTo("Running");
    assertThat(is(sim.get(Kind.POD, "one"), "Ready")).isFalse();
    sim.pass(Duration.ofSeconds(2));
    assertThat(is(sim.get(Kind.POD, "one"), "Ready")).isTrue();
  }

  @Test
  void budgets_and_autoscalers_report() {
    sim.create(Kind.STATEFUL_SET, STATEFUL);
    sim.create(
        Kind.DISRUPTION_BUDGET,
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: db}
        spec: {maxUnavailable: 1, selector: {matchLabels: {app: db}}}
        """);
    sim.create(
        Kind.AUTOSCALER,
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: db}
        spec:
          minReplicas: 4
          maxReplicas: 6
          scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}
          metrics:
            - type: Resource
              resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
        """);
    sim.until(Kind.STATEFUL_SET, "db", s -> count(s, "readyReplicas") == 4);
    var budget = sim.until(Kind.DISRUPTION_BUDGET, "db", b -> count(b, "currentHealthy") == 4);
    assertThat(count(budget, "desiredHealthy")).isEqualTo(3);
    assertThat(count(budget, "disruptionsAllowed")).isEqualTo(1);
    sim.until(Kind.AUTOSCALER, "db", h -> count(h, "currentReplicas") == 4);
    assertThat(is(sim.get(Kind.AUTOSCALER, "db"), "ScalingActive")).isTrue();
  }

  @Test
  void an_unused_claim_and_its_volume_are_removed_together() {
    sim.create(
        Kind.VOLUME_CLAIM,
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """);
    sim.until(Kind.VOLUME_CLAIM, "data", c -> c.text("status", "phase").equals("Bound"));
    sim.delete(Kind.VOLUME_CLAIM, "data");
    sim.until("claim is gone", () -> sim.find(Kind.VOLUME_CLAIM, "data").isEmpty());
    sim.until("volume is gone", () -> sim.api.list(Kind.VOLUME.resource(), "").isEmpty());
  }

  @Test
  void events_are_forgotten_after_an_hour() {
    sim.create(Kind.POD, POD);
    sim.until(Kind.POD, "one", p -> is(p, "Ready"));
    sim.pass(Duration.ofMinutes(50));
    assertThat(sim.all(Kind.EVENT)).isNotEmpty();
    sim.pass(Duration.ofMinutes(25));
    assertThat(sim.all(Kind.EVENT)).isEmpty();
  }
}
