package io.syncline.workloads.apps;

import static io.syncline.workloads.Scene.NOW;
import static io.syncline.workloads.Scene.ago;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.Scene;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods are told as {@code number:template:ready}. */
class StatefulSetControllerTest {
  private final Scene scene = new Scene();
  private final StatefulSetController controller = new StatefulSetController(Pace.REAL);

  private Manifest set(String spec) {
    return scene.put(
        Kind.STATEFUL_SET,
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, namespace: ns, uid: db, generation: 4}
        spec:
          replicas: 3
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec: {containers: [{name: c, image: new}]}
          %s
        """
            .formatted(spec.replace("; ", "\n  ")));
  }

  private Decision decide(String spec, String pods) {
    var set = set(spec);
    var revision =
        Scene.created(controller.decide(set, scene.view(), NOW), Kind.CONTROLLER_REVISION)
            .getFirst();
    scene.put(Kind.CONTROLLER_REVISION, revision);
    for (var text : pods.isEmpty() ? new String[0] : pods.split(" ")) {
      var part = text.split(":");
      scene.put(
          Kind.POD,
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: db-%1$s
            namespace: ns
            labels: {app: db, controller-revision-hash: %2$s}
            ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: db, controller: true}]
          spec: {nodeName: n}
          status: {phase: Running, conditions: [{type: Ready, status: "%3$s", lastTransitionTime: "%4$s"}]}
          """
              .formatted(
                  part[0],
                  part[1].equals("new") ? revision.name() : "db-old",
                  part[2].equals("up") ? "True" : "False",
                  ago(10)));
    }
    return controller.decide(set, scene.view(), NOW);
  }

  private static String created(Decision decision) {
    return String.join(
        " ", Scene.created(decision, Kind.POD).stream().map(Manifest::name).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 3|''|db-0|''",
        "replicas: 3|0:new:down|''|''",
        "replicas: 3|0:new:up|db-1|''",
        "podManagementPolicy: Parallel|''|db-0 db-1 db-2|''",
        "ordinals: {start: 5}|''|db-5|''",
        "ordinals: {start: 1}|0:new:up 1:new:up 2:new:up 3:new:up|''|db-0",
        "replicas: 1|0:new:up 1:new:up 2:new:up|''|db-2",
        "replicas: 1; podManagementPolicy: Parallel|0:new:up 1:new:up 2:new:up|''|db-2 db-1",
        "minReadySeconds: 11|0:new:up|''|''",
        "minReadySeconds: 10|0:new:up|db-1|''",
      })
  void pods_come_and_go_in_order(String spec, String pods, String created, String deleted) {
    var decision = decide(spec.startsWith("replicas: 3") ? "revisionHistoryLimit: 10" : spec, pods);
    assertThat(created(decision)).isEqualTo(created);
    assertThat(String.join(" ", Scene.deleted(decision))).isEqualTo(deleted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|0:old:up 1:old:up 2:old:up|db-2",
        "{}|0:old:up 1:old:up 2:new:up|db-1",
        "{rollingUpdate: {partition: 2}}|0:old:up 1:old:up 2:old:up|db-2",
        "{rollingUpdate: {partition: 2}}|0:old:up 1:old:up 2:new:up|''",
        "{rollingUpdate: {maxUnavailable: 2}}|0:old:up 1:old:up 2:old:up|db-2 db-1",
        "{type: OnDelete}|0:old:up 1:old:up 2:old:up|''",
      })
  void old_pods_are_replaced_from_the_end(String strategy, String pods, String deleted) {
    var decision = decide("updateStrategy: " + strategy, pods);
    assertThat(String.join(" ", Scene.deleted(decision))).isEqualTo(deleted);
  }

  @Test
  void a_broken_new_pod_holds_the_rollout_in_a_parallel_set_too() {
    var decision = decide("podManagementPolicy: Parallel", "0:old:up 1:old:up 2:new:down");
    assertThat(Scene.deleted(decision)).isEmpty();
  }

  @Test
  void a_pod_becomes_available_when_it_was_ready_long_enough() {
    var decision = decide("minReadySeconds: 15", "0:new:up");
    assertThat(Scene.wake(decision)).contains(Duration.ofSeconds(5));
    var status = Scene.status(decision, Kind.STATEFUL_SET).orElseThrow();
    assertThat(Tree.number(status, -1, "readyReplicas")).isEqualTo(1);
    assertThat(Tree.number(status, -1, "availableReplicas")).isZero();
    assertThat(Tree.number(status, -1, "observedGeneration")).isEqualTo(4);
  }

  private static final String CLAIM =
      "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]";

  @ParameterizedTest
  @CsvSource({"Retain, 0", "Delete, 1"})
  void a_claim_is_owned_by_its_set_when_it_is_to_go_with_it(String policy, int owners) {
    var decision =
        decide(CLAIM + "; persistentVolumeClaimRetentionPolicy: {whenDeleted: " + policy + "}", "");
    var claim = Scene.created(decision, Kind.VOLUME_CLAIM).getFirst();
    assertThat(claim.name()).isEqualTo("data-db-0");
    assertThat(claim.owners()).hasSize(owners);
    assertThat(claim.label("app")).contains("db");
  }

  @ParameterizedTest
  @CsvSource({"Retain, ''", "Delete, db-1"})
  void a_claim_goes_with_a_surplus_pod_when_it_is_to(String policy, String owner) {
    scene.put(
        Kind.VOLUME_CLAIM,
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-db-1, namespace: ns}}");
    var decision =
        decide(
            CLAIM
                + "; persistentVolumeClaimRetentionPolicy: {whenScaled: "
                + policy
                + "}; ordinals: {start: 2}",
            "1:new:up 2:new:up 3:new:up 4:new:up");
    var owners =
        Scene.updated(decision, Kind.VOLUME_CLAIM).stream()
            .flatMap(c -> c.owners().stream())
            .map(o -> Tree.text(o, "name"))
            .toList();
    assertThat(owners).isEqualTo(owner.isEmpty() ? List.of() : List.of(owner));
    assertThat(Scene.deleted(decision)).containsExactly("db-1");
  }
}
