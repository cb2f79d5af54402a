package io.syncline.embedded.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.syncline.embedded.EmbeddedKube;
import io.syncline.embedded.junit.EmbeddedKubeTest;
import io.syncline.embedded.junit.Kubeconfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@EmbeddedKubeTest(virtualClock = true)
class GuideTest {
  static final String WEB =
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

  static KubernetesClient client;

  @BeforeAll
  static void connect(@Kubeconfig String kubeconfig) {
    client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @Test
  void a_deployment_becomes_ready(EmbeddedKube kube) {
    kube.apply(WEB);
    kube.clock().advance(Duration.ofSeconds(5));

    var web = client.apps().deployments().inNamespace("default").withName("web").get();
    assertThat(web.getStatus().getReadyReplicas()).isEqualTo(3);
  }

  @Test
  void an_image_that_is_missing_runs_into_the_deadline(EmbeddedKube kube) {
    kube.apply(WEB.replace("nginx:1.27", "nginx:does-not-exist"));
    kube.clock().advance(Duration.ofMinutes(11));

    var web = client.apps().deployments().inNamespace("default").withName("web").get();
    assertThat(web.getStatus().getConditions())
        .anyMatch(c -> "ProgressDeadlineExceeded".equals(c.getReason()));
  }

  @Test
  void a_change_is_tried_on_a_copy(EmbeddedKube kube) {
    kube.apply(WEB);
    kube.clock().advance(Duration.ofSeconds(5));

    try (var copy = kube.fork()) {
      copy.apply(WEB.replace("replicas: 3", "replicas: 50"));
      copy.clock().advance(Duration.ofMinutes(1));
      assertThat(copy.get("apps/v1", "Deployment", "default", "web").orElseThrow().json())
          .contains("\"readyReplicas\":50");
    }
    var web = client.apps().deployments().inNamespace("default").withName("web").get();
    assertThat(web.getSpec().getReplicas()).isEqualTo(3);
  }
}
