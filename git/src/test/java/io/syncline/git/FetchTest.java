package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.model.source.SourceTree;
import io.syncline.testservers.GitServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is fetched for what is asked, told by the real program: its server and its look at mirrors.
 */
final class FetchTest {
  @TempDir Path folder;
  private Git git;
  private RealGitServer server;
  private GitRepositories repositories;

  @BeforeEach
  void start() throws IOException {
    git = Git.create(folder, "shop");
    server = new RealGitServer(folder);
    repositories = new GitRepositories(folder.resolve("cache"), GitSettings.defaults());
  }

  @AfterEach
  void stop() {
    repositories.close();
    server.close();
  }

  private GitRepository at(int depth) {
    return repositories.repository(
        server.url("shop.git"), Access.of(Credentials.anonymous()).depth(depth));
  }

  private String resolved(GitRepository repository, String revision) {
    return repository.resolve(repository.lsRemote(), revision, "");
  }

  private static String text(SourceTree tree, String path) {
    return new String(tree.read(path).orElseThrow(), StandardCharsets.UTF_8);
  }

  private Path mirror() throws IOException {
    try (var found = Files.list(folder.resolve("cache"))) {
      return found.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private List<String> references() throws IOException {
    var shown = Git.run(mirror(), "for-each-ref", "--format=%(refname)");
    return shown.isEmpty() ? List.of() : shown.lines().toList();
  }

  private String branch(String name, String content) {
    git.git("checkout", "-q", "-B", name, "main");
    var sha = git.file("a", content).commit(name);
    git.git("checkout", "-q", "main");
    return sha;
  }

  @Test
  void only_what_is_asked_for_is_fetched() throws IOException {
    git.file("a", "0").commit("zero");
    branch("one", "1");
    branch("two", "2");
    git.tag("v1.0.0", "one").tag("-a", "-m", "x", "v1.1.0", "two");
    var repository = at(0);

    assertThat(text(repository.tree(resolved(repository, "one")), "a")).isEqualTo("1");
    assertThat(references()).containsExactly("refs/heads/one");
    assertThat(text(repository.tree(resolved(repository, "")), "a")).isEqualTo("0");
    // What is there with the other branch is not fetched again.
    assertThat(references()).containsExactly("refs/heads/one");
    assertThat(text(repository.tree(resolved(repository, "~1.0")), "a")).isEqualTo("1");
    assertThat(references()).containsExactly("refs/heads/one");
    assertThat(server.fetched()).hasSize(1);
    assertThat(text(repository.tree(resolved(repository, ">=1")), "a")).isEqualTo("2");
    assertThat(references()).containsExactly("refs/heads/one", "refs/heads/two");
    assertThat(server.fetched()).hasSize(2);
  }

  @Test
  void a_tag_that_no_branch_reaches_and_references_of_any_name() throws IOException {
    git.file("a", "0").commit("zero");
    branch("lost", "tagged");
    git.tag("-a", "-m", "x", "v2", "lost");
    branch("asked", "asked to pull");
    git.git("push", "-q", "origin", "asked:refs/pull/7/head", ":lost", ":asked");
    var repository = at(0);

    assertThat(text(repository.tree(resolved(repository, "v2")), "a")).isEqualTo("tagged");
    assertThat(references()).containsExactly("refs/tags/v2");
    assertThat(text(repository.tree(resolved(repository, "refs/pull/7/head")), "a"))
        .isEqualTo("asked to pull");
    assertThat(text(repository.tree(resolved(repository, "pull/7/head")), "a"))
        .isEqualTo("asked to pull");
    assertThat(references()).containsExactly("refs/pull/7/head", "refs/tags/v2");
  }

  @Test
  void a_commit_below_a_branch_is_asked_for_by_its_id() throws IOException {
    var old = git.file("a", "0").commit("zero");
    git.file("a", "1").commit("one");
    var repository = at(0);
    assertThat(text(repository.tree(old), "a")).isEqualTo("0");
    assertThat(references()).containsExactly("refs/syncline/" + old);
    assertThat(text(repository.tree(resolved(repository, "main")), "a")).isEqualTo("1");
    assertThat(repository.isAncestor(old, resolved(repository, "main"))).isTrue();
    assertThat(repository.isAncestor(resolved(repository, "main"), old)).isFalse();
  }

  @Test
  void where_commits_are_not_given_by_id_everything_is_fetched() throws IOException {
    var old = git.file("a", "0").commit("zero");
    git.file("a", "1").commit("one");
    branch("two", "2");
    // The other server speaks the first protocol, in which only what is named may be asked for.
    try (var strict = new GitServer(folder)) {
      strict.onlyNamed = true;
      var repository = repositories.repository(strict.url("shop.git"), Credentials.anonymous());
      assertThat(text(repository.tree(old), "a")).isEqualTo("0");
      assertThat(references()).containsExactly("refs/heads/main", "refs/heads/two");
      var unknown =
          catchThrowableOfType(
              GitException.class,
              () -> repository.tree("0123456789012345678901234567890123456789"));
      assertThat(unknown.code()).isEqualTo(GitException.Code.UNKNOWN_REVISION);
    }
  }

  @Test
  void of_two_thousand_branches_and_tags_one_is_fetched_and_each_look_is_one_listing()
      throws Exception {
    git.file("a", "0").commit("zero");
    many(2_000);
    var repository = at(0);
    var sha = resolved(repository, "feature-777");
    assertThat(text(repository.tree(sha), "a")).isEqualTo("777");
    assertThat(references()).containsExactly("refs/heads/feature-777");
    assertThat(Git.run(mirror(), "count-objects", "-v")).contains("in-pack: 6");
    // The other listing is the fetch's own, of one name.
    assertThat(server.listings()).isEqualTo(2);
    assertThat(server.questions.stream().filter(q -> q.contains("ref-prefix refs/heads/feature")))
        .hasSize(1);
    server.questions.clear();
    assertThat(repository.lsRemote().branches()).hasSize(2_001);
    assertThat(text(repository.tree(sha), "a")).isEqualTo("777");
    assertThat(repository.commit(sha).tags()).containsExactly("t-777");
    assertThat(server.listings()).isEqualTo(1);
    assertThat(server.fetched()).isEmpty();
  }

  /** As many branches, each with a tag. */
  private void many(int count) throws Exception {
    var stream = new StringBuilder();
    for (var i = 0; i < count; i++) {
      var content = String.valueOf(i);
      stream
          .append("commit refs/heads/feature-" + i + "\nmark :" + (i + 1) + "\n")
          .append("committer Ada <ada@example.com> 1700000000 +0000\ndata 1\nx\n")
          .append("from refs/heads/main\nM 100644 inline a\ndata " + content.length() + "\n")
          .append(content + "\nreset refs/tags/t-" + i + "\nfrom :" + (i + 1) + "\n\n");
    }
    var process =
        new ProcessBuilder("git", "fast-import", "--quiet").directory(git.bare.toFile()).start();
    try (var in = process.getOutputStream()) {
      in.write(stream.toString().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void those_who_wait_for_different_branches_share_a_fetch() throws Exception {
    git.file("a", "0").commit("zero");
    var repository = at(0);
    var shas = new ArrayList<String>();
    for (var i = 0; i < 8; i++) {
      shas.add(branch("b" + i, "content " + i));
    }
    repository.lsRemote();
    server.fetches.drainPermits();
    var right = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < 8; i++) {
      var content = "content " + i;
      var sha = shas.get(i);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    if (text(repository.tree(sha), "a").equals(content)) {
                      right.incrementAndGet();
                    }
                  }));
    }
    for (var thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    server.fetches.release(1_000);
    for (var thread : threads) {
      thread.join();
    }
    assertThat(right).hasValue(8);
    assertThat(server.fetched().size()).isLessThanOrEqualTo(2);
  }

  @Test
  void a_branch_that_goes_between_listing_and_fetching_spoils_nothing_for_others() {
    git.file("a", "0").commit("zero");
    var gone = branch("gone", "gone");
    var repository = at(0);
    repository.lsRemote();
    git.git("push", "-q", "origin", ":gone");
    // The server has the commit still, and gives it by its id.
    assertThat(text(repository.tree(gone), "a")).isEqualTo("gone");
  }

  @Test
  void a_bounded_depth_leaves_out_history_until_it_is_needed() throws IOException {
    var first = git.file("a", "1").commit("one");
    var second = git.file("a", "2").commit("two");
    var third = git.file("a", "3").commit("three");
    var repository = at(1);
    assertThat(text(repository.tree(resolved(repository, "main")), "a")).isEqualTo("3");
    assertThat(repository.log(third, 10)).extracting(Commit::sha).containsExactly(third);
    assertThat(Git.run(mirror(), "rev-list", "--count", "main")).isEqualTo("1");
    assertThat(text(repository.tree(second), "a")).isEqualTo("2");
    assertThat(repository.changedPaths(second, third)).containsExactly("a");
    // Only with all of it can it be told.
    assertThat(repository.isAncestor(first, third)).isTrue();
    assertThat(repository.isAncestor(third, first)).isFalse();
    assertThat(repository.log(third, 10))
        .extracting(Commit::sha)
        .containsExactly(third, second, first);
    var fourth = git.file("a", "4").commit("four");
    assertThat(text(repository.tree(fourth), "a")).isEqualTo("4");
    // Those who want everything have a mirror of their own.
    assertThat(at(0).log(fourth, 10)).hasSize(4);
  }
}
