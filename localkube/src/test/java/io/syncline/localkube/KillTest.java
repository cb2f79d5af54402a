package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.store.HistoryGoneException;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Store;
import io.syncline.localkube.store.Written;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a server that is written to, at any moment, again and again on the same data folder. */
final class KillTest {
  private static final int ROUNDS = 25;
  private static final int WRITERS = 6;
  private static final ResourceId MAPS = new ResourceId("", "v1", "configmaps");

  @TempDir Path folder;

  /**
   * The server and its writers. A line {@code name turn revision} is printed once a write is
   * acknowledged; both values in the object tell the turn, so that half an object would show.
   */
  static final class Writers {
    private Writers() {}

    public static void main(String[] arguments) throws Exception {
      var kube = LocalKube.builder().dataFolder(Path.of(arguments[0])).start();
      var threads = new ArrayList<Thread>();
      for (var i = 0; i < WRITERS; i++) {
        var random = new Random(Long.parseLong(arguments[1]) * 31 + i);
        var writer = i;
        threads.add(Thread.ofVirtual().start(() -> write(kube, writer, random)));
      }
      for (var thread : threads) {
        thread.join();
      }
    }

    private static void write(LocalKube kube, int writer, Random random) {
      while (true) {
        var name = "w" + writer + "-" + random.nextInt(12);
        var live = kube.api().get(MAPS, "default", name);
        try {
          if (live.isPresent() && random.nextInt(5) == 0) {
            kube.api().delete(MAPS, "default", name, Propagation.BACKGROUND, 0);
            System.out.println(name + " - 0");
            continue;
          }
          var turn = Integer.toString(random.nextInt(1 << 30));
          var body = object(name, turn, random.nextInt(4_000));
          var kept =
              live.isPresent()
                  ? kube.api().update(MAPS, body, "test")
                  : kube.api().create(MAPS, body, "test");
          System.out.println(
              name + " " + turn + " " + Tree.text(kept.root(), "metadata", "resourceVersion"));
        } catch (ApiException e) {
          System.out.println("! refused " + e.getMessage());
        }
      }
    }

    private static Manifest object(String name, String turn, int padding) {
      return new Manifest(
          ObjectTree.of(
              "apiVersion",
              "v1",
              "kind",
              "ConfigMap",
              "metadata",
              ObjectTree.of("name", name, "namespace", "default"),
              "data",
              ObjectTree.of("first", turn, "fill", "x".repeat(padding), "last", turn)));
    }
  }

  /**
   * Where the classes of the child are; test launchers do not always put them on the class path.
   */
  private static String classPath() throws Exception {
    var places = new LinkedHashSet<String>();
    places.add(System.getProperty("java.class.path"));
    for (var type :
        List.of(
            KillTest.class,
            LocalKube.class,
            ObjectTree.class,
            io.syncline.merge.facts.TypeFacts.class,
            org.sqlite.JDBC.class,
            org.slf4j.Logger.class,
            com.fasterxml.jackson.core.JsonFactory.class,
            com.linecorp.armeria.server.Server.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, places);
  }

  @Test
  void nothing_acknowledged_is_lost_however_often_the_server_is_killed() throws Exception {
    var acknowledged = new TreeMap<String, String>();
    var highest = 0L;
    var watched = 0L;
    var seed = System.nanoTime();
    System.out.println("kill test seed " + seed);
    var random = new Random(seed);
    for (var round = 0; round < ROUNDS; round++) {
      var lines = killed(random.nextLong(), 1 + random.nextInt(120));
      for (var line : lines) {
        assertThat(line).doesNotStartWith("!");
        var words = line.split(" ");
        acknowledged.put(words[0], words[1]);
        highest = Math.max(highest, Long.parseLong(words[2]));
      }
      try (var store = Store.open(folder.resolve("kube.db"))) {
        var state = store.visible();
        assertThat(state.revision())
            .as("seed %s round %s", seed, round)
            .isGreaterThanOrEqualTo(highest);
        checkObjects(state, acknowledged, "seed " + seed + " round " + round);
        watched = checkWindow(store, watched);
        highest = state.revision();
        acknowledged.clear();
        for (var stored : state.objects().under("/configmaps/default/w")) {
          acknowledged.put(stored.key().name(), Tree.text(stored.object(), "data", "first"));
        }
      }
    }
    assertThat(highest).isGreaterThan(ROUNDS);
  }

  /** Lines of a server that was killed after it acknowledged so many writes. */
  private List<String> killed(long seed, int writes) throws Exception {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Writers.class.getName(),
                folder.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var acknowledged = new ArrayList<String>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (acknowledged.size() < writes) {
        var line = lines.readLine();
        assertThat(line).as("the server ended by itself").isNotNull();
        acknowledged.add(line);
      }
      process.toHandle().destroyForcibly();
      rest(lines, acknowledged);
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    return acknowledged;
  }

  /** What it still said before it died; the kill may cut the last line. */
  private static void rest(BufferedReader lines, List<String> acknowledged) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.matches("w\\d+-\\d+ (\\d+ [1-9]\\d*|- 0)")) {
        acknowledged.add(line);
      }
    }
  }

  /** A write under way may be there or not; each object has at most one writer, so one write. */
  private static void checkObjects(State state, Map<String, String> acknowledged, String when) {
    var differing = new HashMap<Character, Integer>();
    for (var entry : acknowledged.entrySet()) {
      var name = entry.getKey();
      var found =
          state
              .get(new io.syncline.localkube.store.Key("", "configmaps", "default", name))
              .map(stored -> Tree.text(stored.object(), "data", "first"))
              .orElse("-");
      if (!found.equals(entry.getValue())) {
        differing.merge(name.charAt(1), 1, Integer::sum);
      }
    }
    assertThat(differing.values())
        .as("%s: a writer has one write under way", when)
        .allMatch(n -> n == 1);
    for (var stored : state.objects().under("/configmaps/default/w")) {
      var object = stored.object();
      assertThat(Tree.text(object, "data", "last")).isEqualTo(Tree.text(object, "data", "first"));
      assertThat(Tree.text(object, "metadata", "resourceVersion"))
          .isEqualTo(Long.toString(stored.revision()));
    }
  }

  /** Replays what is kept of the history from where the last round ended: it leads to the state. */
  private static long checkWindow(Store store, long from) throws InterruptedException {
    var state = store.visible();
    if (from > 0) {
      var replayed = new TreeMap<String, Long>();
      var last = from;
      var cursor = store.cursorAfter(from);
      for (var next = cursor.next(Duration.ZERO);
          next.isPresent();
          next = cursor.next(Duration.ZERO)) {
        Written change = next.get();
        assertThat(change.revision()).isGreaterThan(last);
        last = change.revision();
        replayed.put(change.key().text(), change.after().isPresent() ? last : 0);
      }
      assertThat(last).isEqualTo(state.revision());
      replayed.forEach(
          (key, revision) ->
              assertThat(state.objects().get(key).map(stored -> stored.revision()).orElse(0L))
                  .as(key)
                  .isEqualTo(revision));
    } else {
      assertThat(store.cursorAfter(1)).as("nothing is forgotten yet").isNotNull();
    }
    return state.revision();
  }

  @Test
  void a_revision_before_the_kept_history_is_refused() {
    try (var store = Store.open(folder.resolve("kube.db"))) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> store.cursorAfter(0))
          .isInstanceOf(HistoryGoneException.class);
    }
  }
}
