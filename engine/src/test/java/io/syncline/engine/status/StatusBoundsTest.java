package io.syncline.engine.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusBoundsTest {
  private static final String[] RESOURCES = {"status", "resources"};
  private static final String[] RESULTS = {"status", "operationState", "syncResult", "resources"};
  private static final ObjectTree APP =
      ObjectTree.of("metadata", ObjectTree.of("name", "web"), "spec", ObjectTree.EMPTY);

  private static ObjectTree resource(int i, String status) {
    return ObjectTree.of("kind", "ConfigMap", "name", "c" + i, "status", status);
  }

  private static List<Object> resources(int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> resource(i, "Synced")).toList());
  }

  private static StatusBounds.Bounded fit(ObjectTree next) {
    return StatusBounds.fit(APP, next, StatusBounds.Whole.NONE);
  }

  @Test
  void what_is_small_is_stored_as_it_is() {
    var next = Tree.with(APP, resources(StatusBounds.ENTRIES), RESOURCES);

    var bounded = fit(next);

    assertThat(bounded.root()).isEqualTo(next);
    assertThat(bounded.changed().none()).isTrue();
  }

  @Test
  void long_lists_keep_one_of_each_kind_and_what_is_not_in_order_in_their_order() {
    var list = resources(5_000);
    list.set(3_000, resource(3_000, "OutOfSync"));
    list.set(4_000, resource(4_000, "Synced").with("health", ObjectTree.of("status", "Degraded")));
    list.set(4_500, resource(4_500, "").with("hook", true));
    list.set(4_999, ObjectTree.of("kind", "Secret", "name", "last", "status", "Synced"));

    var bounded = fit(Tree.with(APP, list, RESOURCES));

    var kept = Tree.items(Tree.at(bounded.root(), RESOURCES));
    assertThat(kept).hasSize(StatusBounds.ENTRIES);
    assertThat(kept.subList(StatusBounds.ENTRIES - 4, StatusBounds.ENTRIES))
        .containsExactly(list.get(3_000), list.get(4_000), list.get(4_500), list.get(4_999));
    assertThat(kept.subList(0, StatusBounds.ENTRIES - 4))
        .isEqualTo(list.subList(0, StatusBounds.ENTRIES - 4));
    assertThat(StatusBounds.cut(bounded.root())).isTrue();
    assertThat(
            Json.parse(
                Tree.text(bounded.root(), "metadata", "annotations", StatusBounds.ANNOTATION)))
        .isEqualTo(
            ObjectTree.of(
                "resources",
                ObjectTree.of(
                    "total",
                    5_000,
                    "stored",
                    StatusBounds.ENTRIES,
                    "counts",
                    ObjectTree.of("OutOfSync", 1, "Synced", 4_998))));
    assertThat(Tree.items(Tree.at(bounded.changed().restore(bounded.root()), RESOURCES)))
        .isEqualTo(list);
  }

  @Test
  void hooks_and_failures_are_the_last_results_to_be_left_out() {
    var results = new ArrayList<Object>();
    for (var i = 0; i < 3_000; i++) {
      results.add(resource(i, "Synced").with("hookPhase", i % 2 == 0 ? "Succeeded" : "Running"));
    }
    results.add(
        ObjectTree.of(
            "kind", "Job", "name", "hook", "hookType", "PostSync", "hookPhase", "Running"));
    results.add(resource(3_001, "SyncFailed").with("hookPhase", "Failed"));
    results.add(resource(3_002, "PruneSkipped").with("hookPhase", "Succeeded"));

    var kept = Tree.items(Tree.at(fit(Tree.with(APP, results, RESULTS)).root(), RESULTS));

    assertThat(kept).hasSize(StatusBounds.ENTRIES).containsAll(results.subList(3_000, 3_003));
    assertThat(kept.subList(1, StatusBounds.ENTRIES - 3))
        .as("those that are waited for come before those that are done")
        .allSatisfy(r -> assertThat(Tree.text(r, "hookPhase")).isEqualTo("Running"));
  }

  @Test
  void lists_that_did_not_change_stay_cut_with_their_mark() {
    var whole = Tree.with(APP, resources(2_000), RESOURCES);
    var first = fit(whole);

    var other = Tree.with(first.root(), "Healthy", "status", "health", "status");
    var forgotten = StatusBounds.fit(first.root(), other, StatusBounds.Whole.NONE);
    assertThat(forgotten.root()).isEqualTo(other);
    assertThat(first.changed().with(forgotten.changed()).restore(forgotten.root()))
        .isEqualTo(Tree.with(other, resources(2_000), RESOURCES));

    var again = StatusBounds.fit(first.root(), whole, first.changed());
    assertThat(again.root()).isEqualTo(first.root());
    var unmarked = Tree.without(first.root(), "metadata", "annotations");
    assertThat(StatusBounds.fit(unmarked, unmarked, first.changed()).root())
        .as("somebody took the annotation away")
        .isEqualTo(first.root());
  }

  @Test
  void a_list_that_got_short_again_loses_its_mark() {
    var first = fit(Tree.with(APP, resources(2_000), RESOURCES));
    var next = Tree.with(first.root(), resources(3), RESOURCES);

    var bounded = StatusBounds.fit(first.root(), next, first.changed());

    assertThat(StatusBounds.cut(bounded.root())).isFalse();
    assertThat(Tree.items(Tree.at(bounded.root(), RESOURCES))).hasSize(3);
    assertThat(first.changed().with(bounded.changed()).none()).isTrue();
  }

  @Test
  void messages_are_cut_and_weight_counts_not_only_number() {
    var results = new ArrayList<Object>();
    for (var i = 0; i < 900; i++) {
      results.add(resource(i, "SyncFailed").with("message", "x".repeat(100_000)));
    }
    var next = Tree.with(APP, results, RESULTS);
    next = Tree.with(next, "y".repeat(2_000_000), "status", "operationState", "message");

    var root = fit(next).root();

    assertThat(Json.write(root).length()).isLessThan(StatusBounds.WEIGHT + 50_000);
    assertThat(Tree.text(root, "status", "operationState", "message"))
        .startsWith("yyy")
        .endsWith("characters more)");
    assertThat(Tree.items(Tree.at(root, RESULTS))).hasSizeGreaterThan(50);
  }

  @Test
  void heavy_history_keeps_every_entry_and_the_newest_sources() {
    var source = ObjectTree.of("helm", ObjectTree.of("values", "v".repeat(120_000)));
    var stored = new ArrayList<ObjectTree>();
    for (var i = 0; i < 9; i++) {
      stored.add(ObjectTree.of("id", i, "revision", "r" + i, "source", source));
    }
    var state = ObjectTree.of("syncResult", ObjectTree.of("revision", "r9", "source", source));

    var history =
        History.append(stored, state, 10, java.time.Instant.parse("2024-01-10T10:30:15Z"));

    assertThat(history).hasSize(10);
    assertThat(history.stream().map(h -> Tree.text(h, "revision"))).contains("r0", "r9");
    assertThat(history.stream().filter(h -> h.containsKey("source"))).hasSize(2);
    assertThat(history.getLast()).containsKey("source");
  }
}
