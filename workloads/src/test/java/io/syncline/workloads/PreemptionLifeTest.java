package io.syncline.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.workloads.control.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreemptionLifeTest {
  private final Simulation sim = new Simulation();

  @AfterEach
  void close() {
    sim.close();
  }

  private void deployment(String name, String more) {
    sim.create(
        Kind.DEPLOYMENT,
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          replicas: 3
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              %2$s
              containers:
                - {name: c, image: "nginx:1", resources: {requests: {cpu: 200}}}
        """
            .formatted(name, more));
  }

  @Test
  void stronger_pods_take_the_place_of_weaker_ones_which_then_wait() {
    sim.api.create(
        new io.syncline.localkube.api.ResourceId("scheduling.k8s.io", "v1", "priorityclasses"),
        new io.syncline.model.object.Manifest(
            io.syncline.model.yaml.Yaml.parseObject(
                """
                apiVersion: scheduling.k8s.io/v1
                kind: PriorityClass
                metadata: {name: high}
                value: 1000
                """)),
        "kubectl");
    deployment("weak", "");
    sim.until(Kind.DEPLOYMENT, "weak", DeploymentLifeTest::complete);
    deployment("strong", "priorityClassName: high");
    sim.until(Kind.DEPLOYMENT, "strong", DeploymentLifeTest::complete);
    sim.pass(Duration.ofMinutes(1));
    assertThat(sim.all(Kind.POD).stream().filter(p -> p.name().startsWith("weak")))
        .hasSize(3)
        .allMatch(p -> p.text("spec", "nodeName").isEmpty());
    // Each weak pod was pushed aside once: room made for a strong one is kept for it.
    assertThat(
            sim.all(Kind.EVENT).stream().filter(e -> e.text("reason").equals("Preempted")).count())
        .isEqualTo(3);
  }
}
