package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.app.Main;
import io.syncline.cli.terminal.Terminal;
import io.syncline.testservers.GitServer;
import io.syncline.testservers.Tar;
import io.syncline.testservers.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code render --fetch}: what a folder refers to elsewhere, with no server and no login. */
class RenderFetchTest {
  private final Path home = Workspace.folder("home");
  private final Path folder = Workspace.folder("fetched");

  private Outcome render(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(new byte[0]),
            false,
            Map.of("HOME", home.toString()));
    var all = new java.util.ArrayList<>(java.util.List.of("render"));
    all.addAll(java.util.List.of(words));
    var code = Main.run(terminal, all.toArray(String[]::new));
    return new Outcome(
        "syncline " + String.join(" ", all),
        code,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  private void write(String path, String text) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }

  private static TestServer charts() throws IOException {
    var server = new TestServer();
    return server
        .on(
            "/charts/index.yaml",
            "{apiVersion: v1, entries: {web: [{name: web, version: 1.2.0, urls: [web-1.2.0.tgz]}]}}")
        .on(
            "/charts/web-1.2.0.tgz",
            new Tar()
                .file("web/Chart.yaml", "{apiVersion: v2, name: web, version: 1.2.0}\n")
                .file("web/values.yaml", "word: none\n")
                .file(
                    "web/templates/a.yaml",
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: \"{{ .Release.Name }}-web\"},"
                        + " data: {word: \"{{ .Values.word }}\"}}\n")
                .zipped());
  }

  @Test
  void a_dependency_is_fetched_when_told_to_and_kept_for_the_next_time() throws IOException {
    var charts = charts();
    write(
        "umbrella/Chart.yaml",
        """
        apiVersion: v2
        name: umbrella
        version: 1.0.0
        dependencies:
        - {name: web, version: 1.2.0, repository: "%s"}
        """
            .formatted(charts.url("/charts")));
    write("umbrella/values.yaml", "web: {word: fetched}\n");
    var umbrella = folder.resolve("umbrella").toString();
    var offline = render(umbrella);
    assertThat(offline.code()).isNotZero();
    assertThat(offline.err()).contains("cannot be fetched here");
    assertThat(charts.asked()).isEmpty();

    var fetched = render("--fetch", "--name", "shop", umbrella).exits(0);
    assertThat(fetched.out()).contains("name: shop-web").contains("word: fetched");
    charts.close();
    var again = render("--fetch", "--name", "shop", umbrella).exits(0);
    assertThat(again.out()).as("from the cache").isEqualTo(fetched.out());
  }

  @Test
  void the_chart_of_an_application_needs_no_folder() throws IOException {
    try (var charts = charts()) {
      write(
          "app.yaml",
          """
          apiVersion: argoproj.io/v1alpha1
          kind: Application
          metadata: {name: shop, namespace: argocd}
          spec:
            project: default
            source:
              repoURL: "%s"
              chart: web
              targetRevision: ^1.0.0
              helm: {values: "word: asked"}
            destination: {name: in-cluster, namespace: shop}
          """
              .formatted(charts.url("/charts")));
      var rendered = render("--fetch", "--app", folder.resolve("app.yaml").toString()).exits(0);
      assertThat(rendered.out()).contains("name: shop-web").contains("word: asked");
      write("other.yaml", Files.readString(folder.resolve("app.yaml")).replace("^1.0.0", "^7"));
      var none = render("--fetch", "--app", folder.resolve("other.yaml").toString());
      assertThat(none.code()).isNotZero();
      assertThat(none.err()).contains("has no version ^7");
    }
  }

  @Test
  void a_base_of_another_repository_is_fetched() throws IOException {
    var root = Workspace.folder("served");
    var tree =
        WorkTree.create(root.resolve("shop.git"))
            .write("base/kustomization.yaml", "resources: [map.yaml]\n")
            .write("base/map.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: base}}\n");
    tree.commit("A base");
    tree.push();
    try (var server = new GitServer(root)) {
      write(
          "overlay/kustomization.yaml",
          "namePrefix: my-\nresources:\n- " + server.url("shop.git") + "//base?ref=main\n");
      var rendered = render("--fetch", folder.resolve("overlay").toString()).exits(0);
      assertThat(rendered.out()).contains("name: my-base");
    }
  }
}
