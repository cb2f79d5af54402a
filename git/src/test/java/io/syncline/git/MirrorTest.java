package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of mirrors on disk: damaged, half-way, grown, unused, and with the disk full. */
final class MirrorTest {
  @TempDir Path folder;
  private Instant now = Instant.now();
  private Git git;
  private RealGitServer server;
  private GitRepositories repositories;

  @BeforeEach
  void start() throws IOException {
    git = Git.create(folder, "shop");
    server = new RealGitServer(folder);
    repositories = open();
  }

  @AfterEach
  void stop() {
    repositories.close();
    server.close();
  }

  private GitRepositories open() {
    return new GitRepositories(folder.resolve("cache"), GitSettings.defaults(), () -> now);
  }

  private GitRepository shop() {
    return repositories.repository(server.url("shop.git"), Credentials.anonymous());
  }

  private String text(String sha, String path) {
    return new String(shop().tree(sha).read(path).orElseThrow(), StandardCharsets.UTF_8);
  }

  private Path mirror() throws IOException {
    try (var found = Files.list(folder.resolve("cache"))) {
      return found
          .filter(path -> path.getFileName().toString().endsWith(".git"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Path> files(Path below, String ending) throws IOException {
    try (Stream<Path> found = Files.walk(below)) {
      return found
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no objects",
        "no refs",
        "empty ref",
        "ref that is none",
        "packed-refs",
        "shallow",
        "no idx",
        "short idx",
        "short pack",
        "wrong pack",
        "empty folder",
        "a file instead"
      })
  void whatever_is_damaged_is_fetched_anew(String what) throws IOException {
    var first = git.file("a", "1").file("b/c", "2").commit("one");
    assertThat(text(first, "b/c")).isEqualTo("2");
    repositories.close();
    damage(what);
    var second = git.file("a", "3").commit("two");
    repositories = open();
    assertThat(text(first, "a")).isEqualTo("1");
    assertThat(text(first, "b/c")).isEqualTo("2");
    assertThat(text(second, "a")).isEqualTo("3");
    assertThat(shop().log(second, 5)).hasSize(2);
    Git.run(mirror(), "fsck", "--full", "--strict");
  }

  private void damage(String what) throws IOException {
    var mirror = mirror();
    switch (what) {
      case "no objects" -> Folders.delete(mirror.resolve("objects"));
      case "no refs" -> Folders.delete(mirror.resolve("refs"));
      case "empty ref" -> Files.writeString(mirror.resolve("refs/heads/main"), "");
      case "ref that is none" -> Files.writeString(mirror.resolve("refs/heads/main"), "\0\1\2");
      case "packed-refs" -> Files.writeString(mirror.resolve("packed-refs"), "\0garbage\n^\n");
      case "shallow" -> Files.writeString(mirror.resolve("shallow"), "no commit\n");
      case "no idx" -> Files.delete(files(mirror, ".idx").getFirst());
      case "short idx" -> shorten(files(mirror, ".idx").getFirst());
      case "short pack" -> shorten(files(mirror, ".pack").getFirst());
      case "wrong pack" -> Files.writeString(files(mirror, ".pack").getFirst(), "PACK garbage");
      case "empty folder" -> {
        Folders.delete(mirror);
        Files.createDirectory(mirror);
      }
      default -> {
        Folders.delete(mirror);
        Files.writeString(mirror, "x");
      }
    }
  }

  private static void shorten(Path file) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(open.length() / 2);
    }
  }

  @Test
  void bits_that_flip_never_change_what_is_read() throws IOException {
    var random = new Random(7);
    var content = new StringBuilder();
    random.ints(400, 0, 1 << 20).forEach(i -> content.append(Integer.toString(i, 36)).append('\n'));
    git.file("big", content.toString()).commit("one");
    var sha = git.file("big", content + "end\n").file("dir/x", "x").commit("two");
    assertThat(text(sha, "big")).isEqualTo(content + "end\n");
    for (var round = 0; round < 12; round++) {
      repositories.close();
      var pack = files(mirror(), ".pack").getFirst();
      try (var open = new RandomAccessFile(pack.toFile(), "rw")) {
        var at = random.nextLong(12, open.length() - 20);
        open.seek(at);
        var before = open.readByte();
        open.seek(at);
        open.writeByte(before ^ 1 << random.nextInt(8));
      }
      repositories = open();
      assertThat(text(sha, "big")).as("round %d", round).isEqualTo(content + "end\n");
      assertThat(text(sha, "dir/x")).isEqualTo("x");
    }
  }

  private Process fetching(String limit, String sha) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            FetchOnce.class.getName(),
            folder.resolve("cache").toString(),
            server.url("shop.git"),
            sha);
    var all = new ArrayList<>(List.of("sh", "-c", limit + "exec \"$@\"", "fetch"));
    all.addAll(command);
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  /** Where a run finds its classes depends on who runs it. */
  private static String classPath() {
    return Stream.of(
            FetchOnce.class,
            GitRepositories.class,
            io.syncline.model.source.SourceTree.class,
            io.syncline.outbound.ProxyRoute.class,
            org.eclipse.jgit.lib.Repository.class,
            org.eclipse.jgit.transport.sshd.SshdSession.class,
            org.apache.sshd.common.session.Session.class,
            org.bouncycastle.openpgp.PGPPublicKey.class,
            org.slf4j.LoggerFactory.class)
        .map(c -> c.getProtectionDomain().getCodeSource().getLocation().getPath())
        .distinct()
        .collect(java.util.stream.Collectors.joining(":"));
  }

  private String noise(int kilobytes) {
    var content = new StringBuilder();
    new Random(3).ints(kilobytes * 128L, 0, 1 << 30).forEach(i -> content.append(i).append('\n'));
    return content.toString();
  }

  @Test
  void a_process_that_is_killed_while_it_fetches_leaves_nothing_behind_that_matters()
      throws Exception {
    var first = git.file("a", "1").commit("one");
    assertThat(text(first, "a")).isEqualTo("1");
    repositories.close();
    var second = git.file("a", "2").file("noise", noise(300)).commit("two");
    server.fetches.drainPermits();
    var process = fetching("", second);
    var asked = server.fetched().size();
    while (server.fetched().size() == asked && process.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly().waitFor();
    server.fetches.release(1_000);
    // What a death in the middle of writing leaves, too.
    Files.writeString(mirror().resolve("objects/pack/incoming_1.pack"), "PACK");
    Files.writeString(mirror().resolve("objects/noz1.tmp"), "x");
    Files.writeString(mirror().resolve("shallow.lock"), "");
    repositories = open();
    assertThat(text(second, "a")).isEqualTo("2");
    assertThat(text(first, "a")).isEqualTo("1");
    assertThat(files(mirror(), ".lock")).isEmpty();
    assertThat(files(mirror(), ".tmp")).isEmpty();
    assertThat(mirror().resolve("objects/pack/incoming_1.pack")).doesNotExist();
    Git.run(mirror(), "fsck", "--full", "--strict");
  }

  @Test
  void on_a_full_disk_the_error_says_so_and_what_was_there_stays() throws Exception {
    var first = git.file("a", "1").commit("one");
    assertThat(text(first, "a")).isEqualTo("1");
    repositories.close();
    var second = git.file("a", "2").file("noise", noise(900)).commit("two");
    // A process may write no file larger than this: the nearest thing to a full disk.
    var process = fetching("ulimit -f 64; ", second);
    var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(told).contains("FAILED: cannot fetch repository").contains("free space on the disk");
    repositories = open();
    server.questions.clear();
    assertThat(text(first, "a")).isEqualTo("1");
    assertThat(server.fetched()).isEmpty();
    assertThat(text(second, "a")).isEqualTo("2");
    Git.run(mirror(), "fsck", "--full", "--strict");
  }

  @Test
  void a_mirror_that_nobody_uses_goes_and_comes_back() throws IOException {
    var sha = git.file("a", "1").commit("one");
    assertThat(text(sha, "a")).isEqualTo("1");
    var path = mirror();
    var tree = shop().tree(sha);
    Files.createDirectories(folder.resolve("cache/large-files").resolve(path.getFileName()));
    var abandoned = Files.createDirectories(folder.resolve("cache/scratch/push1"));
    now = now.plus(Duration.ofDays(6));
    assertThat(repositories.clearUp(Duration.ofDays(7))).isZero();
    assertThat(abandoned).doesNotExist();
    assertThat(path).exists();
    // Listing it is using it.
    shop().lsRemote();
    now = now.plus(Duration.ofDays(6));
    assertThat(repositories.clearUp(Duration.ofDays(7))).isZero();
    now = now.plus(Duration.ofDays(2));
    assertThat(repositories.clearUp(Duration.ofDays(7))).isEqualTo(1);
    assertThat(path).doesNotExist();
    assertThat(folder.resolve("cache/large-files").resolve(path.getFileName())).doesNotExist();
    assertThat(new String(tree.read("a").orElseThrow(), StandardCharsets.UTF_8)).isEqualTo("1");
    assertThat(text(sha, "a")).isEqualTo("1");
    assertThat(path).exists();
  }

  @Test
  void mirrors_of_another_process_go_too_but_not_while_it_uses_them() throws IOException {
    var sha = git.file("a", "1").commit("one");
    assertThat(text(sha, "a")).isEqualTo("1");
    var path = mirror();
    repositories.close();
    repositories = open();
    now = now.plus(Duration.ofDays(30));
    try (var other = open()) {
      other.repository(server.url("shop.git"), Credentials.anonymous()).tree(sha);
      assertThat(repositories.clearUp(Duration.ofDays(7))).isZero();
    }
    now = now.plus(Duration.ofDays(30));
    assertThat(repositories.clearUp(Duration.ofDays(7))).isEqualTo(1);
    assertThat(path).doesNotExist();
  }

  @Test
  void a_mirror_that_grows_is_packed() throws Exception {
    var shas = new ArrayList<String>();
    for (var i = 0; i < 43; i++) {
      shas.add(git.file("a", "content " + i).commit("c" + i));
      shop().tree(shas.getLast());
    }
    // It is packed behind the back of whoever fetched.
    var packs = mirror().resolve("objects/pack").toFile();
    while (packs.list((_, name) -> name.endsWith(".pack") || name.endsWith("_tmp")).length > 10) {
      Thread.onSpinWait();
    }
    for (var i = 0; i < 43; i++) {
      assertThat(text(shas.get(i), "a")).isEqualTo("content " + i);
    }
    assertThat(Git.run(mirror(), "count-objects")).startsWith("0 objects");
  }

  @Test
  void the_size_of_a_file_is_known_without_reading_it() {
    var sha = git.file("a", "12345").file("dir/b", "x").commit("one");
    var tree = shop().tree(sha);
    assertThat(tree.size("a")).hasValue(5);
    assertThat(tree.size("dir")).isEmpty();
    assertThat(tree.size("none")).isEmpty();
  }
}
