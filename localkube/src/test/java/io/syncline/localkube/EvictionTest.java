package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvictionTest {
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  private static final String EVICTION =
      "apiVersion: policy/v1\nkind: Eviction\nmetadata: {name: p}\n";

  private final LocalKube kube = LocalKube.builder().start();
  private final Caller caller = new Caller(kube);

  @AfterEach
  void stop() {
    kube.close();
  }

  private void pod(String phase, boolean ready) {
    var made =
        caller.post(
            PODS,
            """
        apiVersion: v1
        kind: Pod
        metadata: {name: p, labels: {app: p}, finalizers: [example.com/hold]}
        spec: {nodeName: n1, containers: [{name: c, image: i}]}
        """);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    caller.patch(
        PODS + "/p/status",
        "merge-patch+json",
        "{\"status\":{\"phase\":\"%s\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"%s\"}]}}"
            .formatted(phase, ready ? "True" : "False"));
  }

  private void budget(String name, String spec, String status) {
    caller.post(
        BUDGETS,
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: %s}
        spec: {selector: {matchLabels: {app: p}}%s}
        """
            .formatted(name, spec));
    if (!status.isEmpty()) {
      caller.patch(
          BUDGETS + "/" + name + "/status", "merge-patch+json", "{\"status\":" + status + "}");
    }
  }

  private static String status(int allowed, int healthy, int desired) {
    return "{\"observedGeneration\":1,\"disruptionsAllowed\":%d,\"currentHealthy\":%d,\"desiredHealthy\":%d,\"expectedPods\":3}"
        .formatted(allowed, healthy, desired);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Running|true|''|0,2,2|429",
        "Running|true|''|1,3,2|201",
        "Running|false|''|0,2,2|201",
        "Running|false|''|0,1,2|429",
        "Running|false|, unhealthyPodEvictionPolicy: AlwaysAllow|0,1,2|201",
        "Pending|false|''|0,1,2|201",
        "Failed|false|''|0,1,2|201",
      })
  void a_budget_decides(String phase, boolean ready, String spec, String counts, int code) {
    var numbers = counts.split(",");
    pod(phase, ready);
    budget(
        "b",
        spec,
        status(
            Integer.parseInt(numbers[0]),
            Integer.parseInt(numbers[1]),
            Integer.parseInt(numbers[2])));
    var reply = caller.post(PODS + "/p/eviction", EVICTION);
    assertThat(reply.status()).isEqualTo(code);
    var gone = !caller.get(PODS + "/p").text("metadata", "deletionTimestamp").isEmpty();
    assertThat(gone).isEqualTo(code == 201);
    if (code == 429) {
      assertThat(reply.text("reason")).isEqualTo("TooManyRequests");
      // With it clients repeat the request by themselves instead of telling.
      assertThat(reply.headers()).doesNotContainKey("Retry-After");
      assertThat(reply.text("message"))
          .isEqualTo("Cannot evict pod as it would violate the pod's disruption budget.");
      assertThat(reply.text("details", "causes", "0", "reason")).isEqualTo("DisruptionBudget");
      assertThat(reply.text("details", "causes", "0", "message"))
          .isEqualTo(
              "The disruption budget b needs %s healthy pods and has %s currently"
                  .formatted(numbers[2], numbers[1]));
    } else {
      assertThat(caller.get(PODS + "/p").text("status", "conditions", "1", "reason"))
          .isEqualTo("EvictionByEvictionAPI");
    }
  }

  @Test
  void an_eviction_uses_up_the_budget() {
    pod("Running", true);
    budget("b", "", status(1, 3, 2));
    caller.post(PODS + "/p/eviction", EVICTION);
    var budget = caller.get(BUDGETS + "/b");
    assertThat(budget.body()).contains("\"disruptionsAllowed\":0");
    assertThat(budget.text("status", "disruptedPods", "p")).isNotEmpty();
  }

  @Test
  void a_dry_run_uses_nothing_up() {
    pod("Running", true);
    budget("b", "", status(1, 3, 2));
    assertThat(caller.post(PODS + "/p/eviction?dryRun=All", EVICTION).status()).isEqualTo(201);
    assertThat(caller.get(BUDGETS + "/b").body()).contains("\"disruptionsAllowed\":1");
    assertThat(caller.get(PODS + "/p").text("metadata", "deletionTimestamp")).isEmpty();
  }

  @Test
  void a_budget_nobody_has_counted_yet_and_two_budgets_refuse() {
    pod("Running", true);
    budget("b", "", "");
    var early = caller.post(PODS + "/p/eviction", EVICTION);
    assertThat(early.status()).isEqualTo(429);
    assertThat(early.headers()).containsEntry("Retry-After", List.of("10"));
    assertThat(early.text("details", "causes", "0", "message"))
        .isEqualTo("The disruption budget b is still being processed by the server.");
    budget("c", "", "");
    var both = caller.post(PODS + "/p/eviction", EVICTION);
    assertThat(both.status()).isEqualTo(500);
    assertThat(both.text("message"))
        .isEqualTo(
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                + " not support.");
  }
}
