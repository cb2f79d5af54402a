package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.status.StatusBounds;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.application.Application;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An application of thousands of objects: what is stored of it stays small, and loses nothing. */
final class BigApplicationTest extends Example {
  private static final int OBJECTS = 5_000;
  private static final int SYNCED = 1_010;

  /** What a store takes of one object by default. */
  private static final int LIMIT = 1_500_000;

  private final ConcurrentHashMap<String, AtomicInteger> made = new ConcurrentHashMap<>();
  private final AtomicInteger largest = new AtomicInteger();

  private void watch(LocalApi.Event event) {
    if (event.resource().plural().equals("applications")) {
      largest.accumulateAndGet(
          Json.write(event.object().root()).getBytes(StandardCharsets.UTF_8).length, Math::max);
    }
    if (event.change() == LocalApi.Change.ADDED && event.resource().plural().equals("jobs")) {
      made.computeIfAbsent(event.object().name(), _ -> new AtomicInteger()).incrementAndGet();
    }
  }

  private static String name(int i) {
    return "settings-of-some-service-%05d".formatted(i);
  }

  private String objects(int count, String value) {
    var all = new StringBuilder();
    for (var i = 0; i < count; i++) {
      all.append(configMap(name(i), value)).append("---\n");
    }
    git.write("web/all.yaml", all.toString());
    return git.commit(value);
  }

  private Application stored() {
    return world.app("web");
  }

  private List<Object> resources(Application app) {
    return Tree.items(app.status().get("resources"));
  }

  private List<Object> results(Application app) {
    return Tree.items(Tree.at(app.status(), "operationState", "syncResult", "resources"));
  }

  @Test
  void thousands_of_objects_are_counted_in_the_object_and_listed_by_the_controller() {
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    for (var i = 0; i < OBJECTS; i++) {
      var name = name(i);
      var tracking = "argocd.argoproj.io/tracking-id: \"web:/ConfigMap:shop/" + name + "\"";
      var object = annotated("ConfigMap", name, tracking, i == 2_500 ? "other" : "one");
      world.apply(object.replace("{name: ", "{namespace: shop, name: "));
    }
    objects(OBJECTS, "one");
    try (var watching = world.api.subscribe(this::watch)) {
      application("web", "web", MANUAL);
      var app = world.until("web", a -> a.status().containsKey("reconciledAt"));

      assertThat(largest.get()).isLessThan(LIMIT);
      assertThat(resources(app)).hasSize(StatusBounds.ENTRIES);
      assertThat(resources(app))
          .filteredOn(r -> Tree.text(r, "status").equals("OutOfSync"))
          .extracting(r -> Tree.text(r, "name"))
          .containsExactly(name(2_500));
      assertThat(StatusBounds.cut(app.manifest().root())).isTrue();
      assertThat(resources(world.controller().inspection().whole(app))).hasSize(OBJECTS);

      // Somebody else's hand on the object brings no entry back and forgets none.
      var reconciles = world.controller().counters().reconciles();
      world.restart();
      world.until("comparison", () -> world.controller().counters().reconciles() > 0);
      world.until(
          "whole again",
          () -> resources(world.controller().inspection().whole(stored())).size() == OBJECTS);
      assertThat(reconciles).as("the mark gives no cause to compare").isLessThan(4);
      assertThat(watching).isNotNull();
    }
  }

  @Test
  void a_long_sync_that_dies_on_the_way_runs_no_hook_again_and_forgets_no_kind() {
    git.write("web/before.yaml", job("before", "argocd.argoproj.io/hook: PreSync"));
    git.write("web/after.yaml", job("after", "argocd.argoproj.io/hook: PostSync"));
    git.write("web/z.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: zebra}}\n");
    try (var watching = world.api.subscribe(this::watch)) {
      var first = objects(SYNCED, "one");
      application("web", "web", AUTOMATED);
      var app = world.until("web", a -> World.settled(a) && World.revision(a).equals(first));
      storedInPart(app);

      made.clear();
      var second = objects(SYNCED, "two");
      var death = FaultyCluster.death(SYNCED / 2, true);
      world.restart(death);
      world.until("death", death::dead);
      assertThat(stored().operation()).as("an operation was under way").isPresent();
      world.restart();
      app = world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
      assertThat(World.phase(app)).isEqualTo("Succeeded");
      assertThat(made.get("before")).hasValue(1);
      assertThat(made.get("after")).hasValue(1);
      storedInPart(app);

      git.delete("web/z.yaml");
      var third = git.commit("no secret");
      world.restart();
      world.until("web", a -> World.settled(a) && World.revision(a).equals(third));
      assertThat(world.get("v1", "Secret", "shop", "zebra"))
          .as("a kind that only the status knew of")
          .isEmpty();
      assertThat(watching).isNotNull();
    }
  }

  private void storedInPart(Application app) {
    assertThat(largest.get()).isLessThan(LIMIT);
    assertThat(results(app)).hasSize(StatusBounds.ENTRIES);
    assertThat(results(app))
        .as("hooks are always stored")
        .filteredOn(r -> !Tree.text(r, "hookType").isEmpty())
        .hasSize(2);
    assertThat(results(world.controller().inspection().whole(app)))
        .hasSizeGreaterThanOrEqualTo(SYNCED + 3);
  }
}
