package io.syncline.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentLifeTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        annotations: {team: shop}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
              - {name: web, image: "nginx:1.27"}
      """;

  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  static boolean complete(Manifest deployment) {
    var want = Tree.number(deployment.root(), 1, "spec", "replicas");
    return Tree.number(deployment.root(), 0, "status", "observedGeneration")
            == deployment.generation()
        && Tree.number(deployment.root(), 0, "status", "updatedReplicas") == want
        && Tree.number(deployment.root(), 0, "status", "availableReplicas") == want
        && Tree.number(deployment.root(), 0, "status", "replicas") == want;
  }

  private Manifest image(String image) {
    return sim.edit(
        Kind.DEPLOYMENT,
        "web",
        d ->
            d.with(
                List.of(io.syncline.model.tree.ObjectTree.of("name", "web", "image", image)),
                "spec",
                "template",
                "spec",
                "containers"));
  }

  @Test
  void becomes_available_with_running_ready_pods() {
    sim.create(Kind.DEPLOYMENT, WEB);
    var web = sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(Conditions.of(web.at("status")).isTrue("Available")).isTrue();
    assertThat(Conditions.of(web.at("status")).reason("Progressing"))
        .isEqualTo("NewReplicaSetAvailable");
    assertThat(web.annotation("deployment.kubernetes.io/revision")).contains("1");
    assertThat(web.at("status", "unavailableReplicas")).isNull();
    assertThat(sim.all(Kind.POD))
        .hasSize(3)
        .allSatisfy(
            pod -> {
              assertThat(pod.text("status", "phase")).isEqualTo("Running");
              assertThat(pod.text("status", "podIP")).startsWith("10.24");
              assertThat(Conditions.of(pod.at("status")).isTrue("Ready")).isTrue();
            });
    assertThat(sim.all(Kind.POD).stream().map(p -> p.text("spec", "nodeName")).distinct())
        .hasSize(3);
    var set = sim.all(Kind.REPLICA_SET).getFirst();
    assertThat(set.annotation("team")).contains("shop");
    assertThat(set.annotation("deployment.kubernetes.io/desired-replicas")).contains("3");
  }

  @Test
  void rolls_to_a_new_image_and_back_to_the_same_replica_set() {
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    var first = sim.all(Kind.REPLICA_SET).getFirst().name();
    image("nginx:1.28");
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(sim.all(Kind.REPLICA_SET)).hasSize(2);
    sim.until("old pods are gone", () -> sim.all(Kind.POD).size() == 3);
    assertThat(
            sim.all(Kind.POD).stream()
                .map(p -> Tree.text(p.root(), "spec", "containers", "0", "image")))
        .containsOnly("nginx:1.28");
    assertThat(sim.get(Kind.DEPLOYMENT, "web").annotation("deployment.kubernetes.io/revision"))
        .contains("2");
    image("nginx:1.27");
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(sim.all(Kind.REPLICA_SET)).hasSize(2);
    var again = sim.get(Kind.REPLICA_SET, first);
    assertThat(again.annotation("deployment.kubernetes.io/revision")).contains("3");
    assertThat(again.annotation("deployment.kubernetes.io/revision-history")).contains("1");
    assertThat(Tree.number(again.root(), 0, "status", "readyReplicas")).isEqualTo(3);
  }

  @Test
  void scales_up_and_down() {
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    sim.edit(Kind.DEPLOYMENT, "web", d -> d.with(7, "spec", "replicas"));
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(sim.all(Kind.POD)).hasSize(7);
    sim.edit(Kind.DEPLOYMENT, "web", d -> d.with(0, "spec", "replicas"));
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    sim.until("pods are gone", () -> sim.all(Kind.POD).isEmpty());
  }

  @Test
  void a_missing_image_exceeds_the_progress_deadline_and_keeps_the_old_pods() {
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    image("registry.invalid/web:2");
    sim.pass(Duration.ofSeconds(5));
    var broken =
        sim.all(Kind.POD).stream()
            .filter(p -> p.text("status", "phase").equals("Pending"))
            .toList();
    assertThat(broken).hasSize(1);
    assertThat(
            Tree.text(
                broken.getFirst().root(),
                "status",
                "containerStatuses",
                "0",
                "state",
                "waiting",
                "reason"))
        .isEqualTo("ImagePullBackOff");
    sim.pass(Duration.ofSeconds(590));
    assertThat(progressing()).isEqualTo("ReplicaSetUpdated");
    sim.pass(Duration.ofSeconds(10));
    assertThat(progressing()).isEqualTo("ProgressDeadlineExceeded");
    var web = sim.get(Kind.DEPLOYMENT, "web");
    assertThat(Tree.number(web.root(), 0, "status", "availableReplicas")).isEqualTo(3);
    image("nginx:1.27");
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(progressing()).isEqualTo("NewReplicaSetAvailable");
  }

  private String progressing() {
    return Conditions.of(sim.get(Kind.DEPLOYMENT, "web").at("status")).reason("Progressing");
  }

  @Test
  void a_crash_loop_restarts_and_never_becomes_available() {
    sim.create(
        Kind.DEPLOYMENT,
        WEB.replace(
            "metadata: {labels: {app: web}}",
            "metadata: {labels: {app: web}, annotations: {sim.syncline.io/crash: \"exit=3\"}}"));
    sim.pass(Duration.ofSeconds(60));
    var pod = sim.all(Kind.POD).getFirst();
    var status = Tree.object(Tree.at(pod.root(), "status", "containerStatuses", "0"));
    assertThat(Tree.number(status, 0, "restartCount")).isEqualTo(2);
    assertThat(Tree.text(status, "state", "waiting", "reason")).isEqualTo("CrashLoopBackOff");
    assertThat(Tree.number(status, 0, "lastState", "terminated", "exitCode")).isEqualTo(3);
    assertThat(
            sim.all(Kind.EVENT).stream()
                .filter(e -> e.text("reason").equals("BackOff"))
                .map(e -> e.text("involvedObject", "name")))
        .contains(pod.name());
    sim.pass(Duration.ofSeconds(700));
    assertThat(progressing()).isEqualTo("ProgressDeadlineExceeded");
  }

  @Test
  void recreate_stops_all_old_pods_before_it_starts_new_ones() {
    sim.create(
        Kind.DEPLOYMENT,
        WEB.replace("  replicas: 3", "  replicas: 3\n  strategy: {type: Recreate}"));
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    image("nginx:1.28");
    var mixed = new boolean[1];
    sim.until(
        "rolled",
        () -> {
          mixed[0] |=
              sim.all(Kind.POD).stream()
                      .map(p -> Tree.text(p.root(), "spec", "containers", "0", "image"))
                      .distinct()
                      .count()
                  > 1;
          return complete(sim.get(Kind.DEPLOYMENT, "web"));
        });
    assertThat(mixed[0]).isFalse();
  }

  @Test
  void a_paused_deployment_does_not_roll_until_resumed() {
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    sim.edit(Kind.DEPLOYMENT, "web", d -> d.with(true, "spec", "paused"));
    image("nginx:1.28");
    sim.pass(Duration.ofSeconds(5));
    assertThat(sim.all(Kind.REPLICA_SET)).hasSize(1);
    assertThat(progressing()).isEqualTo("DeploymentPaused");
    sim.edit(Kind.DEPLOYMENT, "web", d -> d.with(false, "spec", "paused"));
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(sim.all(Kind.REPLICA_SET)).hasSize(2);
  }

  @Test
  void keeps_only_as_many_old_replica_sets_as_asked_for() {
    sim.create(
        Kind.DEPLOYMENT, WEB.replace("  replicas: 3", "  replicas: 1\n  revisionHistoryLimit: 1"));
    for (var version = 1; version <= 4; version++) {
      sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
      image("nginx:1.3" + version);
      sim.until("new replica set", () -> sim.all(Kind.REPLICA_SET).size() > 1);
    }
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    sim.until("old ones are gone", () -> sim.all(Kind.REPLICA_SET).size() == 2);
  }

  @Test
  void takes_its_replica_sets_and_pods_with_it_when_deleted() {
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    sim.delete(Kind.DEPLOYMENT, "web");
    sim.until("replica sets are gone", () -> sim.all(Kind.REPLICA_SET).isEmpty());
    sim.until("pods are gone", () -> sim.all(Kind.POD).isEmpty());
  }

  @Test
  void goes_on_after_a_restart_of_the_controllers() {
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    image("nginx:1.28");
    sim.restart();
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(sim.all(Kind.REPLICA_SET)).hasSize(2);
  }
}
