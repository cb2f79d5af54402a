package io.syncline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.store.StoreException;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the door promises. */
final class ClusterTest {
  private static final ResourceId CONFIG_MAPS = new ResourceId("", "v1", "configmaps");
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx}]}
      """;

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {v: \"%s\"}\n"
        .formatted(name, value);
  }

  private static String value(EmbeddedKube kube, String name) {
    return kube.get("v1", "ConfigMap", "default", name)
        .map(object -> Tree.text(object.root(), "data", "v"))
        .orElse("absent");
  }

  private static long ready(EmbeddedKube kube) {
    return Tree.number(
        kube.get("apps/v1", "Deployment", "default", "web").orElseThrow().root(),
        0,
        "status",
        "readyReplicas");
  }

  @Test
  void answers_at_its_url_and_tells_it_in_a_kubeconfig() throws Exception {
    Path file;
    try (var kube = EmbeddedKube.start();
        var http = HttpClient.newHttpClient()) {
      file = kube.kubeconfigFile();
      assertThat(file).content().isEqualTo(kube.kubeconfig()).contains("server: " + kube.url());
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(kube.url() + "/readyz")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("ok");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void applies_documents_and_lists_in_order() {
    try (var kube = EmbeddedKube.builder().workloads(false).start()) {
      var applied =
          kube.apply(
              map("a", "1") + "---\n# nothing here\n---\n" + map("b", "2"),
              """
              apiVersion: v1
              kind: List
              items:
              - {apiVersion: v1, kind: Namespace, metadata: {name: team}}
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: team}}
              """);
      assertThat(applied).extracting(Manifest::name).containsExactly("a", "b", "team", "c");
      kube.apply(map("a", "3"));
      assertThat(value(kube, "a")).isEqualTo("3");
    }
  }

  @Test
  void applies_objects_of_a_definition_applied_just_before() {
    try (var kube = EmbeddedKube.builder().workloads(false).start()) {
      var applied =
          kube.apply(
              """
              apiVersion: apiextensions.k8s.io/v1
              kind: CustomResourceDefinition
              metadata: {name: teas.example.com}
              spec:
                group: example.com
                scope: Namespaced
                names: {plural: teas, kind: Tea}
                versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {minutes: {type: integer, default: 3}}}}}}
              ---
              apiVersion: example.com/v1
              kind: Tea
              metadata: {name: green}
              spec: {}
              """);
      assertThat(Tree.number(applied.get(1).root(), 0, "spec", "minutes")).isEqualTo(3);
    }
  }

  @Test
  void says_what_is_wrong_with_a_manifest() {
    try (var kube = EmbeddedKube.builder().workloads(false).start()) {
      assertThatThrownBy(() -> kube.apply("a: 1\n"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no kind or no apiVersion");
      assertThatThrownBy(() -> kube.apply("- 1\n"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not an object");
      assertThatThrownBy(() -> kube.apply("apiVersion: x.io/v1\nkind: Odd\nmetadata: {name: a}\n"))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("kind Odd of x.io/v1 is not served");
      assertThatThrownBy(
              () ->
                  kube.apply(
                      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: absent}\n"))
          .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(404));
      assertThatThrownBy(
              () -> kube.apply("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatta: {}\n"))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("datta");
      assertThatThrownBy(() -> kube.get("x.io/v1", "Odd", "", "a"))
          .hasMessageContaining("is not served");
    }
  }

  @Test
  void an_hour_of_virtual_time_passes_at_once() {
    try (var kube =
        EmbeddedKube.builder().virtualClock(Instant.parse("2030-01-01T00:00:00Z")).start()) {
      kube.apply(WEB.replace("nginx", "nginx:does-not-exist"));
      kube.clock().advance(Duration.ofHours(1));
      assertThat(kube.clock().instant()).isEqualTo("2030-01-01T01:00:00Z");
      var web = kube.get("apps/v1", "Deployment", "default", "web").orElseThrow();
      assertThat(web.json()).contains("ProgressDeadlineExceeded");
      assertThat(Tree.text(web.root(), "metadata", "creationTimestamp"))
          .isEqualTo("2030-01-01T00:00:00Z");
    }
  }

  @Test
  void the_time_of_the_machine_cannot_be_moved() {
    try (var kube = EmbeddedKube.builder().workloads(false).start()) {
      assertThat(kube.clock().isVirtual()).isFalse();
      assertThatThrownBy(() -> kube.clock().advance(Duration.ofSeconds(1)))
          .hasMessageContaining("virtualClock()");
    }
  }

  @Test
  void pods_stay_pending_without_workloads() {
    try (var kube = EmbeddedKube.builder().workloads(false).virtualClock().start()) {
      kube.apply(WEB);
      kube.clock().advance(Duration.ofMinutes(1));
      assertThat(ready(kube)).isZero();
      assertThat(kube.api().list(new ResourceId("", "v1", "nodes"), "")).isEmpty();
    }
  }

  @Test
  void a_fork_goes_its_own_way_in_its_own_time() {
    try (var kube = EmbeddedKube.builder().virtualClock().start()) {
      kube.apply(WEB, map("shared", "1"));
      kube.clock().advance(Duration.ofSeconds(10));
      assertThat(ready(kube)).isEqualTo(2);
      try (var fork = kube.fork()) {
        assertThat(fork.url()).isNotEqualTo(kube.url());
        fork.apply(WEB.replace("replicas: 2", "replicas: 5"), map("shared", "2"));
        fork.clock().advance(Duration.ofMinutes(10));
        assertThat(ready(fork)).isEqualTo(5);
        assertThat(value(fork, "shared")).isEqualTo("2");
        assertThat(ready(kube)).isEqualTo(2);
        assertThat(value(kube, "shared")).isEqualTo("1");
        assertThat(Duration.between(kube.clock().instant(), fork.clock().instant()))
            .isEqualTo(Duration.ofMinutes(10));
      }
      kube.apply(WEB.replace("replicas: 2", "replicas: 1"));
      kube.clock().advance(Duration.ofSeconds(10));
      assertThat(ready(kube)).isEqualTo(1);
    }
  }

  @Test
  void a_reset_brings_back_the_beginning_and_watchers_see_it() throws Exception {
    var begin = Instant.parse("2030-01-01T00:00:00Z");
    try (var kube = EmbeddedKube.builder().virtualClock(begin).start()) {
      var seen = new LinkedBlockingQueue<String>();
      kube.apply(WEB, map("a", "1"), "apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n");
      kube.clock().advance(Duration.ofSeconds(10));
      kube.api()
          .delete(
              new ResourceId("", "v1", "nodes"),
              "",
              "simulated-0",
              LocalApi.Propagation.BACKGROUND,
              -1);
      var version = Long.parseLong(kube.apply(map("b", "1")).getFirst().resourceVersion());
      try (var watch =
          kube.api()
              .subscribe(
                  e -> seen.add(e.change() + " " + e.object().kind() + " " + e.object().name()))) {
        kube.reset();
        assertThat(watch).isNotNull();
        assertThat(kube.clock().instant()).isEqualTo(begin);
        assertThat(kube.api().list(CONFIG_MAPS, "default"))
            .extracting(Manifest::name)
            .containsExactly("kube-root-ca.crt");
        assertThat(kube.api().list(new ResourceId("", "v1", "pods"), "")).isEmpty();
        assertThat(kube.get("v1", "Namespace", "", "team")).isEmpty();
        assertThat(kube.get("v1", "Node", "", "simulated-0")).isPresent();
        await(seen, "DELETED ConfigMap b");
        await(seen, "ADDED Node simulated-0");
      }
      kube.apply(WEB);
      kube.clock().advance(Duration.ofSeconds(10));
      assertThat(ready(kube)).isEqualTo(2);
      assertThat(Long.parseLong(kube.apply(map("b", "1")).getFirst().resourceVersion()))
          .isGreaterThan(version);
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
  void a_data_folder_keeps_objects_and_the_port_may_stay_the_same(@TempDir Path folder) {
    int port;
    try (var kube = EmbeddedKube.builder().dataFolder(folder).start()) {
      kube.apply(map("kept", "1"));
      port = kube.port();
    }
    try (var kube = EmbeddedKube.builder().dataFolder(folder).port(port).start()) {
      assertThat(value(kube, "kept")).isEqualTo("1");
      assertThatThrownBy(() -> EmbeddedKube.builder().dataFolder(folder).start())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another process uses it");
      assertThatThrownBy(() -> EmbeddedKube.builder().port(port).start())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("port " + port);
    }
  }

  @Test
  void a_folder_that_is_a_file_is_refused(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> EmbeddedKube.builder().dataFolder(file).start())
        .isInstanceOf(StoreException.class);
  }

  @Test
  void a_secured_one_speaks_tls_and_hands_the_administrator_a_token() {
    try (var kube = EmbeddedKube.builder().workloads(false).secured().start()) {
      assertThat(kube.url()).startsWith("https://127.0.0.1:");
      assertThat(kube.kubeconfig()).contains("certificate-authority-data: ").contains("token: ");
      assertThat(kube.apply(map("a", "1"))).hasSize(1);
    }
  }

  @Test
  void closing_twice_is_fine() {
    var kube = EmbeddedKube.start();
    kube.close();
    kube.close();
  }
}
