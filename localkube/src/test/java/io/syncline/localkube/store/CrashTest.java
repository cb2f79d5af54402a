package io.syncline.localkube.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes and looks at what it left. */
final class CrashTest {
  @TempDir Path folder;

  /** Writes without end and prints every name once its write is acknowledged. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws InterruptedException {
      var store = Store.open(Path.of(arguments[0]));
      var next = new AtomicInteger();
      var threads = new ArrayList<Thread>();
      for (var i = 0; i < 8; i++) {
        threads.add(Thread.ofVirtual().start(() -> write(store, next)));
      }
      for (var thread : threads) {
        thread.join();
      }
    }

    private static void write(Store store, AtomicInteger next) {
      while (true) {
        var name = "n" + next.incrementAndGet();
        var object = ObjectTree.of("metadata", ObjectTree.of("name", name));
        var key = new Key("", "configmaps", "default", name);
        if (store.commit(List.of(new Write(key, 0, Optional.of(object)))).isPresent()) {
          System.out.println(name);
        }
      }
    }
  }

  /** Where the writer's classes are; test launchers do not always put them on the class path. */
  private static String classPath() throws Exception {
    var places = new LinkedHashSet<String>();
    for (var type :
        List.of(
            CrashTest.class,
            Store.class,
            ObjectTree.class,
            org.sqlite.JDBC.class,
            org.slf4j.Logger.class,
            com.fasterxml.jackson.core.JsonFactory.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, places);
  }

  @Test
  void nothing_acknowledged_is_lost_when_the_process_is_killed() throws Exception {
    var file = folder.resolve("kube.db");
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Writer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var acknowledged = new ArrayList<String>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (acknowledged.size() < 300) {
        var line = lines.readLine();
        assertThat(line).as("the writer ended by itself").isNotNull();
        acknowledged.add(line);
      }
      process.toHandle().destroyForcibly();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged.add(line);
      }
    }
    // The kill may cut the last line.
    acknowledged.removeLast();
    try (var store = Store.open(file)) {
      for (var name : acknowledged) {
        assertThat(store.visible().get(new Key("", "configmaps", "default", name)))
            .as(name)
            .isPresent();
      }
      assertThat(store.visible().revision())
          .isGreaterThanOrEqualTo(store.visible().objects().size());
    }
  }
}
