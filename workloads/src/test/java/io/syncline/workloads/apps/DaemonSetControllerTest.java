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
import io.syncline.workloads.schedule.NodeFit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four nodes; pods are told as {@code node:template:ready}. */
class DaemonSetControllerTest {
  private final Scene scene = new Scene();
  private final DaemonSetController controller =
      new DaemonSetController(Pace.REAL, NodeFit::admits);

  @BeforeEach
  void nodes() {
    for (var i = 0; i < 4; i++) {
      node("n" + i, "{}");
    }
  }

  private void node(String name, String spec) {
    scene.put(
        Kind.NODE,
        "{apiVersion: v1, kind: Node, metadata: {name: %s}, spec: %s}".formatted(name, spec));
  }

  private Manifest set(String strategy) {
    return scene.put(
        Kind.DAEMON_SET,
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: d, namespace: ns, uid: d, generation: 3}
        spec:
          selector: {matchLabels: {app: d}}
          updateStrategy: %s
          template:
            metadata: {labels: {app: d}}
            spec: {containers: [{name: c, image: new}]}
        """
            .formatted(strategy));
  }

  private String newHash(Manifest set) {
    var revision =
        Scene.created(controller.decide(set, scene.view(), NOW), Kind.CONTROLLER_REVISION);
    scene.put(Kind.CONTROLLER_REVISION, revision.getFirst());
    return Revisions.hash(revision.getFirst());
  }

  private Decision decide(String strategy, String pods) {
    var set = set(strategy);
    var hash = newHash(set);
    for (var text : pods.split(" ")) {
      var part = text.split(":");
      scene.put(
          Kind.POD,
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: %1$s-%2$s
            namespace: ns
            labels: {app: d, controller-revision-hash: %3$s}
            ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: d, uid: d, controller: true}]
          spec: {nodeName: %1$s}
          status: {phase: Running, conditions: [{type: Ready, status: "%4$s", lastTransitionTime: "%5$s"}]}
          """
              .formatted(
                  part[0],
                  part[1],
                  part[1].equals("new") ? hash : "oldhash",
                  part[2].equals("up") ? "True" : "False",
                  ago(100)));
    }
    return controller.decide(set, scene.view(), NOW);
  }

  private static String target(Manifest pod) {
    return Tree.text(
        pod.root(),
        "spec",
        "affinity",
        "nodeAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        "nodeSelectorTerms",
        "0",
        "matchFields",
        "0",
        "values",
        "0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|n0:old:up n1:old:up n2:old:up n3:old:up|n0-old|''",
        "{rollingUpdate: {maxUnavailable: 2}}|n0:old:up n1:old:up n2:old:up n3:old:up|n0-old n1-old|''",
        "{rollingUpdate: {maxUnavailable: 50%}}|n0:new:down n1:old:up n2:old:up n3:old:up|n1-old|''",
        "{}|n0:new:down n1:old:up n2:old:up n3:old:up|''|''",
        "{}|n0:new:up n1:old:down n2:old:up n3:old:up|n1-old|''",
        "{type: OnDelete}|n0:old:up n1:old:up n2:old:up n3:old:up|''|''",
        "{rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}|n0:old:up n1:old:up n2:old:up n3:old:up|''|n0",
        "{rollingUpdate: {maxSurge: 50%, maxUnavailable: 0}}|n0:old:up n1:old:up n2:old:up n3:old:up|''|n0 n1",
        "{rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}|n0:old:up n0:new:down n1:old:up n2:old:up n3:old:up|''|''",
        "{rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}|n0:old:up n0:new:up n1:old:up n2:old:up n3:old:up|n0-old|n1",
        "{rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}|n0:old:up n1:old:down n2:old:up n3:old:up|''|n1 n0",
      })
  void old_pods_are_replaced_as_the_strategy_allows(
      String strategy, String pods, String deleted, String created) {
    var decision = decide(strategy, pods);
    assertThat(String.join(" ", Scene.deleted(decision))).isEqualTo(deleted);
    assertThat(
            String.join(
                " ",
                Scene.created(decision, Kind.POD).stream()
                    .map(DaemonSetControllerTest::target)
                    .toList()))
        .isEqualTo(created);
  }

  @Test
  void cordons_and_pressure_do_not_keep_daemons_away_but_own_taints_do() {
    node(
        "n0",
        "{unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}");
    node("n1", "{taints: [{key: node.kubernetes.io/unreachable, effect: NoExecute}]}");
    node("n2", "{taints: [{key: gpu, effect: NoSchedule}]}");
    var created = Scene.created(controller.decide(set("{}"), scene.view(), NOW), Kind.POD);
    assertThat(created)
        .extracting(DaemonSetControllerTest::target)
        .containsExactly("n0", "n1", "n3");
    assertThat(Tree.items(created.getFirst().at("spec", "tolerations")))
        .extracting(t -> Tree.text(t, "key").replace("node.kubernetes.io/", ""))
        .containsExactly(
            "not-ready",
            "unreachable",
            "disk-pressure",
            "memory-pressure",
            "pid-pressure",
            "unschedulable");
  }

  @Test
  void counts_and_generation_are_written_together() {
    var status =
        Scene.status(decide("{}", "n0:new:up n1:old:up n2:new:down n3:old:up"), Kind.DAEMON_SET)
            .orElseThrow();
    assertThat(
            List.of(
                Tree.number(status, 0, "observedGeneration"),
                Tree.number(status, 0, "desiredNumberScheduled"),
                Tree.number(status, 0, "currentNumberScheduled"),
                Tree.number(status, 0, "updatedNumberScheduled"),
                Tree.number(status, 0, "numberReady"),
                Tree.number(status, 0, "numberAvailable"),
                Tree.number(status, 0, "numberUnavailable")))
        .containsExactly(3L, 4L, 4L, 2L, 3L, 3L, 1L);
  }
}
