package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WritesTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers: [{name: c, image: 'nginx:1'}]
      """;

  private final LocalKube kube = LocalKube.builder().start();
  private final Caller caller = new Caller(kube);

  @AfterEach
  void stop() {
    kube.close();
  }

  private static String map(String name, String rest) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n" + rest;
  }

  @Test
  void a_created_object_has_identity_and_the_second_one_is_refused() {
    var made = caller.post(MAPS, map("a", "data: {k: v}"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("metadata", "uid")).hasSize(36);
    assertThat(made.text("metadata", "namespace")).isEqualTo("default");
    var again = caller.post(MAPS, map("a", ""));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("reason")).isEqualTo("AlreadyExists");
    assertThat(again.text("message")).isEqualTo("configmaps \"a\" already exists");
  }

  @Test
  void a_write_that_changes_nothing_keeps_the_resource_version() {
    var made = caller.post(MAPS, map("a", "data: {k: v}"));
    var version = made.text("metadata", "resourceVersion");
    var same = caller.patch(MAPS + "/a", "merge-patch+json", "{\"data\":{\"k\":\"v\"}}");
    assertThat(same.text("metadata", "resourceVersion")).isEqualTo(version);
    assertThat(
            caller.put(MAPS + "/a", map("a", "data: {k: v}")).text("metadata", "resourceVersion"))
        .isEqualTo(version);
  }

  @Test
  void a_replace_of_an_old_version_is_a_conflict() {
    caller.post(MAPS, map("a", "data: {k: v}"));
    var stale =
        caller.put(
            MAPS + "/a",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, resourceVersion: '1'}");
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.text("message"))
        .isEqualTo(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
  }

  @Test
  void generation_counts_changes_of_the_spec_only() {
    caller.post(DEPLOYMENTS, WEB);
    caller.patch(
        DEPLOYMENTS + "/web", "merge-patch+json", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    caller.patch(
        DEPLOYMENTS + "/web/status",
        "merge-patch+json",
        "{\"status\":{\"replicas\":1},\"spec\":{\"replicas\":9}}");
    var live = caller.get(DEPLOYMENTS + "/web").tree();
    assertThat(Tree.number(live, 0, "metadata", "generation")).isEqualTo(1);
    assertThat(Tree.number(live, 0, "spec", "replicas")).isEqualTo(1);
    assertThat(Tree.number(live, 0, "status", "replicas")).isEqualTo(1);
    var scaled =
        caller
            .patch(
                DEPLOYMENTS + "/web",
                "merge-patch+json",
                "{\"spec\":{\"replicas\":2},\"status\":{\"replicas\":7}}")
            .tree();
    assertThat(Tree.number(scaled, 0, "metadata", "generation")).isEqualTo(2);
    assertThat(Tree.number(scaled, 0, "status", "replicas")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          json-patch+json            | [{"op":"add","path":"/spec/replicas","value":4}]                            | 200
          json-patch+json            | [{"op":"remove","path":"/spec/nothing"}]                                    | 422
          json-patch+json            | {"a":1}                                                                     | 400
          merge-patch+json           | {"spec":{"replicas":4}}                                                     | 200
          strategic-merge-patch+json | {"spec":{"replicas":4,"template":{"spec":{"containers":[{"name":"c","image":"x"}]}}}} | 200
          merge-patch+json           | {"metadata":{"resourceVersion":"1"},"spec":{"replicas":4}}                  | 409
          merge-patch+json           | {"spec":{"replicas":"four"}}                                                | 422
          octet-stream               | x                                                                           | 415
          """)
  void patches_of_every_kind_are_answered(String type, String patch, int status) {
    caller.post(DEPLOYMENTS, WEB);
    var answer = caller.patch(DEPLOYMENTS + "/web", type, patch);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (status == 200) {
      assertThat(Tree.number(answer.tree(), 0, "spec", "replicas")).isEqualTo(4);
    } else {
      assertThat(answer.text("kind")).isEqualTo("Status");
    }
  }

  @Test
  void apply_owns_fields_and_meets_conflicts() {
    var url = MAPS + "/a?fieldManager=";
    var made = caller.patch(url + "one", "apply-patch+yaml", map("a", "data: {k: v}"));
    assertThat(made.status()).isEqualTo(201);
    var conflict = caller.patch(url + "two", "apply-patch+yaml", map("a", "data: {k: w}"));
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.text("details", "causes", "0", "reason")).isEqualTo("FieldManagerConflict");
    assertThat(conflict.text("details", "causes", "0", "field")).isEqualTo(".data.k");
    var forced = caller.patch(url + "two&force=true", "apply-patch+yaml", map("a", "data: {k: w}"));
    assertThat(forced.text("data", "k")).isEqualTo("w");
    var again = caller.patch(url + "two&force=true", "apply-patch+yaml", map("a", "data: {k: w}"));
    assertThat(again.text("metadata", "resourceVersion"))
        .isEqualTo(forced.text("metadata", "resourceVersion"));
    assertThat(caller.patch(MAPS + "/a", "apply-patch+yaml", map("a", "")).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"Strict,400,0", "Warn,201,1", "Ignore,201,0"})
  void unknown_fields_are_refused_warned_about_or_dropped(
      String validation, int status, int warnings) {
    var answer =
        caller.post(
            DEPLOYMENTS + "?fieldValidation=" + validation,
            WEB.replace("selector:", "replicaz: 3\n  selector:"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().getOrDefault("Warning", List.of())).hasSize(warnings);
    assertThat(
            answer.tree().get("spec") == null || Tree.at(answer.tree(), "spec", "replicaz") == null)
        .isTrue();
    if (status == 400) {
      assertThat(answer.text("message"))
          .contains("strict decoding error: unknown field \"spec.replicaz\"");
    }
  }

  @Test
  void a_dry_run_answers_and_keeps_nothing() {
    var answer = caller.post(MAPS + "?dryRun=All", map("a", "data: {k: v}"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(caller.get(MAPS + "/a").status()).isEqualTo(404);
  }

  @Test
  void invalid_objects_are_told_every_cause() {
    var answer =
        caller.post(
            DEPLOYMENTS,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: Bad_Name}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: other}}
                spec: {containers: [{name: c}]}
            """);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(
            Tree.items(Tree.at(answer.tree(), "details", "causes")).stream()
                .map(cause -> Tree.text(cause, "field")))
        .containsExactly(
            "metadata.name",
            "spec.template.metadata.labels",
            "spec.template.spec.containers[0].image");
  }

  @Test
  void the_selector_of_a_deployment_cannot_change() {
    caller.post(DEPLOYMENTS, WEB);
    var answer =
        caller.patch(
            DEPLOYMENTS + "/web",
            "merge-patch+json",
            "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"x\"}},"
                + "\"template\":{\"metadata\":{\"labels\":{\"app\":\"x\"}}}}}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("message")).contains("field is immutable");
  }

  @Test
  void services_get_addresses_and_ports_and_keep_them() {
    var url = "/api/v1/namespaces/default/services";
    var service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {type: NodePort, ports: [{port: 80}]}";
    var made = caller.post(url, service);
    var address = made.text("spec", "clusterIP");
    var port = Tree.number(made.tree(), 0, "spec", "ports", "0", "nodePort");
    assertThat(address).startsWith("10.96.");
    assertThat(port).isBetween(30_000L, 32_767L);
    var replaced = caller.put(url + "/s", service.replace("port: 80", "port: 80, name: web"));
    assertThat(replaced.text("spec", "clusterIP")).isEqualTo(address);
    assertThat(Tree.number(replaced.tree(), 0, "spec", "ports", "0", "nodePort")).isEqualTo(port);
    var taken =
        caller.post(
            url,
            service
                .replace("name: s", "name: t")
                .replace("port: 80", "port: 80, nodePort: " + port));
    assertThat(taken.status()).isEqualTo(422);
  }

  @Test
  void plain_values_of_secrets_are_folded_into_data() {
    var made =
        caller.post(
            "/api/v1/namespaces/default/secrets",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: b}");
    assertThat(made.text("data", "a")).isEqualTo("Yg==");
    assertThat(made.tree().containsKey("stringData")).isFalse();
    assertThat(made.text("type")).isEqualTo("Opaque");
  }

  @Test
  void a_protobuf_body_is_read() {
    // A namespace called "shop" as a typed client sends it.
    var bytes =
        HexFormat.of()
            .parseHex(
                "6b3873000a0f0a0276311209"
                    + "4e616d657370616365"
                    + "120a0a060a0473686f701200"
                    + "1a002200");
    var made =
        caller.send(
            "POST", "/api/v1/namespaces", "application/vnd.kubernetes.protobuf", bytes, Map.of());
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.text("metadata", "labels", "kubernetes.io/metadata.name")).isEqualTo("shop");
    var broken =
        caller.send(
            "POST",
            "/api/v1/namespaces",
            "application/vnd.kubernetes.protobuf",
            Arrays.copyOf(bytes, 20),
            Map.of());
    assertThat(broken.status()).isEqualTo(400);
  }

  @Test
  void events_have_two_shapes_and_autoscalers_too() {
    caller.post(
        "/api/v1/namespaces/default/events",
        "apiVersion: v1\nkind: Event\nmetadata: {name: e}\nmessage: hello\ninvolvedObject: {kind: Pod, name: p, namespace: default}");
    var other = caller.get("/apis/events.k8s.io/v1/namespaces/default/events/e");
    assertThat(other.text("note")).isEqualTo("hello");
    assertThat(other.text("regarding", "name")).isEqualTo("p");
    caller.post(
        "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers",
        "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {maxReplicas: 3, targetCPUUtilizationPercentage: 50, scaleTargetRef: {kind: Deployment, name: web, apiVersion: apps/v1}}");
    var two = caller.get("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/h");
    assertThat(
            Tree.number(
                two.tree(), 0, "spec", "metrics", "0", "resource", "target", "averageUtilization"))
        .isEqualTo(50);
  }
}
