package io.syncline.embedded.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.options.PatchOptions;
import io.syncline.embedded.junit.EmbeddedKubeTest;
import io.syncline.embedded.junit.KubeUrl;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The official Java client: an informer over its HTTP watches, and server-side apply. */
@EmbeddedKubeTest(workloads = false)
final class OfficialClientTest {
  private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

  private static GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> maps(ApiClient client) {
    return new GenericKubernetesApi<>(
        V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
  }

  private void await(String wanted) throws InterruptedException {
    for (var next = seen.poll(30, TimeUnit.SECONDS);
        !wanted.equals(next);
        next = seen.poll(30, TimeUnit.SECONDS)) {
      assertThat(next).as("event before %s", wanted).isNotNull();
    }
  }

  private static V1ConfigMap map(String value) {
    return new V1ConfigMap()
        .apiVersion("v1")
        .kind("ConfigMap")
        .metadata(new V1ObjectMeta().name("a").namespace("default"))
        .data(Map.of("v", value));
  }

  @Test
  void an_informer_and_server_side_apply_work(@KubeUrl String url) throws Exception {
    var client = Config.fromUrl(url);
    client.setReadTimeout(0);
    var maps = maps(client);
    var factory = new SharedInformerFactory(client);
    var informer = factory.sharedIndexInformerFor(maps, V1ConfigMap.class, 0, "default");
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(V1ConfigMap added) {
            seen.add("added " + name(added));
          }

          @Override
          public void onUpdate(V1ConfigMap old, V1ConfigMap changed) {
            seen.add("changed " + name(changed) + changed.getData());
          }

          @Override
          public void onDelete(V1ConfigMap gone, boolean unknown) {
            seen.add("deleted " + name(gone));
          }
        });
    factory.startAllRegisteredInformers();
    try {
      await("added kube-root-ca.crt");
      maps.create(map("1")).throwsApiException();
      await("added a");
      apply(client, "2");
      await("changed a{v=2}");
      maps.delete("default", "a").throwsApiException();
      await("deleted a");
    } finally {
      factory.stopAllRegisteredInformers(true);
    }
  }

  private static void apply(ApiClient client, String value) throws ApiException {
    var options = new PatchOptions();
    options.setFieldManager("official");
    options.setForce(true);
    var applied =
        maps(client)
            .patch(
                "default",
                "a",
                V1Patch.PATCH_FORMAT_APPLY_YAML,
                new V1Patch(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"v\":\"%s\"}}"
                        .formatted(value)),
                options)
            .throwsApiException();
    assertThat(applied.getObject().getData()).containsEntry("v", value);
  }

  private static String name(V1ConfigMap map) {
    var metadata = map.getMetadata();
    return metadata == null ? "" : String.valueOf(metadata.getName());
  }
}
