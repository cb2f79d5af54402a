package io.syncline.localkube.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of the history, how long, and who may still read it. */
final class HistoryTest {
  private static final HistoryLimit TEN = new HistoryLimit(10, 1 << 20);

  @TempDir Path folder;

  private static Key key(String plural, String name) {
    return new Key("", plural, "default", name);
  }

  private static long put(Store store, Key key, String value) {
    var expected = store.head().get(key).map(Stored::revision).orElse(0L);
    var object =
        ObjectTree.of("kind", "Any", "metadata", ObjectTree.of("name", key.name()), "v", value);
    return store
        .commit(List.of(new Write(key, expected, Optional.of(object))))
        .orElseThrow()
        .revision();
  }

  private static void remove(Store store, Key key) {
    var expected = store.head().get(key).map(Stored::revision).orElse(0L);
    assertThat(store.commit(List.of(new Write(key, expected, Optional.empty())))).isPresent();
  }

  private static List<Long> rest(Cursor cursor) throws InterruptedException {
    var revisions = new ArrayList<Long>();
    for (var next = cursor.next(Duration.ZERO);
        next.isPresent();
        next = cursor.next(Duration.ZERO)) {
      revisions.add(next.get().revision());
    }
    return revisions;
  }

  @Test
  void a_reader_sees_every_change_of_its_resource_and_no_other() throws Exception {
    try (var store = Store.inMemory()) {
      var start = store.visible().revision();
      var a = put(store, key("pods", "a"), "1");
      var b = put(store, key("secrets", "b"), "1");
      var c = put(store, key("pods", "a"), "2");
      assertThat(rest(store.cursorAfter(start, "/pods"))).containsExactly(a, c);
      assertThat(rest(store.cursorAfter(a))).containsExactly(b, c);
      var pods = store.cursorAfter(a, "/pods");
      put(store, key("secrets", "c"), "1");
      assertThat(rest(pods)).containsExactly(c);
      assertThat(pods.revision()).as("what does not concern it is read too").isEqualTo(c + 1);
    }
  }

  @Test
  void a_slow_reader_falls_out_unless_nothing_of_its_resource_was_forgotten() throws Exception {
    try (var store = Store.inMemory(TEN)) {
      var first = put(store, key("pods", "a"), "0");
      var pods = store.cursorAfter(first, "/pods");
      var all = store.cursorAfter(first);
      var patient = store.cursor();
      for (var i = 0; i < 30; i++) {
        put(store, key("secrets", "s"), "" + i);
      }
      assertThatThrownBy(() -> all.next(Duration.ZERO)).isInstanceOf(HistoryGoneException.class);
      assertThat(rest(patient)).hasSize(30);
      assertThat(rest(pods)).isEmpty();
      var next = put(store, key("pods", "a"), "1");
      assertThat(rest(pods)).containsExactly(next);
      assertThatThrownBy(() -> store.cursorAfter(first)).isInstanceOf(HistoryGoneException.class);
    }
  }

  @Test
  void history_is_bounded_in_bytes_too() {
    try (var store = Store.inMemory(new HistoryLimit(1_000, 10_000))) {
      var first = put(store, key("pods", "a"), "x");
      for (var i = 0; i < 12; i++) {
        put(store, key("pods", "a"), "x".repeat(1_000));
      }
      assertThatThrownBy(() -> store.cursorAfter(first)).isInstanceOf(HistoryGoneException.class);
      assertThat(store.cursorAfter(store.visible().revision() - 5)).isNotNull();
    }
  }

