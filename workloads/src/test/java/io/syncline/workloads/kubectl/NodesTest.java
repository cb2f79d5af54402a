package io.syncline.workloads.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows about nodes: cordon, drain, taint, and what they and their pods use. */
final class NodesTest {
  private static final String GUARDED =
      """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: guard}
      spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
      """;

  private static final String PLACED =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: placed, labels: {app: placed}}
      spec:
        nodeName: simulated-0
        containers:
        - {name: c, image: nginx, resources: {requests: {cpu: '1', memory: 1Gi}}}
        - {name: d, image: nginx}
      """;

  @RegisterExtension private static final Kubectl kubectl = new Kubectl();

  @Test
  void a_cordoned_node_gets_no_pods() throws Exception {
    for (var k : kubectl.users("1.32")) {
      assertThat(k.ok("cordon simulated-2")).isEqualTo("node/simulated-2 cordoned\n");
      assertThat(k.ok("get nodes"))
          .containsPattern("simulated-2 +Ready,SchedulingDisabled")
          .containsPattern("simulated-0 +Ready +<none>");
      assertThat(k.ok("cordon simulated-2")).isEqualTo("node/simulated-2 already cordoned\n");
      k.ok("create deployment web --image=nginx --replicas=4");
      k.ok("rollout status deployment/web --timeout=90s");
      assertThat(k.ok("get pods --field-selector=spec.nodeName=simulated-2 -o name")).isEmpty();
      assertThat(k.ok("uncordon simulated-2")).isEqualTo("node/simulated-2 uncordoned\n");
    }
  }

  @Test
  void drain_respects_a_budget() throws Exception {
    for (var k : kubectl.users("1.32")) {
      k.ok("create deployment web --image=nginx --replicas=3");
      k.ok("rollout status deployment/web --timeout=90s");
      k.ok("create -f -", GUARDED);
      k.ok("wait --for=jsonpath={.status.disruptionsAllowed}=1 pdb/guard --timeout=60s");
      assertThat(k.ok("get pdb guard")).containsPattern("guard +2 +N/A +1 ");
      var node = k.ok("get pods -l app=web -o jsonpath={.items[0].spec.nodeName}");
      assertThat(
              k.ok(
                  "drain "
                      + node
                      + " --ignore-daemonsets --force --delete-emptydir-data --timeout=100s"))
          .contains(
              "node/" + node + " cordoned",
              "evicting pod " + k.namespace() + "/web-",
              "node/" + node + " drained");
      assertThat(
              k.ok(
                  "get pods --field-selector=spec.nodeName="
                      + node
                      + ",status.phase=Running -l app=web -o name"))
          .isEmpty();
      k.ok("rollout status deployment/web --timeout=90s");
      k.ok("scale deployment web --replicas=2");
      k.ok("wait --for=jsonpath={.status.disruptionsAllowed}=0 pdb/guard --timeout=60s");
      var other = k.ok("get pods -l app=web -o jsonpath={.items[0].spec.nodeName}");
      assertThat(
              k.fails(
                  "drain "
                      + other
                      + " --ignore-daemonsets --force --delete-emptydir-data --pod-selector=app=web --timeout=2s"))
          .contains("Cannot evict pod as it would violate the pod's disruption budget.");
      k.ok("uncordon " + node);
      k.ok("uncordon " + other);
    }
  }

  @Test
  void a_taint_keeps_pods_away() throws Exception {
    for (var k : kubectl.users("1.32")) {
      assertThat(k.ok("taint nodes simulated-1 team=blue:NoSchedule"))
          .isEqualTo("node/simulated-1 tainted\n");
      assertThat(k.fails("taint nodes simulated-1 team=red:NoSchedule"))
          .contains("already has team taint(s) with same effect(s) and --overwrite is false");
      assertThat(k.ok("describe node simulated-1")).contains("team=blue:NoSchedule");
      k.ok("create deployment web --image=nginx --replicas=4");
      k.ok("rollout status deployment/web --timeout=90s");
      assertThat(k.ok("get pods --field-selector=spec.nodeName=simulated-1 -o name")).isEmpty();
      assertThat(k.ok("taint nodes simulated-1 team-")).isEqualTo("node/simulated-1 untainted\n");
    }
  }

  @Test
  void top_shows_the_use_of_running_pods_and_of_nodes() throws Exception {
    for (var k : kubectl.users("1.30", "1.31", "1.32", "1.33")) {
      k.ok("create -f -", PLACED);
      k.ok("wait --for=condition=Ready pod/placed --timeout=60s");
      k.ok("run stuck --image=nginx:does-not-exist --labels=app=stuck");
      k.ok(
          "wait --for=jsonpath={.status.containerStatuses[0].state.waiting.reason} pod/stuck --timeout=60s");
      var pods = k.ok("top pods");
      assertThat(pods)
          .containsPattern("NAME +CPU\\(cores\\) +MEMORY\\(bytes\\)")
          .containsPattern("placed +[1-9]\\d+m +[1-9]\\d+Mi")
          .doesNotContain("stuck");
      assertThat(k.ok("top pods --containers -l app=placed"))
          .containsPattern("placed +c +[1-9]\\d+m")
          .containsPattern("placed +d +\\d+m");
      assertThat(k.ok("top pods -A --sort-by=cpu --no-headers")).contains(k.namespace());
      assertThat(k.ok("top pod placed")).contains("placed");
      assertThat(k.fails("top pod stuck")).contains("(NotFound)");
      assertThat(k.ok("top nodes"))
          .containsPattern(
              "NAME +CPU\\(cores\\) +CPU\\(%\\) +MEMORY\\(bytes\\) +MEMORY\\(%\\)|NAME +CPU\\(cores\\) +CPU% +MEMORY\\(bytes\\) +MEMORY%")
          .containsPattern("simulated-0 +[1-9]\\d+m +\\d+% +[1-9]\\d+Mi +\\d+%");
      assertThat(
              k.ok(
                  "get podmetrics.metrics.k8s.io placed -o jsonpath='{.metadata.annotations.sim/simulated} {.window}'"))
          .isEqualTo("true 15s");
      assertThat(k.ok("get nodes.metrics.k8s.io"))
          .containsPattern("NAME +CPU +MEMORY +WINDOW")
          .containsPattern("simulated-0 +\\d+n +\\d+Ki +15s");
    }
  }
}
