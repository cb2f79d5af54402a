package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.testservers.GitServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitSinkTest {
  private static final CommitInfo INFO = CommitInfo.of("chore: change\n", "Bot", "bot@example.com");

  @TempDir Path folder;
  private Git git;
  private GitServer server;
  private GitRepositories repositories;
  private GitSink sink;

  @BeforeEach
  void start() throws IOException {
    git = Git.create(folder, "shop");
    server = new GitServer(folder);
    repositories =
        new GitRepositories(folder.resolve("cache"), GitSettings.defaults().allowLocal(true));
    sink = new GitSink(repositories, url -> Credentials.anonymous());
  }

  @AfterEach
  void stop() {
    repositories.close();
    server.close();
  }

  private String url(String how) {
    return how.equals("http") ? server.url("shop.git") : git.bare.toString();
  }

  private static Optional<byte[]> bytes(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a line to the file {@code list}: an edit whose result shows all edits before it. */
  private static Edit append(String line) {
    return head -> {
      var old = head.read("list").map(b -> new String(b, StandardCharsets.UTF_8)).orElse("");
      return old.lines().toList().contains(line)
          ? Map.of()
          : Map.of("list", bytes(old + line + "\n"));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "local"})
  void an_edit_becomes_one_commit_that_keeps_modes_and_other_files(String how) throws IOException {
    git.file("run.sh", "echo 1\n")
        .file("a/b/c.yaml", "x")
        .file("a/d.yaml", "d")
        .file("a.yaml", "y")
        .file("gone/x", "x");
    assertThat(git.work.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(git.work.resolve("a0"), Path.of("a"));
    var before = git.commit("one");

    var receipt =
        sink.push(
            url(how),
            "main",
            head ->
                Map.of(
                    "run.sh", bytes("echo 2\n"),
                    "a/b/c.yaml", bytes("changed"),
                    "a/new/e.yaml", bytes("new"),
                    "a/d.yaml", bytes("d"),
                    "gone/x", Optional.empty()),
            INFO);

    assertThat(receipt.changed()).isTrue();
    assertThat(receipt.attempts()).isEqualTo(1);
    assertThat(receipt.paths()).containsExactly("a/b/c.yaml", "a/new/e.yaml", "gone/x", "run.sh");
    assertThat(git.inBare("rev-parse", "main")).isEqualTo(receipt.commit());
    assertThat(git.inBare("rev-parse", "main~1")).isEqualTo(before);
    assertThat(git.inBare("ls-tree", "-r", "--format=%(objectmode) %(path)", "main"))
        .isEqualTo(
            """
            100644 a.yaml
            100644 a/b/c.yaml
            100644 a/d.yaml
            100644 a/new/e.yaml
            120000 a0
            100755 run.sh""");
    assertThat(git.show("run.sh")).isEqualTo("echo 2");
    assertThat(git.inBare("show", "-s", "--format=%an|%ae|%cn|%s", "main"))
        .isEqualTo("Bot|bot@example.com|Bot|chore: change");
    git.inBare("fsck", "--strict");
    assertThat(
            repositories
                .repository(url(how), Credentials.anonymous())
                .tree(receipt.commit())
                .read("run.sh"))
        .hasValueSatisfying(
            b -> assertThat(b).isEqualTo("echo 2\n".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "local"})
  void nothing_to_change_makes_no_commit(String how) {
    var before = git.file("a", "1").commit("one");
    for (var edit :
        List.<Edit>of(
            head -> Map.of(),
            head -> Map.of("a", bytes("1")),
            head -> Map.of("b", Optional.empty()))) {
      var receipt = sink.push(url(how), "main", edit, INFO);
      assertThat(receipt).isEqualTo(new PushReceipt(before, false, 1, List.of()));
    }
    assertThat(git.inBare("rev-parse", "main")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "local"})
  void an_edit_is_applied_again_to_a_head_that_moved(String how) {
    git.file("list", "first\n").commit("one");
    var applied = new AtomicInteger();
    var receipt =
        sink.push(
            url(how),
            "main",
            head -> {
              if (applied.getAndIncrement() < 2) {
                git.file("list", git.show("list") + "\nother" + applied + "\n").commit("race");
              }
              return append("mine").apply(head);
            },
            INFO);
    assertThat(receipt.attempts()).isEqualTo(3);
    assertThat(git.show("list")).isEqualTo("first\nother1\nother2\nmine");
  }

  @Test
  void a_branch_that_never_rests_ends_in_an_error() {
    git.file("list", "").commit("one");
    var few = new GitSink(repositories, url -> Credentials.anonymous(), 3);
    var failure =
        catchThrowableOfType(
            GitException.class,
            () ->
                few.push(
                    url("local"),
                    "main",
                    head -> {
                      git.commit("race");
                      return append("mine").apply(head);
                    },
                    INFO));
    assertThat(failure.code()).isEqualTo(GitException.Code.CONTENDED);
    assertThat(failure).hasMessageContaining("main").hasMessageContaining("3 attempts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "local"})
  void fifty_writers_with_queues_of_their_own_all_land(String how) throws Exception {
    git.file("list", "").commit("one");
    var receipts = new ArrayList<PushReceipt>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, 50)
              .<Callable<PushReceipt>>mapToObj(
                  i ->
                      () ->
                          new GitSink(repositories, url -> Credentials.anonymous())
                              .push(url(how), "main", append("w" + i), INFO))
              .toList();
      for (var writer : threads.invokeAll(writers)) {
        receipts.add(writer.get());
      }
    }
    assertThat(receipts).allMatch(PushReceipt::changed);
    assertThat(git.show("list").lines())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 50).mapToObj(i -> "w" + i).toList());
    assertThat(git.inBare("rev-list", "--count", "main")).isEqualTo("51");
    assertThat(receipts).extracting(PushReceipt::commit).doesNotHaveDuplicates();
    git.inBare("fsck", "--strict");
  }

  @Test
  void writers_of_one_queue_share_pushes_and_keep_a_commit_each() throws Exception {
    git.file("list", "").commit("one");
    hook("post-receive", "while read -r line; do echo \"$line\" >> pushes; done");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, 50)
              .<Callable<PushReceipt>>mapToObj(
                  i -> () -> sink.push(url("local"), "main", append("w" + i), INFO))
              .toList();
      for (var writer : threads.invokeAll(writers)) {
        assertThat(writer.get().changed()).isTrue();
      }
    }
    assertThat(git.inBare("rev-list", "--count", "main")).isEqualTo("51");
    assertThat(Files.readAllLines(git.bare.resolve("pushes")).size()).isLessThan(25);
  }

  private void hook(String name, String script) throws IOException {
    var file = git.bare.resolve("hooks").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void a_push_to_a_local_repository_runs_its_hooks() throws IOException {
    var before = git.file("list", "").commit("one");
    hook("post-receive", "while read -r line; do echo \"$line\" >> pushed; done");
    var receipt = sink.push("file://" + git.bare, "main", append("x"), INFO);
    assertThat(Files.readString(git.bare.resolve("pushed")))
        .isEqualTo(before + " " + receipt.commit() + " refs/heads/main\n");
  }

  @Test
  void hooks_run_without_a_git_program_too() throws IOException {
    var before = git.file("list", "").commit("one");
    hook("post-receive", "while read -r line; do echo \"$line\" >> pushed; done");
    hook("update", "echo \"$1\" >> updated; test \"$1\" != refs/heads/no");
    var after = "0123456789012345678901234567890123456789";
    var landed =
        LocalHooks.around(
            git.bare,
            new LocalHooks.Move(before, after, "refs/heads/main"),
            PushOutcome.Landed::new);
    var declined =
        LocalHooks.around(
            git.bare, new LocalHooks.Move(before, after, "refs/heads/no"), PushOutcome.Landed::new);
    assertThat(landed).isInstanceOf(PushOutcome.Landed.class);
    assertThat(declined).isInstanceOf(PushOutcome.Declined.class);
    assertThat(Files.readString(git.bare.resolve("pushed")))
        .isEqualTo(before + " " + after + " refs/heads/main\n");
    assertThat(Files.readString(git.bare.resolve("updated")))
        .isEqualTo("refs/heads/main\nrefs/heads/no\n");
  }

  @Test
  void a_hook_that_declines_ends_the_push_with_its_words_and_leaves_no_object() throws IOException {
    git.file("list", "").commit("one");
    hook("pre-receive", "echo only on weekdays >&2; exit 1");
    var count = git.inBare("count-objects", "-v");
    assertThatThrownBy(() -> sink.push(url("local"), "main", append("x"), INFO))
        .isInstanceOfSatisfying(
            GitException.class, e -> assertThat(e.code()).isEqualTo(GitException.Code.REJECTED))
        .hasMessageContaining("pre-receive hook declined")
        .hasMessageContaining("only on weekdays");
    assertThat(git.inBare("count-objects", "-v")).isEqualTo(count);
    try (var scratch = Files.list(folder.resolve("cache/scratch"))) {
      assertThat(scratch).isEmpty();
    }
  }

  @Test
  void a_failing_edit_fails_alone() {
    git.file("list", "").commit("one");
    assertThatThrownBy(
            () ->
                sink.push(
                    url("local"),
                    "main",
                    head -> {
                      throw new IllegalArgumentException("no image");
                    },
                    INFO))
        .hasMessage("no image");
    assertThat(sink.push(url("local"), "main", append("x"), INFO).changed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "local"})
  void new_branches_start_where_told_and_missing_ones_are_an_error(String how) {
    var before = git.file("list", "").commit("one");
    var receipt =
        sink.push(new GitSink.Target(url(how), "bump/x", Optional.of("main")), append("x"), INFO);
    assertThat(git.inBare("rev-parse", "bump/x")).isEqualTo(receipt.commit());
    assertThat(git.inBare("rev-parse", "bump/x~1")).isEqualTo(before);
    assertThat(git.inBare("rev-parse", "main")).isEqualTo(before);
    assertThatThrownBy(() -> sink.push(url(how), "nope", append("x"), INFO))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("branch nope not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "local"})
  void an_empty_repository_gets_its_first_commit(String how) {
    var receipt = sink.push(url(how), "main", append("x"), INFO);
    assertThat(git.inBare("rev-list", "main")).isEqualTo(receipt.commit());
    assertThat(git.show("list")).isEqualTo("x");
  }

  @Test
  void paths_that_leave_the_tree_are_refused() {
    git.file("list", "").commit("one");
    for (var path : new String[] {"../x", "a//b", ".git/config", "a/.GIT/x", ""}) {
      assertThatThrownBy(
              () -> sink.push(url("local"), "main", head -> Map.of(path, bytes("x")), INFO))
          .as(path)
          .isInstanceOf(GitException.class);
    }
  }
}
