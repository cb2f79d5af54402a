package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects of an application whose kind it no longer renders. */
final class LeftBehindTest extends Example {
  private static final String KEEPING = "{automated: {}, syncOptions: [CreateNamespace=true]}";

  private static List<String> surplus(Application app) {
    return Tree.items(app.status().get("resources")).stream()
        .filter(resource -> Tree.flag(resource, "requiresPruning"))
        .map(resource -> Tree.text(resource, "kind") + "/" + Tree.text(resource, "name"))
        .toList();
  }

  private static String secret() {
    return "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {k: v}}\n";
  }

  private void restarted() {
    var before = world.app("web").manifest().resourceVersion();
    world.restart();
    world.edit("web", m -> m.with("hard", "metadata", "annotations", "argocd.argoproj.io/refresh"));
    world.until(
        "web",
        a -> a.refreshRequested().isEmpty() && !a.manifest().resourceVersion().equals(before));
  }

  @Test
  void what_the_status_has_recorded_is_found_again_after_a_restart() {
    git.write("web/a.yaml", configMap("a", "one")).write("web/s.yaml", secret()).commit("one");
    application("web", "web", KEEPING);
    world.until("web", World::settled);
    git.delete("web/s.yaml").commit("two");
    world.controller().sourceChanged(git.url());
    world.until("web", a -> surplus(a).equals(List.of("Secret/s")));

    restarted();

    assertThat(surplus(world.app("web"))).containsExactly("Secret/s");
  }

  @Test
  void what_was_removed_from_git_while_nobody_looked_is_found() {
    git.write("web/a.yaml", configMap("a", "one")).write("web/s.yaml", secret()).commit("one");
    application("web", "web", KEEPING);
    world.until("web", World::settled);
    world.stop();
    git.delete("web/s.yaml").commit("two");
    world.startAgain();
    world.controller().sourceChanged(git.url());

    world.until("web", a -> surplus(a).equals(List.of("Secret/s")));
  }

  @Test
  void objects_of_any_kind_are_found_at_once_where_the_project_asks_for_orphans() {
    git.write("web/a.yaml", configMap("a", "one")).commit("one");
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: default, namespace: argocd}
        spec:
          sourceRepos: ["*"]
          destinations: [{server: "*", namespace: "*"}]
          clusterResourceWhitelist: [{group: "*", kind: "*"}]
          orphanedResources: {warn: false}
        """);
    // The project is known before the first comparison.
    world.restart();
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    world.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: s
          namespace: shop
          annotations: {argocd.argoproj.io/tracking-id: "web:/Secret:shop/s"}
        """);
    application("web", "web", KEEPING);

    var app = world.until("web", a -> !Tree.text(a.status(), "reconciledAt").isEmpty());

    assertThat(surplus(app)).containsExactly("Secret/s");
  }
}
