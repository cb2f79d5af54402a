package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.LocalApi.Propagation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

final class DeletionTest extends Example {
  private void delete(String name) {
    world.api.delete(World.APPS, "argocd", name, Propagation.BACKGROUND, -1);
  }

  private boolean gone(String name) {
    return world.api.get(World.APPS, "argocd", name).isEmpty();
  }

  @Test
  void deletes_what_it_manages_in_reverse_order_of_waves() {
    git.write("web/a.yaml", configMap("first", "x"));
    git.write(
        "web/b.yaml", annotated("ConfigMap", "second", "argocd.argoproj.io/sync-wave: \"1\"", "x"));
    git.write("web/c.yaml", deployment("web", 1, "shop/web:1"));
    git.write(
        "web/keep.yaml",
        annotated("ConfigMap", "kept", "argocd.argoproj.io/sync-options: Delete=false", "x"));
    git.commit("one");
    world.apply(
        applicationYaml("web", "web", AUTOMATED, "[resources-finalizer.argocd.argoproj.io]"));
    world.until("web", World::settled);
    var order = Collections.synchronizedList(new ArrayList<String>());
    try (var watching =
        world.api.subscribe(
            event -> {
              if (event.change().name().equals("DELETED")) {
                order.add(event.object().name());
              }
            })) {
      delete("web");
      world.until("the end of the application", () -> gone("web"));
      world.until("the deletion in the log", () -> order.contains("web"));
      assertThat(watching).isNotNull();
    }

    assertThat(order).containsSubsequence("second", "first");
    assertThat(world.get("v1", "ConfigMap", "shop", "first")).isEmpty();
    assertThat(world.get("v1", "ConfigMap", "shop", "second")).isEmpty();
    assertThat(world.get("apps/v1", "Deployment", "shop", "web")).isEmpty();
    assertThat(world.get("v1", "ConfigMap", "shop", "kept")).isPresent();
    assertThat(world.get("v1", "Namespace", "", "shop")).isPresent();
  }

  @Test
  void leaves_everything_where_no_finalizer_asks_for_deletion() {
    git.write("web/a.yaml", configMap("a", "x"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);

    delete("web");

    world.until("the end of the application", () -> gone("web"));
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isPresent();
  }

  @Test
  void runs_deletion_hooks_before_and_after() {
    git.write("web/a.yaml", configMap("a", "x"));
    git.write(
        "web/before.yaml",
        job(
            "before",
            "argocd.argoproj.io/hook: PreDelete, argocd.argoproj.io/hook-delete-policy: HookSucceeded"));
    git.write(
        "web/after.yaml",
        job(
            "after",
            "argocd.argoproj.io/hook: PostDelete, argocd.argoproj.io/hook-delete-policy: HookSucceeded"));
    git.commit("one");
    world.apply(
        applicationYaml("web", "web", AUTOMATED, "[resources-finalizer.argocd.argoproj.io]"));
    var app = world.until("web", World::settled);
    assertThat(app.manifest().finalizers())
        .contains(
            "pre-delete-finalizer.argocd.argoproj.io", "post-delete-finalizer.argocd.argoproj.io");
    // A real API server tells each kind's changes by themselves; the versions give the order.
    var order = new ConcurrentSkipListMap<Long, String>();
    try (var watching =
        world.api.subscribe(
            event -> {
              var object = event.object();
              if (!event.change().name().equals("MODIFIED")) {
                order.put(
                    Long.parseLong(object.resourceVersion()),
                    event.change().name() + " " + object.kind() + " " + object.name());
              }
            })) {
      delete("web");
      world.until("the end of the application", () -> gone("web"));
      world.until(
          "the deletions in the log",
          () ->
              order
                  .values()
                  .containsAll(List.of("DELETED Application web", "DELETED ConfigMap a")));
      assertThat(watching).isNotNull();
    }

    assertThat(order.values())
        .containsSubsequence(
            "ADDED Job before",
            "DELETED ConfigMap a",
            "ADDED Job after",
            "DELETED Application web");
  }

  @Test
  void a_hook_that_fails_before_deletion_is_read_anew_from_git_by_a_refresh() {
    var failing = job("before", "argocd.argoproj.io/hook: PreDelete").replace("true", "false");
    git.write("web/a.yaml", configMap("a", "x"));
    git.write("web/before.yaml", failing);
    git.commit("one");
    world.apply(applicationYaml("web", "web", AUTOMATED, "[]"));
    world.until("web", World::settled);
    delete("web");
    world.until("web", a -> World.conditions(a).contains("DeletionError"));

    git.write("web/before.yaml", job("before", "argocd.argoproj.io/hook: PreDelete"));
    git.commit("two");
    world.edit(
        "web", m -> m.with("normal", "metadata", "annotations", "argocd.argoproj.io/refresh"));

    world.until("the end of the application", () -> gone("web"));
  }

  @Test
  void goes_away_with_a_destination_nobody_knows() {
    world.apply(
        applicationYaml("lost", "web", MANUAL, "[resources-finalizer.argocd.argoproj.io]")
            .replace("https://kubernetes.default.svc", "https://elsewhere:6443"));
    world.until("lost", a -> World.conditions(a).contains("InvalidSpecError"));

    delete("lost");

    world.until("the end of the application", () -> gone("lost"));
  }
}
