package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests of other revisions and of folders, shown and compared. */
final class ShownManifestsTest {
  private static final String SHOP = "/api/v1/applications/shop";

  private final RecordedServer server = new RecordedServer().on("GET /api/v1/settings", "{}");

  @TempDir Path home;

  @AfterEach
  void close() {
    server.close();
  }

  private CommandLineRun run(String... words) {
    return CommandLineRun.with(home, server).run(words);
  }

  private void application(String sources) {
    server.on(
        "GET " + SHOP,
        "{\"metadata\":{\"name\":\"shop\",\"namespace\":\"argocd\"},\"spec\":{\"project\":\"default\",\"destination\":"
            + "{\"name\":\"in-cluster\",\"namespace\":\"web\"},"
            + sources
            + "}}");
  }

  @Test
  void what_settings_and_application_ignore_is_no_difference_of_a_revision() {
    application(
        "\"ignoreDifferences\":[{\"kind\":\"ConfigMap\",\"jsonPointers\":[\"/data/own\"]}],"
            + "\"source\":{\"repoURL\":\"https://git.example/a.git\",\"path\":\"app\"}");
    server
        .on(
            "GET /api/v1/settings",
            "{\"resourceOverrides\":{\"*/*\":{\"ignoreDifferences\":{\"jqPathExpressions\":[\".data.all\"]}}}}")
        .on("GET " + SHOP + "/manifests", manifest("target", "same"))
        .on("GET " + SHOP + "/managed-resources", managed("live", "same"));

    assertThat(run("app", "diff", "shop", "--revision", "v2"))
        .isEqualTo(new CommandLineRun(0, "", ""));

    server.on("GET " + SHOP + "/manifests", manifest("target", "other"));
    var diff = run("app", "diff", "shop", "--revision", "v2");
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.out()).contains("kept: other").doesNotContain("own:").doesNotContain("all:");
  }

  private static String object(String ignored, String kept) {
    return Json.write(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            ObjectTree.of("name", "a", "namespace", "web"),
            "data",
            ObjectTree.of("own", ignored, "all", ignored, "kept", kept)));
  }

  private static String manifest(String ignored, String kept) {
    return Json.write(ObjectTree.of("manifests", List.of(object(ignored, kept))));
  }

  private static String managed(String ignored, String kept) {
    return Json.write(
        ObjectTree.of(
            "items",
            List.of(
                ObjectTree.of(
                    "kind", "ConfigMap",
                    "namespace", "web",
                    "name", "a",
                    "normalizedLiveState", object(ignored, kept)))));
  }

  @Test
  void revisions_go_with_positions_or_names() {
    application("\"sources\":[{\"name\":\"a\"},{\"name\":\"b\"}]");
    server.on("GET " + SHOP + "/manifests", "{\"manifests\":[]}");

    assertThat(
            run("app", "manifests", "shop", "--revisions", "v1", "--source-positions", "2").code())
        .isZero();
    assertThat(run("app", "manifests", "shop", "--revisions", "v1", "--source-names", "b").code())
        .isZero();
    assertThat(server.asked("GET"))
        .filteredOn(asked -> asked.line().contains("/manifests"))
        .allMatch(asked -> asked.line().endsWith("/manifests?revisions=v1&sourcePositions=2"))
        .hasSize(2);
    assertThat(run("app", "manifests", "shop", "--revisions", "v1").err())
        .contains("length of values for both flags should be same");
    assertThat(
            run("app", "manifests", "shop", "--revisions", "v1", "--source-positions", "0").err())
        .contains("Counting starts at 1");
  }

  @Test
  void a_folder_is_rendered_and_compared_with_the_settings_of_the_application() throws IOException {
    application(
        "\"source\":{\"repoURL\":\"https://git.example/a.git\",\"path\":\"app\","
            + "\"kustomize\":{\"namePrefix\":\"x-\"}}");
    var folder = Files.createDirectories(home.resolve("repo/app"));
    Files.writeString(folder.resolve("kustomization.yaml"), "resources: [a.yaml]\n");
    Files.writeString(
        folder.resolve("a.yaml"),
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: local}}\n");
    server.on(
        "GET " + SHOP + "/managed-resources",
        """
        {"items":[{"kind":"ConfigMap","namespace":"web","name":"x-a",
          "targetState":"{\\"data\\":{\\"k\\":\\"git\\"}}",
          "normalizedLiveState":"{\\"data\\":{\\"k\\":\\"live\\"}}"}]}
        """);
    var root = home.resolve("repo").toString();

    var shown =
        run("app", "manifests", "shop", "--local", folder.toString(), "--local-repo-root", root);
    assertThat(shown.out()).contains("name: x-a").contains("k: local");
    var diff = run("app", "diff", "shop", "--local", folder.toString(), "--local-repo-root", root);
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.out())
        .contains("===== /ConfigMap web/x-a ======")
        .contains("k: live")
        .contains("k: local");
    assertThat(
            run(
                    "app",
                    "diff",
                    "shop",
                    "--local",
                    folder.toString(),
                    "--local-repo-root",
                    home.resolve("repo/app/none").toString())
                .code())
        .isNotZero();
  }

  @Test
  void a_folder_is_sent_when_the_server_is_to_render_it() throws IOException {
    application("\"source\":{\"path\":\"app\",\"plugin\":{}}");
    var folder = Files.createDirectories(home.resolve("repo/app"));
    Files.writeString(folder.resolve("a.yaml"), "a: 1\n");
    server
        .on("GET " + SHOP + "/managed-resources", "{\"items\":[]}")
        .on("POST /api/v1/applications/manifestsWithFiles", "{\"manifests\":[]}");
    var root = home.resolve("repo").toString();

    assertThat(run("app", "diff", "shop", "--local", root).code()).as("plugins run there").isZero();
    assertThat(run("app", "diff", "shop", "--local", root, "--server-side-generate").code())
        .isZero();
    assertThat(server.asked("POST")).hasSize(2);
    assertThat(server.asked("POST").getFirst().body().lines())
        .hasSize(2)
        .first()
        .asString()
        .contains("\"checksum\"")
        .contains("\"appNamespace\":\"argocd\"");
    assertThat(run("app", "diff", "shop", "--server-side-generate").err())
        .contains("must be used with --local");
  }

  @Test
  void what_the_server_hides_of_a_secret_is_not_applied() throws IOException {
    application("\"source\":{\"path\":\"app\",\"plugin\":{}}");
    Files.createDirectories(home.resolve("repo/app"));
    server.on(
        "POST /api/v1/applications/manifestsWithFiles",
        "{\"manifests\":[\"{\\\"apiVersion\\\":\\\"v1\\\",\\\"kind\\\":\\\"Secret\\\","
            + "\\\"metadata\\\":{\\\"name\\\":\\\"key\\\"},"
            + "\\\"data\\\":{\\\"k\\\":\\\"++++++++\\\"}}\"]}");

    var refused = run("app", "sync", "shop", "--local", home.resolve("repo").toString());

    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("Secret key of --local is made by a plugin");
    assertThat(server.asked("POST")).extracting(a -> a.line()).noneMatch(l -> l.endsWith("/sync"));
  }
}
