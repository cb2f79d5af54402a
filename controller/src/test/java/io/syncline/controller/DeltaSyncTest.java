package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.LocalApi;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a sync costs when little changed. */
final class DeltaSyncTest extends Example {
  private static final int OBJECTS = 12;
  private final AtomicInteger reads = new AtomicInteger();
  private final Queue<String> writes = new ConcurrentLinkedQueue<>();

  /** Counts requests that read. */
  private final class Counting implements FaultyCluster.Faults {
    @Override
    public void before(boolean write) {
      if (!write) {
        reads.incrementAndGet();
      }
    }

    @Override
    public void after(boolean write) {
      // Nothing goes wrong.
    }
  }

  private void note(LocalApi.Event event) {
    var kind = event.object().kind();
    if (!kind.equals("Event")) {
      writes.add(event.change() + " " + kind + " " + event.object().name());
    }
  }

  private void deployed(String policy) {
    for (var i = 0; i < OBJECTS; i++) {
      git.write("web/" + i + ".yaml", configMap("c" + i, "one"));
    }
    git.commit("one");
    world.restart(new Counting());
    application("web", "web", policy);
    world.until("web", World::settled);
    // The comparison after the last write makes none.
    var before = world.controller().counters().reconciles();
    world.controller().refresh("argocd", "web");
    world.until("a comparison", () -> world.controller().counters().reconciles() > before);
    reads.set(0);
  }

  /** Who watches is told a moment after the write is seen. */
  private void told(int least) {
    world.until("writes: " + writes, () -> ours() >= least);
  }

  private long ours() {
    return writes.stream()
        .filter(w -> !w.contains("Service") && !w.contains("root-ca"))
        .filter(w -> !w.contains("Namespace"))
        .count();
  }

  private List<String> results() {
    return Tree.items(
            Tree.at(world.app("web").status(), "operationState", "syncResult", "resources"))
        .stream()
        .map(r -> Tree.text(r, "status") + " " + Tree.text(r, "message"))
        .toList();
  }

  @Test
  void one_changed_object_is_written_once_and_its_application_twice() {
    deployed(AUTOMATED);
    try (var watching = world.api.subscribe(this::note)) {
      git.write("web/3.yaml", configMap("c3", "two"));
      var revision = git.commit("two");
      world.controller().sourceChanged(git.url());

      var app = world.until("web", a -> World.settled(a) && World.revision(a).equals(revision));
      assertThat(World.phase(app)).isEqualTo("Succeeded");
      told(3);
      assertThat(writes)
          .containsExactly(
              "MODIFIED Application web", "MODIFIED ConfigMap c3", "MODIFIED Application web");
      assertThat(reads).hasValue(0);
      assertThat(results())
          .hasSize(OBJECTS)
          .contains("Synced configmap/c3 configured")
          .filteredOn("Synced configmap/c7 unchanged"::equals)
          .hasSize(1);
      assertThat(watching).isNotNull();
    }
  }

  @Test
  void a_first_sync_writes_each_object_once_and_its_application_twice() {
    try (var watching = world.api.subscribe(this::note)) {
      git.write("web/a.yaml", configMap("a", "one")).commit("one");
      application("web", "web", AUTOMATED);

      world.until("web", World::settled);
      told(4);

      assertThat(writes)
          .filteredOn(w -> w.endsWith(" web") || w.endsWith(" a"))
          .containsExactly(
              "ADDED Application web",
              "MODIFIED Application web",
              "ADDED ConfigMap a",
              "MODIFIED Application web");
      assertThat(watching).isNotNull();
    }
  }

  @Test
  void a_sync_of_what_is_as_it_should_be_asks_for_nothing_and_tells_of_all() {
    deployed(AUTOMATED);

    world.edit(
        "web", m -> m.with(ObjectTree.of("sync", ObjectTree.of("revision", "main")), "operation"));
    var app =
        world.until("web", a -> World.settled(a) && results().stream().anyMatch(this::unchanged));

    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(results()).hasSize(OBJECTS).allMatch(this::unchanged);
    assertThat(reads).hasValue(0);
  }

