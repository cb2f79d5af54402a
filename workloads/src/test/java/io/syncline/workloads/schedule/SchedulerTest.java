package io.syncline.workloads.schedule;

import static io.syncline.workloads.Scene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.Scene;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three nodes n0 n1 n2, each a zone of its own, with 4 CPUs, 8 Gi and room for 10 pods. */
class SchedulerTest {
  private final Scene scene = new Scene();

  @BeforeEach
  void nodes() {
    for (var i = 0; i < 3; i++) {
      node("n" + i, "z" + i, "{}");
    }
  }

  private void node(String name, String zone, String spec) {
    scene.put(
        Kind.NODE,
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %1$s, labels: {host: %1$s, zone: %2$s, sim: "true"}}
        spec: %3$s
        status:
          allocatable: {cpu: "4", memory: 8Gi, pods: "10"}
          conditions: [{type: Ready, status: "True"}]
        """
            .formatted(name, zone, spec));
  }

  private Manifest pod(String name, String labels, String spec) {
    return scene.put(
        Kind.POD,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: ns, labels: %s}
        spec: %s
        status: {phase: Pending}
        """
            .formatted(name, labels, spec));
  }

  private void placed(String name, String node, String labels) {
    pod(name, labels, "{nodeName: " + node + "}");
  }

  private Decision schedule(String spec) {
    return schedule("{app: web}", spec);
  }

  private Decision schedule(String labels, String spec) {
    return new Scheduler(Pace.REAL).decide(pod("new", labels, spec), scene.view(), NOW);
  }

  private static String node(Decision decision) {
    return Scene.updated(decision, Kind.POD).stream()
        .map(p -> p.text("spec", "nodeName"))
        .findFirst()
        .orElse("");
  }

  private static String refusal(Decision decision) {
    return Scene.status(decision, Kind.POD)
        .map(s -> Conditions.of(s).get("PodScheduled").orElseThrow())
        .map(c -> Tree.text(c, "message"))
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodeSelector: {host: n1}|n1",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: NotIn, values: [z0, z1]}]}]}}}|n2",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [n0]}]}]}}}|n0",
        "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 5, preference: {matchExpressions: [{key: host, operator: In, values: [n0]}]}}, {weight: 6, preference: {matchExpressions: [{key: host, operator: In, values: [n2]}]}}]}}|n2",
      })
  void rules_about_nodes_are_followed(String rule, String expected) {
    assertThat(node(schedule("{" + rule + "}"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "podAffinity|required|db|n1",
        "podAntiAffinity|required|db|!n1",
        "podAffinity|preferred|db|n1",
        "podAntiAffinity|preferred|db|!n1",
      })
  void rules_about_neighbours_are_followed(String rule, String force, String app, String expected) {
    placed("db", "n1", "{app: db}");
    var term = "{topologyKey: zone, labelSelector: {matchLabels: {app: " + app + "}}}";
    var list =
        force.equals("required")
            ? "requiredDuringSchedulingIgnoredDuringExecution: [" + term + "]"
            : "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 50, podAffinityTerm: "
                + term
                + "}]";
    var node = node(schedule("{affinity: {" + rule + ": {" + list + "}}}"));
    if (expected.startsWith("!")) {
      assertThat(node).isNotEmpty().isNotEqualTo(expected.substring(1));
    } else {
      assertThat(node).isEqualTo(expected);
    }
  }

  private static String required(String rule, String more) {
    return "{affinity: {%s: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchLabels: {app: web}}%s}]}}}"
        .formatted(rule, more);
  }

  @Test
  void the_first_of_a_group_that_wants_to_be_together_goes_anywhere() {
    assertThat(node(schedule(required("podAffinity", "")))).isNotEmpty();
    assertThat(refusal(schedule("{app: other}", required("podAffinity", ""))))
        .isEqualTo(
            "0/3 nodes are available: 3 node(s) didn't match pod affinity rules."
                + " preemption: 0/3 nodes are available:"
                + " 3 No preemption victims found for incoming pod.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|3 node(s) didn't match pod anti-affinity rules",
        "', namespaces: [other]'|''",
        "', namespaceSelector: {}'|3 node(s) didn't match pod anti-affinity rules",
        "', namespaceSelector: {matchLabels: {team: a}}'|3 node(s) didn't match pod anti-affinity rules",
        "', namespaceSelector: {matchLabels: {team: b}}'|''",
        "', mismatchLabelKeys: [app]'|''",
      })
  void neighbours_are_sought_in_the_named_namespaces(String more, String reason) {
    scene.put(
        Kind.NAMESPACE,
        "{apiVersion: v1, kind: Namespace, metadata: {name: ns, labels: {team: a}}}");
    for (var i = 0; i < 3; i++) {
      placed("p" + i, "n" + i, "{app: web}");
    }
    var refusal = refusal(schedule(required("podAntiAffinity", more)));
    if (reason.isEmpty()) {
      assertThat(refusal).isEmpty();
    } else {
      assertThat(refusal).contains(reason);
    }
  }

  @Test
  void pods_already_there_keep_others_away() {
    for (var i = 0; i < 3; i++) {
      pod(
          "p" + i,
          "{app: db}",
          required("podAntiAffinity", "").replaceFirst("\\{", "{nodeName: n" + i + ", "));
    }
    assertThat(refusal(schedule("{}")))
        .startsWith(
            "0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules.");
    assertThat(node(schedule("{app: cache}", "{}"))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2,1,1|maxSkew: 1|n1 n2",
        "2,2,1|maxSkew: 1|n2",
        "3,1,1|maxSkew: 2|n1 n2",
        "1,1,0|maxSkew: 1|n2",
        "1,1,1|maxSkew: 1, minDomains: 4|''",
      })
  void pods_are_spread_over_zones(String counts, String constraint, String expected) {
    var numbers = counts.split(",");
    for (var i = 0; i < 3; i++) {
      for (var k = 0; k < Integer.parseInt(numbers[i]); k++) {
        placed("p" + i + k, "n" + i, "{app: web}");
      }
    }
    var decision =
        schedule(
            "{topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}, "
                + constraint
                + "}]}");
    if (expected.isEmpty()) {
      assertThat(refusal(decision))
          .startsWith(
              "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.");
    } else {
      assertThat(List.of(expected.split(" "))).contains(node(decision));
    }
  }

  @Test
  void a_node_without_the_label_of_the_topology_is_out() {
    assertThat(
            refusal(
                schedule(
                    "{topologySpreadConstraints: [{maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]}")))
        .contains(
            "3 node(s) didn't match pod topology spread constraints (missing required label).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostPort: 80, containerPort: 80|false",
        "hostPort: 80, containerPort: 80, protocol: UDP|true",
        "hostPort: 81, containerPort: 80|true",
        "hostPort: 80, containerPort: 80, hostIP: 10.0.0.9|false",
      })
  void a_port_of_the_host_is_given_once(String port, boolean fits) {
    for (var i = 0; i < 3; i++) {
      pod(
          "p" + i,
          "{}",
          "{nodeName: n"
              + i
              + ", containers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]}");
    }
    var decision = schedule("{containers: [{name: c, ports: [{" + port + "}]}]}");
    assertThat(!node(decision).isEmpty()).isEqualTo(fits);
    if (!fits) {
      assertThat(refusal(decision))
          .startsWith(
              "0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports.");
    }
  }

  @Test
  void what_stands_in_the_way_is_counted_and_sorted() {
    node("n0", "z0", "{unschedulable: true}");
    node("n1", "z1", "{taints: [{key: gpu, value: big, effect: NoSchedule}]}");
    assertThat(
            refusal(
                schedule(
                    "{containers: [{name: c, resources: {requests: {cpu: 5, memory: 9Gi}}}]}")))
        .isEqualTo(
            "0/3 nodes are available: 1 Insufficient cpu, 1 Insufficient memory,"
                + " 1 node(s) had untolerated taint {gpu: big}, 1 node(s) were unschedulable."
                + " preemption: 0/3 nodes are available:"
                + " 1 No preemption victims found for incoming pod,"
                + " 2 Preemption is not helpful for scheduling.");
  }

  @Test
  void a_pod_with_gates_or_another_scheduler_is_left_alone() {
    var gated = schedule("{schedulingGates: [{name: later}]}");
    assertThat(Conditions.of(Scene.status(gated, Kind.POD).orElseThrow()).reason("PodScheduled"))
        .isEqualTo("SchedulingGated");
    assertThat(Scene.events(gated)).isEmpty();
    assertThat(schedule("{schedulerName: mine}")).isEqualTo(Decision.NOTHING);
  }

  private void busy(String node, String name, int priority, int cpu) {
    pod(
        name,
        "{app: %s}".formatted(name),
        "{nodeName: %s, priority: %d, containers: [{name: c, resources: {requests: {cpu: %d}}}]}"
            .formatted(node, priority, cpu));
  }

  private static String asking(int priority, int cpu, String more) {
    return "{priority: %d, containers: [{name: c, resources: {requests: {cpu: %d}}}]%s}"
        .formatted(priority, cpu, more);
  }

  @Test
  void the_weakest_pods_make_room_for_a_stronger_one() {
    busy("n0", "strong", 50, 4);
    busy("n1", "weak", 10, 3);
    busy("n1", "tiny", 5, 1);
    busy("n2", "middle", 20, 4);
    var decision = schedule(asking(100, 2, ""));
    assertThat(Scene.deleted(decision)).containsExactly("weak");
    assertThat(Tree.text(Scene.status(decision, Kind.POD).orElseThrow(), "nominatedNodeName"))
        .isEqualTo("n1");
    assertThat(Scene.events(decision))
        .anyMatch(e -> e.equals("Preempted: Preempted by pod uid-new on node n1"))
        .anyMatch(e -> e.equals("FailedScheduling: 0/3 nodes are available: 3 Insufficient cpu."));
  }

  @Test
  void a_budget_that_allows_nothing_turns_preemption_elsewhere() {
    busy("n0", "a", 1, 4);
    busy("n1", "b", 2, 4);
    busy("n2", "c", 200, 4);
    scene.put(
        Kind.DISRUPTION_BUDGET,
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: a, namespace: ns}
        spec: {selector: {matchLabels: {app: a}}}
        status: {disruptionsAllowed: 0}
        """);
    assertThat(Scene.deleted(schedule(asking(100, 2, "")))).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50|''|3 No preemption victims found for incoming pod.",
        "100|', preemptionPolicy: Never'|preemption: not eligible due to preemptionPolicy=Never.",
      })
  void nobody_is_pushed_aside_who_is_as_strong_or_if_the_pod_would_not(
      int priority, String more, String text) {
    for (var i = 0; i < 3; i++) {
      busy("n" + i, "p" + i, 50, 4);
    }
    var decision = schedule(asking(priority, 1, more));
    assertThat(Scene.deleted(decision)).isEmpty();
    assertThat(refusal(decision)).endsWith(text);
  }

  @Test
  void room_being_made_for_one_is_not_given_to_a_weaker_one() {
    pod(
        "waiting",
        "{}",
        "{priority: 100, nodeSelector: {host: n0}, containers: [{name: c, resources: {requests: {cpu: 4}}}]}");
    scene.put(
        Kind.POD,
        scene
            .view()
            .get(Kind.POD, "ns", "waiting")
            .orElseThrow()
            .with("n0", "status", "nominatedNodeName"));
    assertThat(node(schedule(asking(10, 1, ", nodeSelector: {host: n0}")))).isEmpty();
    assertThat(node(schedule(asking(200, 1, ", nodeSelector: {host: n0}")))).isEqualTo("n0");
  }
}
