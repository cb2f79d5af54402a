package io.syncline.workloads.node;

import static io.syncline.workloads.Scene.NOW;
import static io.syncline.workloads.Scene.ago;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.Scene;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeControllersTest {
  private final Scene scene = new Scene();

  private Manifest node(String annotations, String spec) {
    var node =
        scene.put(
            Kind.NODE,
            """
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {sim: "true"}, annotations: %s}
            spec: %s
            """
                .formatted(annotations, spec));
    return scene.put(
        Kind.NODE,
        node.with(NodeConditions.healthy(node, NOW.minusSeconds(900)), "status", "conditions"));
  }

  private Manifest pod(String tolerations) {
    return scene.put(
        Kind.POD,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p, namespace: ns}
        spec: {nodeName: n1, tolerations: %s}
        status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
        """
            .formatted(tolerations));
  }

  private static List<String> taints(Manifest node) {
    return Taints.of(node).stream()
        .map(
            t ->
                Tree.text(t, "key").replace("node.kubernetes.io/", "")
                    + ":"
                    + Tree.text(t, "effect"))
        .toList();
  }

  @Test
  void a_heartbeat_makes_a_lease_and_renews_it_in_time() {
    var node = node("{}", "{}");
    var first = new NodeHeartbeat().decide(node, scene.view(), NOW);
    var lease = Scene.created(first, Kind.LEASE).getFirst();
    assertThat(lease.namespace()).isEqualTo("kube-node-lease");
    assertThat(lease.text("spec", "holderIdentity")).isEqualTo("n1");
    assertThat(lease.text("spec", "renewTime")).isEqualTo("2026-03-01T10:00:00.000000Z");
    scene.put(Kind.LEASE, lease);
    var early = new NodeHeartbeat().decide(node, scene.view(), NOW.plusSeconds(59));
    assertThat(early.writes()).isEmpty();
    assertThat(Scene.wake(early)).contains(Duration.ofSeconds(60));
    var later = new NodeHeartbeat().decide(node, scene.view(), NOW.plusSeconds(60));
    assertThat(Scene.updated(later, Kind.LEASE).getFirst().text("spec", "renewTime"))
        .isEqualTo("2026-03-01T10:01:00.000000Z");
  }

  @Test
  void a_node_that_is_down_sends_no_heartbeat_and_nodes_of_others_are_left_alone() {
    var down = node("{sim.syncline.io/down: \"true\"}", "{}");
    assertThat(new NodeHeartbeat().decide(down, scene.view(), NOW).writes()).isEmpty();
    var foreign = node("{}", "{}").without("metadata", "labels");
    assertThat(new NodeHeartbeat().decide(foreign, scene.view(), NOW).writes()).isEmpty();
  }

  @Test
  void the_time_a_node_went_down_is_written_on_it() {
    var node = node("{sim.syncline.io/down: \"true\"}", "{}");
    var decision = new NodeMonitor(Pace.REAL).decide(node, scene.view(), NOW);
    assertThat(Scene.updated(decision, Kind.NODE).getFirst().annotation(NodeState.DOWN))
        .contains(NOW.toString());
  }

  @Test
  void silence_is_noticed_after_forty_seconds() {
    var node = node("{sim.syncline.io/down: \"" + ago(39) + "\"}", "{}");
    pod("[]");
    var decision = new NodeMonitor(Pace.REAL).decide(node, scene.view(), NOW);
    assertThat(decision.writes()).isEmpty();
    assertThat(Scene.wake(decision)).contains(Duration.ofSeconds(1));
  }

  @Test
  void a_silent_node_gets_unknown_and_tainted_and_its_pods_unready() {
    var node = node("{sim.syncline.io/down: \"" + ago(40) + "\"}", "{}");
    pod("[]");
    var decision = new NodeMonitor(Pace.REAL).decide(node, scene.view(), NOW);
    var conditions = Conditions.of(Scene.status(decision, Kind.NODE).orElseThrow());
    assertThat(conditions.items())
        .hasSize(4)
        .allSatisfy(
            c -> {
              assertThat(Tree.text(c, "status")).isEqualTo("Unknown");
              assertThat(Tree.text(c, "reason")).isEqualTo("NodeStatusUnknown");
              assertThat(Tree.text(c, "message")).isEqualTo("Kubelet stopped posting node status.");
              assertThat(Tree.text(c, "lastHeartbeatTime")).isEqualTo(ago(900));
              assertThat(Tree.text(c, "lastTransitionTime")).isEqualTo(NOW.toString());
            });
    assertThat(taints(Scene.updated(decision, Kind.NODE).getFirst()))
        .containsExactly("unreachable:NoSchedule", "unreachable:NoExecute");
    var pod = Conditions.of(Scene.status(decision, Kind.POD).orElseThrow());
    assertThat(pod.isTrue("Ready")).isFalse();
    assertThat(Scene.events(decision))
        .containsExactly(
            "NodeNotReady: Node n1 status is now: NodeNotReady", "NodeNotReady: Node is not ready");
  }

  @ParameterizedTest
  @CsvSource({
    "'{unschedulable: true}', unschedulable:NoSchedule",
    "'{taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}, {key: own, effect: NoSchedule}]}', own:NoSchedule",
    "'{taints: [{key: node.kubernetes.io/unreachable, effect: NoExecute}, {key: own, effect: NoSchedule}]}', own:NoSchedule",
  })
  void a_cordon_is_a_taint_and_taints_go_with_their_cause(String spec, String expected) {
    var decision = new NodeMonitor(Pace.REAL).decide(node("{}", spec), scene.view(), NOW);
    assertThat(taints(Scene.updated(decision, Kind.NODE).getFirst())).containsExactly(expected);
  }

  @Test
  void a_kubelet_that_calls_its_node_not_ready_gets_the_other_taint() {
    var node = node("{sim.syncline.io/not-ready: \"true\"}", "{}");
    var report = new NodeHeartbeat().decide(node, scene.view(), NOW);
    assertThat(Scene.events(report)).contains("NodeNotReady: Node n1 status is now: NodeNotReady");
    var seen = node.with(Scene.status(report, Kind.NODE).orElseThrow(), "status");
    var decision = new NodeMonitor(Pace.REAL).decide(seen, scene.view(), NOW);
    assertThat(taints(Scene.updated(decision, Kind.NODE).getFirst()))
        .containsExactly("not-ready:NoSchedule", "not-ready:NoExecute");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|0",
        "[{operator: Exists}]|-1",
        "[{key: k, operator: Exists, effect: NoExecute, tolerationSeconds: 300}]|290",
        "[{key: k, operator: Exists, effect: NoExecute, tolerationSeconds: 5}]|0",
        "[{key: k, operator: Equal, value: v, effect: NoExecute}]|-1",
        "[{key: k, operator: Equal, value: other, effect: NoExecute}]|0",
        "[{key: k, operator: Exists, effect: NoSchedule}]|0",
        "[{key: k, operator: Exists, tolerationSeconds: 20}, {key: k, operator: Exists, tolerationSeconds: 60}]|10",
      })
  void a_pod_leaves_when_it_no_longer_tolerates_the_node(String tolerations, long seconds) {
    node("{}", "{taints: [{key: k, value: v, effect: NoExecute, timeAdded: \"" + ago(10) + "\"}]}");
    var pod = pod(tolerations);
    var decision = new TaintEviction(Pace.REAL).decide(pod, scene.view(), NOW);
    if (seconds == 0) {
      assertThat(Scene.deleted(decision)).containsExactly("p");
      assertThat(Scene.events(decision))
          .containsExactly("TaintManagerEviction: Marking for deletion Pod ns/p");
      assertThat(
              Conditions.of(Scene.status(decision, Kind.POD).orElseThrow())
                  .reason("DisruptionTarget"))
          .isEqualTo("DeletionByTaintManager");
    } else {
      assertThat(decision.writes()).isEmpty();
      assertThat(Scene.wake(decision).map(Duration::toSeconds).orElse(-1L)).isEqualTo(seconds);
    }
  }
}
