package io.syncline.localkube.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {
  @TempDir Path folder;

  private static Key key(String name) {
    return new Key("", "configmaps", "default", name);
  }

  private static ObjectTree object(String value) {
    return ObjectTree.of("metadata", ObjectTree.EMPTY, "data", ObjectTree.of("v", value));
  }

  private static Store.Committed put(Store store, String name, long expected, String value) {
    return store
        .commit(List.of(new Write(key(name), expected, Optional.of(object(value)))))
        .orElseThrow();
  }

  @Test
  void sorted_tree_answers_like_a_tree_map_and_keeps_old_versions() {
    var random = new Random(7);
    var tree = SortedTree.<Integer>empty();
    var map = new TreeMap<String, Integer>();
    var versions = new ArrayList<SortedTree<Integer>>();
    for (var i = 0; i < 5_000; i++) {
      var key = "k" + random.nextInt(700);
      if (random.nextInt(3) == 0) {
        tree = tree.remove(key);
        map.remove(key);
      } else {
        tree = tree.put(key, i);
        map.put(key, i);
      }
      versions.add(tree);
    }
    assertThat(tree.under("k")).containsExactlyElementsOf(map.values());
    assertThat(tree.size()).isEqualTo(map.size());
    assertThat(tree.from("k", "k35")).containsExactlyElementsOf(map.tailMap("k35").values());
    assertThat(tree.rank("k5")).isEqualTo(map.headMap("k5").size());
    assertThat(tree.count("k1")).isEqualTo(map.subMap("k1", "k2").size());
    assertThat(versions.get(10).size()).isLessThanOrEqualTo(11);
  }

  @Test
  void a_write_with_the_wrong_revision_changes_nothing() {
    try (var store = Store.inMemory()) {
      var made = put(store, "a", 0, "1");
      assertThat(store.commit(List.of(new Write(key("a"), 0, Optional.of(object("2")))))).isEmpty();
      put(store, "a", made.revision(), "3");
      assertThat(Tree.text(store.visible().get(key("a")).orElseThrow().object(), "data", "v"))
          .isEqualTo("3");
    }
  }

  @Test
  void acknowledged_writes_and_the_revision_survive_a_restart() throws Exception {
    var file = folder.resolve("kube.db");
    long revision;
    try (var store = Store.open(file)) {
      put(store, "a", 0, "1");
      var b = put(store, "b", 0, "2");
      revision =
          store
              .commit(List.of(new Write(key("b"), b.revision(), Optional.empty())))
              .orElseThrow()
              .revision();
    }
    try (var store = Store.open(file)) {
      assertThat(store.visible().revision()).isEqualTo(revision);
      assertThat(store.visible().get(key("a"))).isPresent();
      assertThat(store.visible().get(key("b"))).isEmpty();
      assertThat(store.cursorAfter(revision - 1).next(Duration.ZERO).orElseThrow().before())
          .hasValueSatisfying(before -> assertThat(Tree.text(before, "data", "v")).isEqualTo("2"));
    }
  }

  @Test
  void a_damaged_file_is_named_in_the_error() throws Exception {
    var file = folder.resolve("kube.db");
    Files.writeString(file, "this is not a database, it only looks like a file ".repeat(100));
    assertThatThrownBy(() -> Store.open(file).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("kube.db")
        .hasMessageContaining("damaged");
  }

  @Test
  void nobody_else_may_read_the_file() throws Exception {
    var file = folder.resolve("kube.db");
    try (var store = Store.open(file)) {
      put(store, "a", 0, "1");
      for (var each : List.of(file, folder.resolve("kube.db-wal"))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void a_folder_that_cannot_be_made_is_named_in_the_error() throws Exception {
    var blocked = Files.writeString(folder.resolve("plain"), "x");
    assertThatThrownBy(() -> Store.open(blocked.resolve("kube.db")).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("choose a folder");
  }

  @Test
  void a_second_process_is_told_that_the_file_is_in_use() {
    var file = folder.resolve("kube.db");
    try (var first = Store.open(file)) {
      put(first, "a", 0, "1");
      assertThatThrownBy(() -> Store.open(file).close())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another process");
    }
  }

  @Test
  void concurrent_writers_all_get_through_and_readers_see_every_change_in_order() throws Exception {
    try (var store = Store.open(folder.resolve("kube.db"));
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var cursor = store.cursor();
      var jobs = new ArrayList<Callable<Long>>();
      for (var i = 0; i < 200; i++) {
        var name = "n" + i;
        jobs.add(() -> put(store, name, 0, "x").revision());
      }
      for (var job : pool.invokeAll(jobs)) {
        job.get();
      }
      var last = 1L;
      for (var i = 0; i < 200; i++) {
        var written = cursor.next(Duration.ofSeconds(5)).orElseThrow();
        assertThat(written.revision()).isEqualTo(++last);
      }
      assertThat(store.visible().objects().size()).isEqualTo(200);
    }
  }

  /** A disk that can be full. */
  private static final class FullDisk implements CommitLog {
    private volatile boolean full;
    private final List<Long> kept = new CopyOnWriteArrayList<>();

    @Override
    public Kept load(SharedTrees trees) {
      return new Kept(State.EMPTY, State.EMPTY.revision(), List.of());
    }

    @Override
    public void forget(List<Written> changes) {
      kept.removeIf(revision -> revision <= changes.getFirst().revision());
    }

    @Override
    public void write(List<Written> batch) {
      if (full) {
        throw new StoreException("disk is full", new IOException("full"));
      }
      batch.forEach(written -> kept.add(written.revision()));
    }

    @Override
    public void close() {
      full = true;
    }
  }

  @Test
  void a_write_the_disk_refuses_never_was() {
    var disk = new FullDisk();
    try (var store = Store.over(disk, HistoryLimit.USUAL)) {
      put(store, "a", 0, "1");
      disk.full = true;
      assertThatThrownBy(() -> put(store, "b", 0, "2"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("disk is full");
      assertThat(store.head().get(key("b"))).isEmpty();
      disk.full = false;
      put(store, "b", 0, "3");
      assertThat(disk.kept).as("revision 3 was refused").containsExactly(2L, 4L);
      assertThat(store.visible().revision()).isEqualTo(4);
    }
  }

  @Test
  void a_fork_does_not_see_later_writes_and_writes_nothing_back() {
    try (var store = Store.inMemory()) {
      put(store, "a", 0, "1");
      try (var fork = store.fork()) {
        put(store, "b", 0, "2");
        put(fork, "c", 0, "3");
        assertThat(fork.visible().get(key("b"))).isEmpty();
        assertThat(store.visible().get(key("c"))).isEmpty();
      }
    }
  }

  @Test
  void dependents_are_found_by_the_uid_of_their_owner() {
    try (var store = Store.inMemory()) {
      var owned =
          Tree.with(
              object("1"), List.of(ObjectTree.of("uid", "u1")), "metadata", "ownerReferences");
      var made = store.commit(List.of(new Write(key("a"), 0, Optional.of(owned)))).orElseThrow();
      assertThat(store.visible().ownedBy("u1")).hasSize(1);
      store.commit(List.of(new Write(key("a"), made.revision(), Optional.of(object("2")))));
      assertThat(store.visible().ownedBy("u1")).isEmpty();
    }
  }
}
