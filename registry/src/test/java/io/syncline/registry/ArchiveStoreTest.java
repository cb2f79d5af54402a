package io.syncline.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testservers.Tar;
import io.syncline.testservers.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveStoreTest {
  private static final long ROOM = 8 << 20;

  @TempDir Path folder = Path.of("");
  private final TestServer server;

  ArchiveStoreTest() throws IOException {
    server = new TestServer();
    server.on(
        "/charts/index.yaml",
        "apiVersion: v1\nentries:\n  web:\n  - {version: 1.0.0, urls: [web.tgz]}\n");
    server.on("/charts/web.tgz", Tar.chart("web", "1.0.0"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** As after a restart. */
  private Registries started() {
    return new Registries(
        new Registries.Settings(
            Duration.ofMinutes(3),
            Duration.ofSeconds(20),
            ROOM,
            new AtomicLong()::incrementAndGet,
            _ -> {},
            Optional.of(new ArchiveStore(folder, ROOM))));
  }

  private ChartName web() {
    return new ChartName(server.url("/charts"), "web");
  }

  private Content fetched(Access access, boolean again) {
    try (var registries = started()) {
      return registries.chart(web(), "1.0.0", access, again);
    }
  }

  private List<Path> kept(String ending) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void what_was_fetched_is_there_after_a_restart_without_the_server() {
    var first = fetched(Access.ANONYMOUS, false);
    var asked = server.asked().size();
    var second = fetched(Access.ANONYMOUS, false);
    assertThat(server.asked()).hasSize(asked);
    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(second.tree().entry("")).isEqualTo(first.tree().entry(""));
  }

  @Test
  void who_insists_fetches_again_and_what_changed_is_kept_from_then_on() {
    var before = fetched(Access.ANONYMOUS, false);
    server.on("/charts/web.tgz", Tar.chart("web", "1.0.0+other"));
    assertThat(fetched(Access.ANONYMOUS, false).digest()).isEqualTo(before.digest());
    var after = fetched(Access.ANONYMOUS, true);
    assertThat(after.digest()).isNotEqualTo(before.digest());
    assertThat(fetched(Access.ANONYMOUS, false).digest()).isEqualTo(after.digest());
  }

  @Test
  void another_login_asks_for_itself() {
    fetched(Access.ANONYMOUS.with(new Access.Basic("me", "secret")), false);
    var asked = server.asked().size();
    fetched(Access.ANONYMOUS.with(new Access.Basic("me", "wrong")), false);
    assertThat(server.asked().size()).isGreaterThan(asked);
    fetched(Access.ANONYMOUS.with(new Access.Basic("me", "secret")), false);
    assertThat(server.asked("/charts/web.tgz")).hasSize(2);
  }

  @Test
  void a_damaged_or_half_written_archive_is_fetched_again() throws IOException {
    var whole = fetched(Access.ANONYMOUS, false);
    var file = kept(".tar").getFirst();
    for (var damage : List.of("", "not the archive")) {
      Files.writeString(file, damage);
      assertThat(fetched(Access.ANONYMOUS, false).digest()).isEqualTo(whole.digest());
      assertThat(Digests.of(Files.readAllBytes(file))).isEqualTo(whole.digest());
    }
    assertThat(server.asked("/charts/web.tgz")).hasSize(3);
    Files.writeString(kept(".version").getFirst(), "sha256:no");
    assertThat(fetched(Access.ANONYMOUS, false).digest()).isEqualTo(whole.digest());
  }

  @Test
  void what_a_killed_process_left_is_removed() throws IOException {
    Files.writeString(folder.resolve("x-1.part"), "half");
    fetched(Access.ANONYMOUS, false);
    assertThat(kept(".part")).isEmpty();
  }

  @Test
  void the_longest_unused_goes_first_when_there_is_too_much() throws IOException {
    var store = new ArchiveStore(folder, 3000);
    for (var i = 0; i < 3; i++) {
      var bytes = content(i);
      store.put(bytes);
      Files.setLastModifiedTime(
          folder.resolve(Digests.hex(bytes) + ".tar"), FileTime.from(Instant.EPOCH.plusSeconds(i)));
    }
    assertThat(store.archive(Digests.of(content(0)))).isPresent();
    store.put(content(3));
    assertThat(kept(".tar")).hasSize(3);
    assertThat(store.archive(Digests.of(content(0)))).isPresent();
    assertThat(store.archive(Digests.of(content(1)))).isEmpty();
    store.put(new byte[4000]);
    assertThat(kept(".tar")).hasSize(3);
  }

  private static byte[] content(int i) {
    return Integer.toString(i).repeat(1000).getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void a_folder_that_cannot_be_used_costs_downloads_only() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "in the way");
    var store = new ArchiveStore(file.resolve("store"), ROOM);
    store.put(web(), "1.0.0", Access.ANONYMOUS, content(1));
    assertThat(store.chart(web(), "1.0.0", Access.ANONYMOUS)).isEmpty();
  }

  @Test
  void names_on_disk_tell_nothing_of_logins() throws IOException {
    fetched(Access.ANONYMOUS.with(new Access.Basic("someone", "hush")), false);
    for (var ending : List.of(".tar", ".version", "salt")) {
      for (var file : kept(ending)) {
        assertThat(file.toString()).doesNotContain("someone").doesNotContain("hush");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("someone")
            .doesNotContain("hush");
      }
    }
  }
}
