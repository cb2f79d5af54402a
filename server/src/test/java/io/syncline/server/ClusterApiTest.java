package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import io.syncline.server.port.Destinations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clusters registered, shown, changed and forgotten over the API. */
final class ClusterApiTest {
  private static final String CLUSTERS = "/api/v1/clusters";
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String body(String server, String name, String more) {
    return """
    {"server": "%s", "name": "%s",
     "config": {"bearerToken": "geheim", "tlsClientConfig": {"insecure": true}}%s}
    """
        .formatted(server, name, more);
  }

  private static String field(String secret, String field) {
    var found =
        installation.cluster.get(Installation.SECRET, Installation.NAMESPACE, secret).orElseThrow();
    return new String(
        Base64.getDecoder().decode(found.text("data", field)), StandardCharsets.UTF_8);
  }

  @Test
  void a_registered_cluster_is_a_secret_as_installations_write_it_and_is_shown_without_its_token() {
    var server = "https://one.example:6443";

    var made =
        installation.call(
            "POST",
            CLUSTERS,
            body(
                server,
                "one",
                ", \"namespaces\": [\"a\", \"b\"], \"labels\": {\"env\": \"prod\"}"));

    assertThat(made.status()).isEqualTo(200);
    assertThat(Json.write(made.tree())).doesNotContain("geheim");
    // FNV-1a of the URL, as Argo CD names the Secret.
    var secret = "cluster-one.example-4170259503";
    assertThat(field(secret, "server")).isEqualTo(server);
    assertThat(field(secret, "name")).isEqualTo("one");
    assertThat(field(secret, "namespaces")).isEqualTo("a,b");
    assertThat(field(secret, "config"))
        .isEqualTo("{\"bearerToken\":\"geheim\",\"tlsClientConfig\":{\"insecure\":true}}");

    for (var path : List.of(encoded(server), "one", "one?id.type=name")) {
      var shown = installation.get(CLUSTERS + "/" + path);
      assertThat(Tree.text(shown.tree(), "server")).isEqualTo(server);
      assertThat(Json.write(shown.tree())).doesNotContain("geheim");
      assertThat(Tree.text(shown.tree(), "labels", "env")).isEqualTo("prod");
      assertThat(Tree.text(shown.tree(), "connectionState", "status")).isEqualTo("Unknown");
    }
    installation.destinations.states.put(
        server, new Destinations.State("Failed", "is not reachable", "", "", 0, List.of()));
    assertThat(
            Tree.text(
                installation.get(CLUSTERS + "/one").tree(), "info", "connectionState", "message"))
        .isEqualTo("is not reachable");

    assertThat(installation.call("DELETE", CLUSTERS + "/one?id.type=name", "").status())
        .isEqualTo(200);
    assertThat(installation.get(CLUSTERS + "/one").status()).isEqualTo(404);
  }

  @Test
  void an_update_changes_the_fields_it_names_and_keeps_the_token() {
    var server = "https://two.example";
    installation.call("POST", CLUSTERS, body(server, "two", ""));

    var changed =
        installation.call(
            "PUT",
            CLUSTERS + "/" + encoded(server) + "?updatedFields=name&updatedFields=namespaces",
            "{\"name\": \"zwei\", \"namespaces\": [\"x\"], \"project\": \"ignored\"}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(Tree.text(changed.tree(), "name")).isEqualTo("zwei");
    assertThat(Tree.items(changed.tree().get("namespaces"))).containsExactly("x");
    assertThat(changed.tree().get("project")).isNull();
    var secret = "cluster-two.example-3518709640";
    assertThat(field(secret, "config")).contains("geheim");
  }

  @Test
  void another_token_takes_the_place_of_the_one_in_use_which_then_ends() {
    var server = "https://rotated.example";
    installation.create(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: manager, namespace: %s}}"
            .formatted(Installation.NAMESPACE));
    installation.create(
        "{apiVersion: v1, kind: Secret, metadata: {name: manager-token-old, namespace: %s}}"
            .formatted(Installation.NAMESPACE));
    var claims =
        """
        {"kubernetes.io/serviceaccount/namespace":"%s",
         "kubernetes.io/serviceaccount/secret.name":"manager-token-old",
         "kubernetes.io/serviceaccount/service-account.name":"manager"}
        """
            .formatted(Installation.NAMESPACE);
    var old =
        "e30."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".x";
    installation.call(
        "POST",
        CLUSTERS,
        body(server, "rotated", ", \"shard\": 3, \"labels\": {\"env\": \"prod\"}")
            .replace("geheim", old));
    var secret =
        installation.destinations.registered().stream()
            .filter(c -> c.server().equals(server))
            .findFirst()
            .orElseThrow()
            .secret();

