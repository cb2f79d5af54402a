package io.syncline.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pods;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeFailureLifeTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers: [{name: web, image: "nginx:1.27"}]
      """;

  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  private void schedule(String script) {
    var config =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: sim-schedule, namespace: kube-system}
        data:
          schedule: |
            %s
        """
            .formatted(script);
    sim.create(Kind.CONFIG_MAP, config);
  }

  private List<Manifest> on(String node) {
    return sim.all(Kind.POD).stream().filter(p -> p.text("spec", "nodeName").equals(node)).toList();
  }

  private Manifest node(String name) {
    return sim.api.get(Kind.NODE.resource(), "", name).orElseThrow();
  }

  @Test
  void a_node_fails_is_tainted_loses_its_pods_and_comes_back() {
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    var lost = on("simulated-1").getFirst();
    schedule(
        "- {at: 10s, select: {labels: {kubernetes.io/hostname: simulated-1}}, do: node-down, for: 20m}");
    sim.pass(Duration.ofSeconds(60));
    assertThat(Conditions.of(node("simulated-1").at("status")).get("Ready"))
        .hasValueSatisfying(c -> assertThat(Tree.text(c, "status")).isEqualTo("Unknown"));
    assertThat(Tree.items(node("simulated-1").at("spec", "taints"))).hasSize(2);
    assertThat(Pods.ready(sim.get(Kind.POD, lost.name()))).isFalse();
    assertThat(sim.get(Kind.POD, lost.name()).deleting()).isFalse();
    // Pods tolerate five minutes of this.
    sim.pass(Duration.ofMinutes(5));
    assertThat(sim.get(Kind.POD, lost.name()).deleting()).isTrue();
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(sim.all(Kind.POD).stream().filter(p -> !p.deleting()))
        .hasSize(3)
        .noneMatch(p -> p.text("spec", "nodeName").equals("simulated-1"));
    // Nobody on the silent node can say that the pod has ended.
    assertThat(sim.find(Kind.POD, lost.name())).isPresent();
    sim.pass(Duration.ofMinutes(16));
    assertThat(Conditions.of(node("simulated-1").at("status")).isTrue("Ready")).isTrue();
    assertThat(node("simulated-1").at("spec", "taints")).isNull();
    assertThat(sim.find(Kind.POD, lost.name())).isEmpty();
  }

  @Test
  void a_scheduled_crash_shows_as_restarts_and_passes() {
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    schedule("- {at: 30s, select: {ns: default, labels: {app: web}}, do: crash, for: 20s}");
    sim.pass(Duration.ofSeconds(35));
    assertThat(sim.all(Kind.POD))
        .hasSize(3)
        .allMatch(p -> !Pods.ready(p))
        .allMatch(
            p ->
                Tree.text(
                        p.root(), "status", "containerStatuses", "0", "state", "waiting", "reason")
                    .equals("CrashLoopBackOff"));
    sim.pass(Duration.ofMinutes(2));
    assertThat(sim.all(Kind.POD))
        .allMatch(Pods::ready)
        .allMatch(
            p -> Tree.number(p.root(), 0, "status", "containerStatuses", "0", "restartCount") > 0);
    assertThat(DeploymentLifeTest.complete(sim.get(Kind.DEPLOYMENT, "web"))).isTrue();
  }

  @Test
  void a_deployment_reports_that_the_api_refuses_its_pods_and_recovers() {
    schedule("- {select: {ns: default}, do: scale-api-errors, for: 30s}");
    sim.pass(Duration.ofMillis(100));
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.pass(Duration.ofSeconds(5));
    assertThat(sim.all(Kind.POD)).isEmpty();
    assertThat(Conditions.of(sim.get(Kind.DEPLOYMENT, "web").at("status")).reason("ReplicaFailure"))
        .isEqualTo("FailedCreate");
    sim.pass(Duration.ofMinutes(2));
    var web = sim.get(Kind.DEPLOYMENT, "web");
    assertThat(DeploymentLifeTest.complete(web)).isTrue();
    assertThat(Conditions.of(web.at("status")).get("ReplicaFailure")).isEmpty();
  }

  @Test
  void a_cordoned_node_gets_no_pods() {
    sim.api.update(
        Kind.NODE.resource(), node("simulated-0").with(true, "spec", "unschedulable"), "kubectl");
    sim.pass(Duration.ofSeconds(1));
    sim.create(Kind.DEPLOYMENT, WEB);
    sim.until(Kind.DEPLOYMENT, "web", DeploymentLifeTest::complete);
    assertThat(on("simulated-0")).isEmpty();
    assertThat(Tree.text(node("simulated-0").at("spec", "taints", "0"), "key"))
        .isEqualTo("node.kubernetes.io/unschedulable");
  }
}
