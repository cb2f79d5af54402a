package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.controller.plugin.PluginSettings;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.model.application.Application;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginSourcesTest {
  private static final String DEFINITION =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: ConfigManagementPlugin
      metadata: {name: stamp}
      spec:
        discover: {fileName: stamp.txt}
        generate:
          command: [sh, -c]
          args:
          - |
            test -f stamp.txt || exit 1
            printf '{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {at: "%s", is: "%s"}}' \\
              $ARGOCD_APP_NAME $ARGOCD_APP_REVISION "$(cat stamp.txt)"
      """;

  private static World world(Path folder) throws IOException {
    var plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(plugins.resolve("stamp.yaml"), DEFINITION);
    return new World(
        folder,
        ControllerSettings.DEFAULT
            .sourceInterval(Duration.ofMinutes(10))
            .plugins(
                PluginSettings.of(
                    plugins, folder.resolve("work"), System.getenv("PATH"), "C.UTF-8")));
  }

  private static void application(World world, GitFolder git, String name, String annotations) {
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: %s, namespace: argocd, annotations: {%s}}
        spec:
          project: default
          source: {repoURL: "%s", path: %s, targetRevision: main}
          destination: {server: https://kubernetes.default.svc, namespace: shop}
          syncPolicy: %s
        """
            .formatted(name, annotations, git.url(), name, Example.AUTOMATED));
  }

  @Test
  void a_plugin_runs_for_every_commit_but_those_an_application_does_not_care_for(
      @TempDir Path folder) throws IOException {
    var git = new GitFolder(Files.createDirectories(folder.resolve("repo")));
    git.write("web/stamp.txt", "one").write("api/stamp.txt", "one").write("api/deep/x", "");
    var first = git.commit("one");
    try (var world = world(folder)) {
      application(world, git, "web", "");
      application(world, git, "api", "argocd.argoproj.io/manifest-generate-paths: stamp.txt");
      assertThat(types(world.until("web", World::settled))).isEqualTo("Plugin");
      world.until("api", World::settled);
      git.write("docs/readme.md", "of interest to nobody");
      var second = git.commit("two");
      world.controller().sourceChanged(git.url());
      world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
      world.until("api", a -> World.settled(a) && World.revision(a).equals(second));

      assertThat(at(world, "web")).isEqualTo(second);
      assertThat(at(world, "api")).isEqualTo(first);
    }
  }

  private static String types(Application app) {
    return Tree.text(app.status(), "sourceType");
  }

  private static String at(World world, String name) {
    return world.get("v1", "ConfigMap", "shop", name).orElseThrow().text("data", "at");
  }

  @Test
  void a_failed_run_is_a_condition_and_what_is_deployed_stays(@TempDir Path folder)
      throws IOException {
    var git = new GitFolder(Files.createDirectories(folder.resolve("repo")));
    git.write("web/stamp.txt", "one");
    git.commit("one");
    try (var world = world(folder)) {
      application(world, git, "web", "");
      world.until("web", World::settled);
      Files.writeString(
          folder.resolve("plugins/stamp.yaml"),
          DEFINITION.replace("test -f stamp.txt", "echo broken >&2; false"));
      git.write("web/stamp.txt", "two");
      git.commit("two");
      world.controller().sourceChanged(git.url());
      var app = world.until("web", a -> World.conditions(a).contains("exited with code 1"));
      assertThat(World.conditions(app))
          .contains("ComparisonError")
          .contains("application web: plugin stamp: generate command")
          .contains("broken");
      assertThat(world.get("v1", "ConfigMap", "shop", "web")).isPresent();
    }
  }
}
