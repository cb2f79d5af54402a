package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST API, as a web page or a script calls it. */
class ApiTest {
  private final Demo demo = Demo.shared();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(demo.url() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> login(String password) {
    return send(
        to("/api/v1/session")
            .POST(body(ObjectTree.of("username", "admin", "password", password)))
            .header("Content-Type", "application/json"));
  }

  private static HttpRequest.BodyPublisher body(ObjectTree tree) {
    return HttpRequest.BodyPublishers.ofString(Json.write(tree));
  }

  private String token() {
    return Tree.text(Json.parse(login(demo.adminPassword()).body()), "token");
  }

  private HttpRequest.Builder as(String token, String path) {
    return to(path).header("Authorization", "Bearer " + token);
  }

  @Test
  void a_password_becomes_a_token_and_a_wrong_one_does_not() {
    assertThat(login("wrong").statusCode()).isEqualTo(401);
    var token = token();
    assertThat(token.split("\\.")).hasSize(3);
    var me = Json.parse(send(as(token, "/api/v1/session/userinfo")).body());
    assertThat(Tree.flag(me, "loggedIn")).isTrue();
    assertThat(Tree.text(me, "username")).isEqualTo("admin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/applications",
        "/api/v1/applications/k8s-blog-dev",
        "/api/v1/applications/k8s-blog-dev/managed-resources",
        "/api/v1/stream/applications",
        "/api/v1/projects",
        "/api/v1/repositories",
        "/api/v1/clusters"
      })
  void without_a_token_nothing_is_told(String path) {
    var answer = send(to(path));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Tree.number(Json.parse(answer.body()), 0, "code")).isEqualTo(16);
    assertThat(send(as("not.a.token", path)).statusCode()).isEqualTo(401);
  }

  @Test
  void applications_are_listed_sorted_and_an_unknown_one_is_not_found() {
    var token = token();
    var list =
        send(as(token, "/api/v1/applications?fields=items.metadata.name,items.status.sync.status"));
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(Tree.items(Tree.at(Json.parse(list.body()), "items")))
        .extracting(i -> Tree.text(i, "metadata", "name"))
        .contains("k8s-blog-dev", "techtorque-services-prod")
        .isSorted();
    assertThat(list.body()).doesNotContain("repoURL");

    var one = Json.parse(send(as(token, "/api/v1/applications/k8s-blog-dev")).body());
    assertThat(Tree.text(one, "spec", "source", "targetRevision")).isEqualTo("develop");
    var unknown = send(as(token, "/api/v1/applications/nobody"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(Tree.number(Json.parse(unknown.body()), 0, "code")).isEqualTo(5);
    assertThat(send(as(token, "/api/v1/no-such-thing")).statusCode()).isEqualTo(404);
  }

  @Test
  void a_sync_by_post_is_told_on_the_stream_and_secrets_stay_masked() throws Exception {
    var bare = demo.repository("secrets");
    var secret = "correct horse battery staple";
    var tree =
        WorkTree.create(bare)
            .write(
                "app/secret.yaml",
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: tell-nobody\nstringData:\n  password: "
                    + secret
                    + "\n");
    tree.commit("A secret in Git, as people do");
    tree.push();
    demo.apply(
        Demo.application("secrets", bare, "app", "secrets").replace("    automated: {}\n", ""));
    demo.kubectl().awaitState("secrets", "OutOfSync Missing");
    var token = token();

    var stream =
        http.sendAsync(
                as(token, "/api/v1/stream/applications?name=secrets")
                    .header("Accept", "text/event-stream")
                    .build(),
                HttpResponse.BodyHandlers.ofLines())
            .get(60, TimeUnit.SECONDS);
    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    var told = CompletableFuture.supplyAsync(() -> succeeded(stream.body()));
    var answer =
        send(
            as(token, "/api/v1/applications/secrets/sync")
                .header("Content-Type", "application/json")
                .POST(body(ObjectTree.of("revision", "main"))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(told.get(60, TimeUnit.SECONDS)).isTrue();

    demo.kubectl().awaitState("secrets", "Synced Healthy");
    staysMasked(token, secret);
    demo.cli("app", "delete", "secrets", "-y").exits(0);
  }

  private static boolean succeeded(Stream<String> lines) {
    return lines
        .filter(l -> l.startsWith("data: "))
        .map(l -> Tree.at(Json.parse(l.substring("data: ".length())), "result"))
        .filter(e -> Tree.text(e, "type").equals("MODIFIED"))
        .anyMatch(
            e ->
                Tree.text(e, "application", "status", "operationState", "phase")
                    .equals("Succeeded"));
  }

  private void staysMasked(String token, String secret) {
    var encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    assertThat(
            demo.kubectl()
                .text(
                    "get",
                    "secret",
                    "tell-nobody",
                    "-n",
                    "secrets",
                    "-o",
                    "jsonpath={.data.password}"))
        .isEqualTo(encoded);
    var managed = send(as(token, "/api/v1/applications/secrets/managed-resources"));
    assertThat(managed.statusCode()).isEqualTo(200);
    assertThat(managed.body())
        .contains("tell-nobody")
        .contains("++++++++")
        .doesNotContain(secret)
        .doesNotContain(encoded);
    var live =
        send(
            as(
                token,
                "/api/v1/applications/secrets/resource?namespace=secrets&resourceName=tell-nobody&version=v1&group=&kind=Secret"));
    assertThat(live.body()).contains("tell-nobody").doesNotContain(secret).doesNotContain(encoded);
    var manifests = send(as(token, "/api/v1/applications/secrets/manifests"));
    assertThat(manifests.body())
        .contains("tell-nobody")
        .doesNotContain(secret)
        .doesNotContain(encoded);
  }

  @Test
  void the_page_the_version_and_the_health_need_no_login() {
    assertThat(send(to("/")).headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/html");
    assertThat(Tree.text(Json.parse(send(to("/api/version")).body()), "Version")).startsWith("v");
    assertThat(send(to("/healthz")).body()).startsWith("ok");
  }

  @Test
  void a_body_that_is_no_json_is_refused() {
    var answer =
        send(
            as(token(), "/api/v1/applications")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{bad")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Tree.text(Json.parse(answer.body()), "message")).isNotBlank();
  }
}
