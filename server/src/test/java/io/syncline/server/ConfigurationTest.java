package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.kube.Selection;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Projects, repositories, clusters, settings. */
final class ConfigurationTest {
  private static final String PROJECTS = "/api/v1/projects";
  private static final String REPOSITORIES = "/api/v1/repositories";
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

  @Test
  void projects_are_made_changed_listed_and_deleted() {
    var body =
        "{\"project\":{\"metadata\":{\"name\":\"fresh\"},\"spec\":{\"sourceRepos\":[\"%s\"]}}%s}";

    var made = installation.call("POST", PROJECTS, body.formatted("*", ""));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.tree().keySet()).containsExactlyInAnyOrder("metadata", "spec");
    assertThat(installation.get(PROJECTS).names()).contains("default", "fresh").isSorted();

    assertThat(installation.call("POST", PROJECTS, body.formatted("*", "")).status())
        .isEqualTo(200);
    assertThat(installation.call("POST", PROJECTS, body.formatted("https://x", "")).message())
        .isEqualTo("existing project spec is different, use upsert flag to force update");
    assertThat(
            installation
                .call("POST", PROJECTS, body.formatted("https://x", ",\"upsert\":true"))
                .status())
        .isEqualTo(200);
    assertThat(
            Tree.items(
                Tree.at(installation.get(PROJECTS + "/fresh").tree(), "spec", "sourceRepos")))
        .containsExactly("https://x");

    assertThat(
            installation.call("PUT", PROJECTS + "/fresh", body.formatted("https://y", "")).status())
        .isEqualTo(200);
    assertThat(
            Tree.items(
                Tree.at(installation.get(PROJECTS + "/fresh").tree(), "spec", "sourceRepos")))
        .containsExactly("https://y");