  @Test
  void the_bytes_of_a_change_are_the_object_with_its_revision() throws Exception {
    try (var store = Store.inMemory()) {
      var cursor = store.cursor();
      var revision = put(store, key("pods", "a"), "ä \" \u2028 \ud83d\ude00 \ud800");
      var change = cursor.next(Duration.ZERO).orElseThrow();
      assertThat(Json.parse(change.json()))
          .isEqualTo(Json.parse(Json.bytes(change.shown())))
          .extracting(tree -> Tree.text(tree, "metadata", "resourceVersion"))
          .isEqualTo(Long.toString(revision));
      assertThat(new String(change.json(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(
              Json.write(change.shown()).replace('\ud800', '?').replace("?\ude00", "\ud83d\ude00"));
      remove(store, key("pods", "a"));
      var removal = cursor.next(Duration.ZERO).orElseThrow();
      assertThat(Tree.text(Json.parse(removal.json()), "metadata", "resourceVersion"))
          .isEqualTo(Long.toString(revision + 1));
    }
  }

  @Test
  void a_watch_goes_on_over_a_restart_with_what_was_before_each_change() throws Exception {
    var file = folder.resolve("kube.db");
    long first;
    try (var store = Store.open(file)) {
      first = put(store, key("pods", "a"), "1");
      put(store, key("pods", "a"), "2");
      put(store, key("pods", "b"), "3");
      remove(store, key("pods", "a"));
    }
    try (var store = Store.open(file)) {
      var cursor = store.cursorAfter(first, "/pods");
      var seen = new ArrayList<String>();
      for (var next = cursor.next(Duration.ZERO);
          next.isPresent();
          next = cursor.next(Duration.ZERO)) {
        var change = next.get();
        seen.add(
            change.before().map(b -> Tree.text(b, "v")).orElse("-")
                + change.after().map(a -> Tree.text(a, "v")).orElse("-"));
      }
      assertThat(seen).containsExactly("12", "-3", "2-");
      assertThat(store.visible().objects().size()).isEqualTo(1);
    }
  }

  @Test
  void what_is_forgotten_leaves_the_disk_and_stays_forgotten_after_a_restart() throws Exception {
    var file = folder.resolve("kube.db");
    long last;
    try (var store = Store.open(file, Durability.PROCESS, TEN)) {
      for (var i = 0; i < 1_500; i++) {
        put(store, key("pods", "p" + i % 3), "" + i);
        if (i % 5 == 0) {
          remove(store, key("pods", "p" + i % 3));
        }
      }
      last = store.visible().revision();
    }
    assertThat(rows(file)).isLessThan(1_000);
    try (var store = Store.open(file, Durability.PROCESS, TEN)) {
      assertThat(store.visible().revision()).isEqualTo(last);
      assertThat(store.visible().objects().size()).isEqualTo(3);
      assertThat(rest(store.cursorAfter(last - 9))).hasSize(9);
      assertThatThrownBy(() -> store.cursorAfter(last - 11))
          .isInstanceOf(HistoryGoneException.class);
    }
  }

  private static long rows(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var sql = connection.createStatement();
        var rows = sql.executeQuery("SELECT count(*) FROM history")) {
      return rows.getLong(1);
    }
  }

  @Test
  void a_file_of_the_format_before_is_taken_over() throws Exception {
    var file = folder.resolve("kube.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var sql = connection.createStatement()) {
      sql.execute(
          "CREATE TABLE objects (key TEXT PRIMARY KEY, revision INTEGER NOT NULL,"
              + " json BLOB NOT NULL) WITHOUT ROWID");
      sql.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL)");
      sql.execute("INSERT INTO meta VALUES ('format', 1), ('revision', 9)");
      sql.execute(
          "INSERT INTO objects VALUES ('/pods/default/a', 7, CAST('{\"kind\":\"Pod\"}' AS BLOB))");
    }
    for (var start = 0; start < 2; start++) {
      try (var store = Store.open(file)) {
        assertThat(store.visible().revision()).isEqualTo(9 + start);
        assertThat(store.visible().get(key("pods", "a")).orElseThrow().revision()).isEqualTo(7);
        assertThatThrownBy(() -> store.cursorAfter(8)).isInstanceOf(HistoryGoneException.class);
        put(store, key("pods", "b"), "" + start);
      }
    }
  }

  /** Sets a limit on a database that is in use, as a disk or an administrator would. */
  private static void pragma(SqliteLog log, String text) throws Exception {
    var field = SqliteLog.class.getDeclaredField("connection");
    field.setAccessible(true);
    try (var sql = ((java.sql.Connection) field.get(log)).createStatement()) {
      sql.execute("PRAGMA " + text);
    }
  }

  @Test
  void a_full_disk_refuses_writes_keeps_reads_and_gives_no_revision_twice() throws Exception {
    var file = folder.resolve("kube.db");
    var log = SqliteLog.open(file, Durability.PROCESS);
    long refused;
    long after;
    try (var store = Store.over(log, HistoryLimit.USUAL)) {
      var kept = put(store, key("pods", "a"), "1");
      pragma(log, "max_page_count=1");
      for (var i = 0; i < 3; i++) {
        assertThatThrownBy(() -> put(store, key("pods", "b"), "x".repeat(100_000)))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("disk has room");
      }
      refused = kept + 3;
      assertThat(store.visible().revision()).isEqualTo(kept);
      assertThat(store.head().get(key("pods", "b"))).isEmpty();
      assertThatThrownBy(() -> store.settle(kept + 1)).isInstanceOf(StoreException.class);
      store.settle(kept);
      pragma(log, "max_page_count=1000000");
      pragma(log, "query_only=1");
      assertThatThrownBy(() -> put(store, key("pods", "b"), "2"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("may be written");
      pragma(log, "query_only=0");
      after = put(store, key("pods", "b"), "3");
      assertThat(after).isGreaterThan(refused + 1);
      assertThat(rest(store.cursorAfter(kept))).containsExactly(after);
      assertThatThrownBy(() -> store.settle(kept + 1)).isInstanceOf(StoreException.class);
    }
    try (var store = Store.open(file)) {
      assertThat(store.visible().revision()).isEqualTo(after);
      assertThat(Tree.text(store.visible().get(key("pods", "b")).orElseThrow().object(), "v"))
          .isEqualTo("3");
    }
  }
}
