package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Drives the API with the fabric8 client, whose watches are WebSockets. */
final class FabricClientTest {
  private static LocalKubeServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    server = LocalKubeServer.start(LocalKube.builder().start(), 0);
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl(server.url())
                    .withNamespace("default")
                    .withRequestTimeout(20_000)
                    .build())
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static ConfigMap map(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("v", value)
        .build();
  }

  @Test
  void an_informer_sees_what_was_there_and_every_change_after() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    client.resource(map("before", "1")).create();
    try (SharedIndexInformer<ConfigMap> informer =
        client
            .configMaps()
            .inNamespace("default")
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(ConfigMap added) {
                    seen.add("added " + added.getMetadata().getName());
                  }

                  @Override
                  public void onUpdate(ConfigMap old, ConfigMap changed) {
                    seen.add("changed " + changed.getMetadata().getName() + changed.getData());
                  }

                  @Override
                  public void onDelete(ConfigMap gone, boolean unknown) {
                    seen.add("deleted " + gone.getMetadata().getName());
                  }
                })) {
      assertThat(informer.isRunning()).isTrue();
      await(seen, "added before");
      client.resource(map("after", "1")).create();
      await(seen, "added after");
      client.resource(map("after", "2")).forceConflicts().serverSideApply();
      await(seen, "changed after{v=2}");
      client.configMaps().withName("after").delete();
      await(seen, "deleted after");
    }
  }

  private static void await(LinkedBlockingQueue<String> seen, String wanted) throws Exception {
    for (var next = seen.poll(20, TimeUnit.SECONDS);
        !wanted.equals(next);
        next = seen.poll(20, TimeUnit.SECONDS)) {
      assertThat(next).as("event before %s", wanted).isNotNull();
    }
  }

  @Test
  void a_stale_update_is_a_conflict() {
    var made = client.resource(map("a", "1")).create();
    client.resource(new ConfigMapBuilder(made).addToData("v", "2").build()).update();
    assertThatThrownBy(
            () ->
                client
                    .resource(new ConfigMapBuilder(made).addToData("v", "3").build())
                    .lockResourceVersion()
                    .update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  void a_deployment_is_defaulted_and_scaled() {
    var made =
        client
            .resource(
                new DeploymentBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .endMetadata()
                    .withNewSpec()
                    .withNewSelector()
                    .addToMatchLabels("app", "web")
                    .endSelector()
                    .withNewTemplate()
                    .withNewMetadata()
                    .addToLabels("app", "web")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("c")
                    .withImage("nginx:1")
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build())
            .create();
    assertThat(made.getSpec().getReplicas()).isEqualTo(1);
    assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
    var scaled = client.apps().deployments().withName("web").scale(3);
    assertThat(scaled.getSpec().getReplicas()).isEqualTo(3);
    assertThat(scaled.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void generated_names_and_set_based_selectors_work() {
    for (var tier : new String[] {"a", "b", "c"}) {
      client
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withGenerateName("m-")
                  .addToLabels("tier", tier)
                  .endMetadata()
                  .build())
          .create();
    }
    var found = client.configMaps().withLabelIn("tier", "a", "c").list().getItems();
    assertThat(found).hasSize(2).allMatch(m -> m.getMetadata().getName().matches("m-[a-z0-9]{5}"));
  }
}