    assertThat(installation.call("DELETE", PROJECTS + "/fresh", "").status()).isEqualTo(200);
    var gone = installation.get(PROJECTS + "/fresh");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.message()).isEqualTo("appprojects.argoproj.io \"fresh\" not found");
  }

  @Test
  void the_default_project_stays() {
    var answer = installation.call("DELETE", PROJECTS + "/default", "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("project default cannot be deleted");
    assertThat(installation.get(PROJECTS + "/default").status()).isEqualTo(200);
  }

  @Test
  void a_project_in_use_stays() {
    installation.call(
        "POST", PROJECTS, "{\"project\":{\"metadata\":{\"name\":\"used\"},\"spec\":{}}}");
    installation.application("user", "", "project: used");

    var answer = installation.call("DELETE", PROJECTS + "/used", "");

    assertThat(answer.tree().get("code")).isEqualTo(9L);
    assertThat(answer.message()).isEqualTo("project is referenced by 1 applications (user)");
  }

  @Test
  void secrets_of_a_repository_are_taken_and_never_shown() {
    var url = "https://git.example/team/private.git";
    var body =
        "{\"repo\":\""
            + url
            + "\",\"username\":\"bot\",\"password\":\"open-sesame\",\"insecure\":true,\"name\":\"mine\"}";

    var made = installation.call("POST", REPOSITORIES, body);
    assertThat(made.status()).isEqualTo(200);
    var one = installation.get(REPOSITORIES + "/" + encoded(url));
    assertThat(one.status()).as("a URL in the path, its slashes encoded").isEqualTo(200);
    for (var answer : java.util.List.of(made, one, installation.get(REPOSITORIES))) {
      assertThat(answer.text())
          .contains(url, "\"username\":\"bot\"", "\"insecure\":true")
          .doesNotContain("open-sesame");
    }
    assertThat(Tree.text(one.tree(), "connectionState", "status")).isEqualTo("Successful");
    var secrets =
        installation.cluster.list(
            Installation.SECRET,
            Selection.in("argocd").labelled("argocd.argoproj.io/secret-type=repository"));
    assertThat(secrets.items()).hasSize(1);
    assertThat(
            new String(
                java.util.Base64.getDecoder()
                    .decode(secrets.items().getFirst().text("data", "password")),
                StandardCharsets.UTF_8))
        .isEqualTo("open-sesame");

    assertThat(installation.call("POST", REPOSITORIES, body).status())
        .as("the same again")
        .isEqualTo(200);
    assertThat(
            installation.call("POST", REPOSITORIES, body.replace("open-sesame", "other")).message())
        .isEqualTo("existing repository spec is different; use upsert flag to force update");
    assertThat(
            installation
                .call("POST", REPOSITORIES + "?upsert=true", body.replace("bot", "robot"))
                .status())
        .isEqualTo(200);
    assertThat(Tree.text(installation.get(REPOSITORIES + "/" + encoded(url)).tree(), "username"))
        .isEqualTo("robot");

    assertThat(installation.call("DELETE", REPOSITORIES + "/" + encoded(url), "").status())
        .isEqualTo(200);
    assertThat(installation.get(REPOSITORIES + "/" + encoded(url)).status()).isEqualTo(404);
  }

  @Test
  void repositories_of_applications_are_listed_with_what_is_wrong() {
    installation.details.problems.put(
        "https://git.example/unreadable.git", "authentication required");
    installation.application("unreadable");

    var one =
        installation.get(REPOSITORIES + "/" + encoded("https://git.example/unreadable.git")).tree();

    assertThat(Tree.text(one, "type")).isEqualTo("git");
    assertThat(one.get("connectionState"))
        .isEqualTo(
            ObjectTree.of(
                "status",
                "Failed",
                "message",
                "authentication required",
                "attemptedAt",
                "2026-03-01T10:00:00Z"));
  }

  @Test
  void a_repository_that_cannot_be_read_is_not_added() {
    var url = "https://git.example/closed.git";
    installation.details.problems.put(url, "cannot list repository: not authorized");
    var body = "{\"repo\": \"" + url + "\", \"password\": \"hush\"}";
    var refused = installation.call("POST", REPOSITORIES, body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(Tree.text(refused.tree(), "message"))
        .isEqualTo("error testing repository connectivity: cannot list repository: not authorized");
    assertThat(installation.get(REPOSITORIES + "/" + encoded(url)).status()).isEqualTo(404);

    installation.details.problems.clear();
    var added = installation.call("POST", REPOSITORIES, body);
    assertThat(Tree.text(added.tree(), "connectionState", "status")).isEqualTo("Successful");
    assertThat(added.toString()).doesNotContain("hush");
    var scoped = body.replace("\"password\"", "\"project\": \"shop\", \"password\"");
    assertThat(installation.call("POST", REPOSITORIES, scoped).status())
        .as("another secret for the same URL in a project")
        .isEqualTo(200);
  }

  @Test
  void the_own_cluster_is_known_by_url_and_name() {
    installation.application("deployed");
    var items =
        Tree.items(
            installation
                .await(
                    "/api/v1/clusters",
                    c ->
                        Tree.number(
                                Tree.items(c.get("items")).getFirst(),
                                0,
                                "info",
                                "applicationsCount")
                            > 0)
                .tree()
                .get("items"));
    assertThat(items).hasSize(1);
    assertThat(Tree.text(items.getFirst(), "server")).isEqualTo("https://kubernetes.default.svc");
    assertThat(Tree.text(items.getFirst(), "serverVersion")).matches("1\\.\\d+");

    for (var id : java.util.List.of("https://kubernetes.default.svc", "in-cluster")) {
      assertThat(Tree.text(installation.get("/api/v1/clusters/" + encoded(id)).tree(), "name"))
          .isEqualTo("in-cluster");
    }
    assertThat(installation.get("/api/v1/clusters/elsewhere").status()).isEqualTo(404);
  }

  @Test
  void settings_and_version_are_open_and_hold_no_secret() {
    var settings = installation.send(installation.request("GET", "/api/v1/settings", ""));

    assertThat(settings.status()).isEqualTo(200);
    assertThat(settings.tree())
        .containsEntry("url", "http://syncline.example")
        .containsEntry("trackingMethod", "annotation")
        .containsEntry("simulatedCluster", true);
    assertThat(installation.get("/api/v1/settings").tree()).isEqualTo(settings.tree());
    assertThat(
            installation.send(installation.request("GET", "/api/v1/settings/plugins", "")).status())
        .isEqualTo(401);
    var version = installation.send(installation.request("GET", "/api/version", ""));
    assertThat(Tree.text(version.tree(), "Version")).isEqualTo("v9.9.9");
    assertThat(Tree.text(version.tree(), "KubectlVersion")).startsWith("v1.");
  }

  @Test
  void settings_follow_the_config_map() {
    try (var own = new Installation()) {
      own.create(
          "{apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cm, namespace: argocd},"
              + " data: {url: 'https://cd.example', application.instanceLabelKey: mine, application.resourceTrackingMethod: label}}");

      assertThat(own.get("/api/v1/settings").tree())
          .containsEntry("url", "https://cd.example")
          .containsEntry("appLabelKey", "mine")
          .containsEntry("trackingMethod", "label");
    }
  }
}
