package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import org.junit.jupiter.api.Test;

final class ApplicationControllerTest extends Example {
  @Test
  void converges_to_git_and_reports_what_runs() {
    git.write("web/web.yaml", deployment("web", 2, "shop/web:1"));
    var commit = git.commit("one");

    application("web", "web", AUTOMATED);

    var app = world.until("web", World::settled);
    assertThat(World.revision(app)).isEqualTo(commit);
    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(Tree.items(app.status().get("history"))).hasSize(1);
    assertThat(Tree.at(app.status(), "summary", "images"))
        .isEqualTo(java.util.List.of("shop/web:1"));
    assertThat(world.get("v1", "Namespace", "", "shop")).isPresent();
    // What a Deployment makes is watched only from now on: the tree grows when it is listed.
    world.until("the tree to show what the Deployment made", () -> kinds("web").containsAll(MADE));
  }

  private static final java.util.List<String> MADE =
      java.util.List.of("Deployment", "ReplicaSet", "Pod");

  private java.util.List<String> kinds(String app) {
    return world.controller().inspection().detail("argocd", app).orElseThrow().nodes().stream()
        .map(n -> n.key().kind())
        .toList();
  }

  @Test
  void leaves_a_manual_application_out_of_sync_until_somebody_syncs_it() {
    git.write("web/config.yaml", configMap("settings", "one"));
    git.commit("one");
    application("web", "web", MANUAL);

    var seen = world.until("web", a -> Tree.text(a.status(), "sync", "status").equals("OutOfSync"));
    assertThat(Tree.text(seen.status(), "health", "status")).isEqualTo("Missing");
    assertThat(world.get("v1", "ConfigMap", "shop", "settings")).isEmpty();

    world.edit("web", m -> m.with(java.util.Map.of(), "operation", "sync"));

    var app = world.until("web", World::settled);
    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(Tree.items(Tree.at(app.status(), "operationState", "syncResult", "resources")))
        .extracting(r -> Tree.text(r, "kind") + " " + Tree.text(r, "status"))
        .contains("ConfigMap Synced", "Namespace Synced");
  }

  @Test
  void follows_a_push_at_once_and_prunes_what_git_dropped() {
    git.write("web/a.yaml", configMap("a", "one")).write("web/b.yaml", configMap("b", "one"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);

    git.write("web/a.yaml", configMap("a", "two")).delete("web/b.yaml");
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());

    world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
    assertThat(world.get("v1", "ConfigMap", "shop", "a").orElseThrow().text("data", "key"))
        .isEqualTo("two");
    assertThat(world.get("v1", "ConfigMap", "shop", "b")).isEmpty();
  }

  @Test
  void undoes_changes_made_in_the_cluster() {
    git.write("web/a.yaml", configMap("a", "wanted"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);

    var drifted = world.get("v1", "ConfigMap", "shop", "a").orElseThrow();
    world.apply(drifted.with("drift", "data", "key").json());

    world.until(
        "the value of Git",
        () ->
            world
                .get("v1", "ConfigMap", "shop", "a")
                .orElseThrow()
                .text("data", "key")
                .equals("wanted"));
    var app = world.until("web", World::settled);
    assertThat(Tree.items(app.status().get("history"))).hasSize(1);
  }

  @Test
  void brings_back_what_was_deleted_in_the_cluster() {
    git.write("web/a.yaml", configMap("a", "wanted")).write("web/b.yaml", configMap("b", "wanted"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);

    world.api.delete(
        new io.syncline.localkube.api.ResourceId("", "v1", "configmaps"),
        "shop",
        "a",
        io.syncline.localkube.api.LocalApi.Propagation.BACKGROUND,
        -1);

    world.until("the object", () -> world.get("v1", "ConfigMap", "shop", "a").isPresent());
  }
}
