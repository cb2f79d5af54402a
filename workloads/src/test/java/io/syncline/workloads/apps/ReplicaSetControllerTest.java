package io.syncline.workloads.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Write;
import io.syncline.workloads.loop.Mirror;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaSetControllerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private final ReplicaSetController controller =
      new ReplicaSetController(Kind.REPLICA_SET, Pace.REAL);
  private final Mirror view = new Mirror();

  private static Manifest set(int replicas) {
    return new Manifest(
        Yaml.parseObject(
            """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: web, namespace: ns, uid: rs, generation: 3}
            spec:
              replicas: %d
              minReadySeconds: 10
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: x}]}
            """
                .formatted(replicas)));
  }

  private void pod(String name, String node, String ready, String label, boolean owned) {
    view.put(
        Kind.POD,
        new Manifest(
            Yaml.parseObject(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %1$s
                  namespace: ns
                  uid: %1$s
                  resourceVersion: "5"
                  creationTimestamp: "2026-03-01T09:00:00Z"
                  labels: {app: %4$s}
                  %5$s
                spec: {nodeName: "%2$s"}
                status:
                  phase: Running
                  conditions: [{type: Ready, status: "%3$s", lastTransitionTime: "2026-03-01T09:59:55Z"}]
                """
                    .formatted(
                        name,
                        node,
                        ready,
                        label,
                        owned
                            ? "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: rs, controller: true}]"
                            : ""))),
        NOW);
  }

  private static List<String> deleted(Decision decision) {
    return decision.writes().stream()
        .filter(Write.Delete.class::isInstance)
        .map(w -> ((Write.Delete) w).object().name())
        .toList();
  }

  @Test
  void unbound_and_unready_pods_go_first() {
    pod("ready-a", "n", "True", "web", true);
    pod("ready-b", "n", "True", "web", true);
    pod("unready", "n", "False", "web", true);
    pod("unbound", "", "False", "web", true);
    assertThat(deleted(controller.decide(set(2), view, NOW))).containsExactly("unbound", "unready");
    assertThat(deleted(controller.decide(set(1), view, NOW)))
        .containsExactly("unbound", "unready", "ready-b");
  }

  @Test
  void missing_pods_are_made_with_an_owner_and_a_generated_name() {
    pod("ready", "n", "True", "web", true);
    var made =
        controller.decide(set(3), view, NOW).writes().stream()
            .filter(Write.Create.class::isInstance)
            .map(w -> ((Write.Create) w).object())
            .toList();
    assertThat(made).hasSize(2);
    assertThat(made.getFirst().text("metadata", "generateName")).isEqualTo("web-");
    assertThat(Tree.text(made.getFirst().owners().getFirst(), "uid")).isEqualTo("rs");
  }

  @Test
  void ready_pods_become_available_after_their_time() {
    pod("ready", "n", "True", "web", true);
    var decision = controller.decide(set(1), view, NOW);
    assertThat(decision.wake()).contains(NOW.plusSeconds(5));
    assertThat(status(decision, "readyReplicas")).isEqualTo(1);
    assertThat(status(decision, "availableReplicas")).isZero();
    var later = controller.decide(set(1), view, NOW.plusSeconds(5));
    assertThat(status(later, "availableReplicas")).isEqualTo(1);
    assertThat(status(later, "observedGeneration")).isEqualTo(3);
  }

  private static long status(Decision decision, String field) {
    return decision.writes().stream()
        .filter(Write.Status.class::isInstance)
        .mapToLong(w -> Tree.number(((Write.Status) w).object().root(), 0, "status", field))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void matching_orphans_are_adopted_and_strangers_released() {
    pod("orphan", "n", "True", "web", false);
    pod("stranger", "n", "True", "other", true);
    var changed =
        controller.decide(set(1), view, NOW).writes().stream()
            .filter(Write.Update.class::isInstance)
            .map(w -> ((Write.Update) w).object())
            .toList();
    assertThat(changed).extracting(Manifest::name).containsExactly("stranger", "orphan");
    assertThat(changed.getFirst().owners()).isEmpty();
    assertThat(changed.getLast().owners()).hasSize(1);
  }
}
