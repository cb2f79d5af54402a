package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Applications whose sources stand in Helm repositories and OCI registries. */
final class ChartSourcesTest extends Example {
  private final ChartServer server;

  ChartSourcesTest() throws IOException {
    server = new ChartServer();
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  private void secret(String name, String fields) {
    world.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: %s
          namespace: argocd
          labels: {argocd.argoproj.io/secret-type: repository}
        stringData: {username: %s, password: "%s", %s}
        """
            .formatted(name, ChartServer.USER, ChartServer.PASSWORD, fields));
  }

  private void app(String sources) {
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop, namespace: argocd}
        spec:
          project: default
          %s
          destination: {name: in-cluster, namespace: shop}
          syncPolicy: %s
        """
            .formatted(sources, AUTOMATED));
  }

  private String key() {
    return world.get("v1", "ConfigMap", "shop", "a").orElseThrow().text("data", "key");
  }

  @Test
  void a_chart_of_a_helm_repository_with_values_from_git() {
    server.publish("1.0.0");
    server.publish("1.2.0");
    server.publish("2.0.0-rc.1");
    secret("charts", "type: helm, name: charts, url: \"%s\"".formatted(server.helmUrl()));
    git.write("prod.yaml", "word: prod\n");
    git.commit("one");
    app(
        "sources: [{repoURL: \"%s\", chart: web, targetRevision: \"*\", helm: {valueFiles: [$v/prod.yaml]}}, {repoURL: \"%s\", ref: v, targetRevision: main}]"
            .formatted(server.helmUrl(), git.url()));
    var app = world.until("shop", World::settled);
    assertThat(key()).isEqualTo("1.2.0 prod");
    assertThat(String.valueOf(app.status().get("sync"))).contains("1.2.0");
    assertThat(world.controller().repositories().problem(server.helmUrl(), "", true)).isEmpty();
  }

  @Test
  void a_chart_of_an_oci_registry_by_enable_oci() {
    server.publish("1.0.0");
    secret(
        "charts",
        "type: helm, enableOCI: \"true\", insecureOCIForceHttp: \"true\", url: \"%s/charts\""
            .formatted(server.host()));
    app(
        "source: {repoURL: \"%s/charts\", chart: web, targetRevision: 1.x}"
            .formatted(server.host()));
    var app = world.until("shop", World::settled);
    assertThat(key()).isEqualTo("1.0.0 none");
    assertThat(World.revision(app)).isEqualTo("1.0.0");
    assertThat(world.controller().repositories().problem(server.host() + "/charts", "", true))
        .isEmpty();
  }

  @Test
  void manifests_of_an_oci_artifact() {
    var digest =
        server.pushFiles("team/web", "prod", Map.of("web/a.yaml", configMap("a", "from oci")));
    var url = "oci://" + server.host() + "/team/web";
    secret("web", "type: oci, insecureOCIForceHttp: \"true\", url: \"%s\"".formatted(url));
    app("source: {repoURL: \"%s\", path: web, targetRevision: prod}".formatted(url));
    var app = world.until("shop", World::settled);
    assertThat(key()).isEqualTo("from oci");
    assertThat(World.revision(app)).isEqualTo(digest);
  }

  @Test
  void a_chart_in_git_whose_dependency_stands_in_a_named_repository() {
    server.publish("1.0.0");
    server.publish("1.1.0");
    secret("charts", "type: helm, name: charts, url: \"%s\"".formatted(server.helmUrl()));
    git.write(
            "umbrella/Chart.yaml",
            "{apiVersion: v2, name: shop, version: 1.0.0, dependencies: [{name: web, version: ^1.0.0, repository: \"@charts\"}]}\n")
        .write(
            "umbrella/Chart.lock",
            "dependencies: [{name: web, version: 1.0.0, repository: \"@charts\"}]\n")
        .write("umbrella/values.yaml", "web: {word: umbrella}\n");
    git.commit("one");
    application("shop", "umbrella", AUTOMATED);
    world.until("shop", World::settled);
    assertThat(key()).isEqualTo("1.0.0 umbrella");
  }

  @Test
  void a_login_goes_only_where_the_project_permits() throws Exception {
    server.publish("1.0.0");
    var shared = "type: helm, name: charts, url: \"%s\"".formatted(server.helmUrl());
    secret("charts", shared);
    git.write(
        "umbrella/Chart.yaml",
        "{apiVersion: v2, name: shop, version: 1.0.0, dependencies: [{name: web, version: ^1.0.0, repository: \"%s\"}]}\n"
            .formatted(server.helmUrl()));
    git.commit("one");
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: narrow, namespace: argocd}
        spec: {sourceRepos: ["%s"], destinations: [{server: "*", namespace: "*"}], clusterResourceWhitelist: [{group: "*", kind: "*"}]}
        """
            .formatted(git.url()));
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop, namespace: argocd}
        spec:
          project: narrow
          source: {repoURL: "%s", path: umbrella, targetRevision: main}
          destination: {name: in-cluster, namespace: shop}
          syncPolicy: %s
        """
            .formatted(git.url(), AUTOMATED));
    var refused = world.until("shop", a -> World.conditions(a).contains("not permitted"));
    assertThat(World.conditions(refused))
        .contains("helm repos " + server.helmUrl() + " are not permitted in project 'narrow'");

    secret("own", shared + ", project: narrow");
    world.controller().refresh("argocd", "shop");
    world.until("shop", World::settled);
    assertThat(key()).as("a repository of the project's own").isEqualTo("1.0.0 none");
  }

  @Test
  void a_refresh_sees_a_new_version_and_a_wrong_login_is_named() {
    server.publish("1.0.0");
    secret("charts", "type: helm, url: \"%s\"".formatted(server.helmUrl()));
    app("source: {repoURL: \"%s\", chart: web, targetRevision: ^1.0}".formatted(server.helmUrl()));
    world.until("shop", World::settled);
    server.publish("1.3.0");
    world.controller().refresh("argocd", "shop");
    world.until("shop", a -> World.settled(a) && World.revision(a).equals("1.3.0"));
    assertThat(key()).isEqualTo("1.3.0 none");

    world.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: charts, namespace: argocd, labels: {argocd.argoproj.io/secret-type: repository}}
        stringData: {username: ann, password: wrong, type: helm, url: "%s"}
        """
            .formatted(server.helmUrl()));
    world.controller().refresh("argocd", "shop");
    var failed = world.until("shop", a -> World.conditions(a).contains("answered 401"));
    assertThat(World.conditions(failed))
        .contains("index.yaml")
        .contains("check the credentials of the repository")
        .doesNotContain("wrong");
  }
}
