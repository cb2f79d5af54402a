package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.source.SourceTree;
import io.syncline.testservers.GitServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitRepositoryTest {
  @TempDir Path folder;
  private Git git;
  private GitServer server;
  private GitRepositories repositories;

  @BeforeEach
  void start() throws IOException {
    git = Git.create(folder, "shop");
    server = new GitServer(folder);
    repositories = open();
  }

  @AfterEach
  void stop() {
    repositories.close();
    server.close();
  }

  private GitRepositories open() {
    return new GitRepositories(
        folder.resolve("cache"),
        GitSettings.defaults().allowLocal(true).fetchTimeout(Duration.ofSeconds(20)));
  }

  private GitRepository at(String how) {
    var url =
        how.equals("http") ? server.url("shop.git") : how.replace("BARE", git.bare.toString());
    return repositories.repository(url, Credentials.anonymous());
  }

  private static String text(SourceTree tree, String path) {
    return new String(tree.read(path).orElseThrow(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "BARE", "file://BARE"})
  void references_are_listed_with_peeled_tags_and_the_target_of_head(String how) {
    var first = git.file("a", "1").commit("one");
    git.tag("light").tag("-a", "-m", "noted", "noted");
    git.git("checkout", "-q", "-b", "side/x");
    var second = git.file("a", "2").commit("two");

    var refs = at(how).lsRemote();

    assertThat(refs.headTarget()).contains("refs/heads/main");
    assertThat(refs.commit("HEAD")).contains(first);
    assertThat(refs.branch("side/x")).contains(second);
    assertThat(refs.commit("refs/tags/light")).contains(first);
    assertThat(refs.commit("refs/tags/noted")).contains(first);
    assertThat(refs.branches()).containsExactly("main", "side/x");
    assertThat(refs.tags()).containsExactly("light", "noted");
  }

  @Test
  void listing_is_one_request_and_fetches_nothing() {
    git.file("a", "1").commit("one");
    at("http").lsRemote();
    assertThat(server.requests).containsExactly("GET /shop.git/info/refs?service=git-upload-pack");
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "BARE"})
  void a_tree_shows_files_folders_links_and_absence(String how) throws IOException {
    git.file("b/deep/x.yaml", "x: 1\n").file("b.yaml", "b").file("b0", "").file("bin", "\0\1");
    Files.createSymbolicLink(git.work.resolve("link"), Path.of("b/deep"));
    var tree = at(how).tree(git.commit("files"));

    assertThat(tree.list(""))
        .extracting(SourceTree.Entry::name)
        .containsExactly("b", "b.yaml", "b0", "bin", "link");
    assertThat(text(tree, "b/deep/x.yaml")).isEqualTo("x: 1\n");
    assertThat(tree.entry("b/deep").orElseThrow().type()).isEqualTo(SourceTree.Type.DIRECTORY);
    assertThat(tree.entry("link").orElseThrow().type()).isEqualTo(SourceTree.Type.SYMLINK);
    assertThat(text(tree, "link")).isEqualTo("b/deep");
    assertThat(tree.read("b")).isEmpty();
    assertThat(tree.read("b/none")).isEmpty();
    assertThat(tree.list("b.yaml")).isEmpty();
    assertThat(tree.entry("link/x.yaml")).isEmpty();
    assertThat(tree.entry("b.yaml").orElseThrow().id())
        .isEqualTo(git.git("rev-parse", "HEAD:b.yaml"));
    assertThat(tree.label()).matches("shop\\.git@[0-9a-f]{7}");
  }

  @Test
  void a_new_commit_is_fetched_once_and_old_ones_never_again() {
    var first = git.file("a", "1").commit("one");
    var repository = at("http");
    repository.tree(first);
    var second = git.file("a", "2").commit("two");
    server.requests.clear();

    assertThat(text(repository.tree(second), "a")).isEqualTo("2");
    assertThat(server.requests).isNotEmpty();
    server.requests.clear();
    assertThat(text(repository.tree(first), "a")).isEqualTo("1");
    assertThat(text(repository.tree(second), "a")).isEqualTo("2");
    assertThat(repository.changedPaths(first, second)).containsExactly("a");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void a_commit_that_no_branch_reaches_is_asked_for_by_its_id() {
    git.file("a", "1").commit("one");
    var lost = git.file("a", "2").commit("two");
    git.git("reset", "-q", "--hard", "HEAD~1");
    git.git("push", "-q", "-f", "origin", "main");
    assertThat(text(at("http").tree(lost), "a")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "BARE"})
  void abbreviated_and_unknown_commits(String how) {
    var sha = git.file("a", "1").commit("one");
    var repository = at(how);
    assertThat(repository.tree(sha.substring(0, 7)).label()).contains(sha.substring(0, 7));
    assertThat(repository.commit(sha.substring(0, 9)).sha()).isEqualTo(sha);
    assertThatThrownBy(() -> repository.tree("0123456789012345678901234567890123456789"))
        .isInstanceOfSatisfying(
            GitException.class,
            e -> assertThat(e.code()).isEqualTo(GitException.Code.UNKNOWN_REVISION))
        .hasMessageContaining("0123456789012345678901234567890123456789");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "BARE"})
  void history_tells_author_message_tags_paths_and_ancestry(String how) {
    var first = git.file("a", "1").file("keep", "k").commit("one\n\nbody");
    git.tag("v1", first).tag("-a", "-m", "x", "v1-note", first);
    git.git("mv", "a", "dir-a");
    var second = git.commit("two");
    var repository = at(how);

    var commit = repository.commit(first);
    assertThat(commit.message()).isEqualTo("one\n\nbody\n");
    assertThat(commit.subject()).isEqualTo("one");
    assertThat(commit.author().label()).isEqualTo("Ada <ada@example.com>");
    assertThat(commit.author().when().getEpochSecond())
        .isEqualTo(Long.parseLong(git.git("show", "-s", "--format=%at", first)));
    assertThat(commit.tags()).containsExactly("v1", "v1-note");
    assertThat(commit.parents()).isEmpty();
    assertThat(repository.log(second, 9)).extracting(Commit::sha).containsExactly(second, first);
    assertThat(repository.log(second, 1)).extracting(Commit::sha).containsExactly(second);
    assertThat(repository.changedPaths(first, second)).containsExactly("a", "dir-a");
    assertThat(repository.isAncestor(first, second)).isTrue();
    assertThat(repository.isAncestor(second, first)).isFalse();
    assertThat(repository.isAncestor(second, second)).isTrue();
  }

  @Test
  void equal_urls_share_a_mirror() throws IOException {
    var sha = git.file("a", "1").commit("one");
    repositories.repository(server.url("shop.git"), Credentials.anonymous()).tree(sha);
    server.requests.clear();
    repositories
        .repository(server.url("shop.git/").replace("http", "HTTP"), Credentials.anonymous())
        .tree(sha);
    assertThat(server.requests).isEmpty();
    try (var mirrors = Files.list(folder.resolve("cache"))) {
      assertThat(mirrors.filter(Files::isDirectory)).hasSize(1);
    }
  }

  @Test
  void a_mirror_survives_a_restart_and_the_locks_of_a_killed_process() throws IOException {
    var first = git.file("a", "1").commit("one");
    at("http").tree(first);
    repositories.close();
    var mirror = mirror();
    for (var lock :
        new String[] {
          "packed-refs.lock", "HEAD.lock", "refs/heads/main.lock", "config.lock", "gc.pid"
        }) {
      Files.createDirectories(mirror.resolve(lock).getParent());
      Files.writeString(mirror.resolve(lock), "");
    }
    var second = git.file("a", "2").commit("two");
    repositories = open();
    assertThat(text(at("http").tree(second), "a")).isEqualTo("2");
    assertThat(Git.run(mirror, "rev-parse", "main")).isEqualTo(second);
    assertThat(mirror.resolve("packed-refs.lock")).doesNotExist();
  }

  private Path mirror() throws IOException {
    try (var found = Files.list(folder.resolve("cache"))) {
      return found.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "HEAD", "pack"})
  void a_damaged_mirror_is_made_anew(String what) throws IOException {
    var sha = git.file("a", "1").file("b", "2").commit("one");
    at("http").tree(sha);
    repositories.close();
    var mirror = mirror();
    if (what.equals("pack")) {
      try (var files = Files.list(mirror.resolve("objects/pack"))) {
        for (var file : files.toList()) {
          Files.write(file, new byte[40]);
        }
      }
    } else {
      Files.writeString(mirror.resolve(what), "\0[garbage");
    }
    repositories = open();
    var tree = at("http").tree(sha);
    assertThat(text(tree, "a")).isEqualTo("1");
    assertThat(text(tree, "b")).isEqualTo("2");
  }

  @Test
  void objects_that_vanish_under_a_reader_are_fetched_again() throws IOException {
    var sha = git.file("a", "1").file("dir/b", "2").commit("one");
    var tree = at("http").tree(sha);
    assertThat(text(tree, "a")).isEqualTo("1");
    try (var files = Files.list(mirror().resolve("objects/pack"))) {
      for (var file : files.toList()) {
        Files.write(file, new byte[40]);
      }
    }
    repositories.close();
    assertThat(text(tree, "dir/b")).isEqualTo("2");
  }

  @Test
  void many_readers_share_one_fetch() throws Exception {
    var sha = git.file("a", "1").commit("one");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          threads.invokeAll(
              IntStream.range(0, 40)
                  .<Callable<String>>mapToObj(i -> () -> text(at("http").tree(sha), "a"))
                  .toList());
      for (var one : all) {
        assertThat(one.get()).isEqualTo("1");
      }
    }
    // One asks whether these credentials may read, and one begins the fetch.
    assertThat(server.requests.stream().filter(r -> r.contains("info/refs"))).hasSize(2);
  }

  @Test
  void a_deleted_branch_makes_room_for_one_below_its_name() {
    git.file("a", "1").commit("one");
    git.git("branch", "x");
    git.git("push", "-q", "origin", "x");
    at("http").tree(git.git("rev-parse", "HEAD"));
    git.git("push", "-q", "origin", ":x");
    git.git("branch", "-D", "x");
    git.git("checkout", "-q", "-b", "x/y");
    var sha = git.file("a", "2").commit("two");
    assertThat(text(at("http").tree(sha), "a")).isEqualTo("2");
  }

  @Test
  void an_empty_repository_has_no_references() {
    for (var how : new String[] {"http", "BARE"}) {
      var refs = at(how).lsRemote();
      assertThat(refs.commits()).isEmpty();
      assertThatThrownBy(() -> at(how).resolve(refs, "", ""))
          .hasMessage("unable to resolve 'HEAD' to a commit SHA");
    }
  }

  @Test
  void a_work_tree_serves_as_well_as_a_bare_repository() {
    var sha = git.file("a", "1").commit("one");
    var repository = repositories.repository(git.work.toString(), Credentials.anonymous());
    assertThat(repository.resolve(repository.lsRemote(), "main", "")).isEqualTo(sha);
    assertThat(text(repository.tree(sha), "a")).isEqualTo("1");
  }
}