  private boolean unchanged(String result) {
    return result.startsWith("Synced ") && result.endsWith(" unchanged");
  }

  @Test
  void what_somebody_deleted_is_made_again_though_nothing_changed_in_git() {
    deployed(AUTOMATED);
    var configMaps = world.api.resourceOf("v1", "ConfigMap").orElseThrow();

    world.api.delete(configMaps, "shop", "c5", LocalApi.Propagation.BACKGROUND, 0);

    world.until("c5 again", () -> world.get("v1", "ConfigMap", "shop", "c5").isPresent());
    world.until("web", World::settled);
  }

  @Test
  void an_object_too_large_to_be_remembered_in_an_annotation_is_applied_by_the_server() {
    git.write("web/large.yaml", configMap("large", "x".repeat(300_000))).commit("one");
    application("web", "web", AUTOMATED);

    var app = world.until("web", World::settled);

    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(results()).contains("Synced configmap/large serverside-applied");
    var large = world.get("v1", "ConfigMap", "shop", "large").orElseThrow();
    assertThat(large.text("data", "key")).hasSize(300_000);
    assertThat(large.annotations())
        .doesNotContainKey("kubectl.kubernetes.io/last-applied-configuration");
    git.write("web/large.yaml", configMap("large", "small")).commit("two");
    world.controller().sourceChanged(git.url());
    world.until(
        "small",
        () ->
            world
                .get("v1", "ConfigMap", "shop", "large")
                .orElseThrow()
                .text("data", "key")
                .equals("small"));
    world.until("web", World::settled);
  }

  @Test
  void what_git_drops_from_an_object_goes_though_it_was_too_large_to_be_remembered_before() {
    git.write("web/large.yaml", both("x".repeat(300_000))).commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);

    git.write("web/large.yaml", both("small")).commit("two");
    world.controller().sourceChanged(git.url());
    world.until("small", () -> large("old").equals("small"));
    world.until("web", World::settled);
    var revision = git.write("web/large.yaml", configMap("large", "one")).commit("three");
    world.controller().sourceChanged(git.url());

    world.until("web", a -> World.settled(a) && World.revision(a).equals(revision));
    assertThat(large("key")).isEqualTo("one");
    assertThat(large("old")).isEmpty();
  }

  @Test
  void an_object_that_shrinks_and_loses_a_field_in_one_commit_loses_it() {
    git.write("web/large.yaml", both("x".repeat(300_000))).commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);

    var revision = git.write("web/large.yaml", configMap("large", "one")).commit("two");
    world.controller().sourceChanged(git.url());

    world.until("web", a -> World.settled(a) && World.revision(a).equals(revision));
    assertThat(large("old")).isEmpty();
  }

  private static String both(String old) {
    return "{apiVersion: v1, kind: ConfigMap, metadata: {name: large}, data: {key: one, old: %s}}\n"
        .formatted(old);
  }

  private String large(String field) {
    return world.get("v1", "ConfigMap", "shop", "large").orElseThrow().text("data", field);
  }

  @Test
  void the_api_server_is_asked_what_an_apply_would_change_once_for_each_state_of_an_object() {
    world.apply(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cmd-params-cm, namespace: argocd},"
            + " data: {controller.diff.server.side: 'true'}}");
    deployed(AUTOMATED);
    world.until("quiet", () -> world.controller().counters().waiting() == 0);
    reads.set(0);

    refreshed("normal");
    assertThat(reads).hasValue(0);

    var c5 = world.get("v1", "ConfigMap", "shop", "c5").orElseThrow();
    world.apply(c5.with("else", "metadata", "labels", "touched").json());
    world.until("asked again", () -> reads.get() > 0);
    world.until("quiet", () -> world.controller().counters().waiting() == 0);
    assertThat(reads).hasValue(1);
  }

  private void refreshed(String how) {
    var before = world.controller().counters().reconciles();
    world.edit("web", m -> m.with(how, "metadata", "annotations", "argocd.argoproj.io/refresh"));
    world.until("a comparison", () -> world.controller().counters().reconciles() > before);
    world.until("web", a -> a.refreshRequested().isEmpty());
  }
}