    var rotated = installation.call("POST", CLUSTERS + "/rotated/rotate-auth?id.type=name", "{}");

    assertThat(rotated.status()).as(rotated.message()).isEqualTo(200);
    assertThat(Json.write(rotated.tree())).doesNotContain(old);
    var config = Json.parseObject(field(secret, "config").getBytes(StandardCharsets.UTF_8));
    var token = Tree.text(config, "bearerToken");
    assertThat(token).isNotEmpty().isNotEqualTo(old);
    assertThat(field(secret, "shard")).isEqualTo("3");
    assertThat(Tree.text(rotated.tree(), "labels", "env")).isEqualTo("prod");
    assertThat(
            installation.cluster.get(
                Installation.SECRET, Installation.NAMESPACE, "manager-token-old"))
        .isEmpty();
  }

  @Test
  void a_token_that_no_secret_keeps_is_not_rotated() {
    installation.call("POST", CLUSTERS, body("https://opaque.example", "opaque", ""));

    assertThat(installation.call("POST", CLUSTERS + "/opaque/rotate-auth", "{}").message())
        .isEqualTo(
            "cluster \"opaque\" is not reached by the token of a service account (expected: one that"
                + " `cluster add` registered)");
  }

  @Test
  void a_second_registration_needs_to_be_asked_for() {
    var server = "https://three.example";
    installation.call("POST", CLUSTERS, body(server, "three", ""));

    assertThat(installation.call("POST", CLUSTERS, body(server, "drei", "")).message())
        .isEqualTo("existing cluster spec is different; use upsert flag to force update");
    assertThat(
            installation.call("POST", CLUSTERS + "?upsert=true", body(server, "drei", "")).status())
        .isEqualTo(200);
    assertThat(installation.get(CLUSTERS).names()).isNotNull();
    assertThat(Tree.text(installation.get(CLUSTERS + "/drei").tree(), "server")).isEqualTo(server);
  }

  @Test
  void a_cluster_that_lets_us_not_in_is_not_registered() {
    var server = "https://closed.example";
    installation.destinations.refusals.put(server, "cluster " + server + " is not reachable");

    var refused = installation.call("POST", CLUSTERS, body(server, "closed", ""));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo("error validating cluster: cluster https://closed.example is not reachable");
    assertThat(installation.get(CLUSTERS + "/closed").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   |                                            | {\"name\": \"x\"}            | is not a URL",
        "POST   |                                            | {\"server\": \"not a url\"} | is not a URL",
        "PUT    | /in-cluster                                | {\"name\": \"x\"}            | no Secret describes it",
        "DELETE | /in-cluster                                |                              | has no Secret to delete",
        "DELETE | /nowhere                                   |                              | cluster \"nowhere\" not found",
        "PUT    | /nowhere?updatedFields=name                | {}                           | cluster \"nowhere\" not found",
      })
  void says_what_is_wrong(String method, String path, String body, String message) {
    var answer =
        installation.call(method, CLUSTERS + (path == null ? "" : path), body == null ? "" : body);

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.message()).contains(message);
  }
}
