package io.syncline.controller;

import io.syncline.controller.settings.ControllerSettings;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the passing of time alone makes the controller do. */
final class QuietTest {
  @Test
  void an_application_that_is_as_it_should_be_is_not_written_for_its_age(@TempDir Path folder)
      throws IOException {
    var git = new GitFolder(Files.createDirectories(folder.resolve("repo")));
    git.write("web/a.yaml", Example.configMap("a", "x"));
    git.write("api/b.yaml", Example.configMap("b", "x")).commit("one");
    var settings =
        ControllerSettings.DEFAULT
            .sourceInterval(Duration.ofMinutes(10))
            .comparisonInterval(Duration.ofSeconds(1));
    try (var world = new World(folder, settings)) {
      world.apply(application("web", git, Example.AUTOMATED));
      world.until("web", World::settled);
      world.apply(application("api", git, Example.MANUAL));
      world.until("api", app -> Tree.text(app.status(), "sync", "status").equals("OutOfSync"));

      // What is out of sync is compared whenever it is due: that is the clock of this test. A look
      // that the sync itself gave cause to may still come and write, so the quiet time is waited
      // for: it never comes where age alone is a reason to write.
      var quiet = new HashMap<String, Set<String>>();
      world.until(
          "api",
          app -> {
            var version = world.app("web").manifest().resourceVersion();
            quiet
                .computeIfAbsent(version, _ -> new HashSet<>())
                .add(Tree.text(app.status(), "reconciledAt"));
            return quiet.get(version).size() > 4;
          });
    }
  }

  private static String application(String name, GitFolder git, String policy) {
    return """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: %1$s, namespace: argocd}
    spec:
      project: default
      source: {repoURL: "%2$s", path: %1$s, targetRevision: main}
      destination: {server: https://kubernetes.default.svc, namespace: shop}
      syncPolicy: %3$s
    """
        .formatted(name, git.url(), policy);
  }
}
