package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A render that is told to stop harms nobody who reads the same repository. */
final class InterruptTest {
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

  private GitRepository shop() {
    return repositories.repository(server.url("shop.git"), Credentials.anonymous());
  }

  private static String text(GitRepository repository, String sha, String path) {
    return new String(repository.tree(sha).read(path).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void interrupts_among_readers_spoil_no_read() throws Exception {
    for (var i = 0; i < 200; i++) {
      git.file("dir" + i % 7 + "/f" + i, "content " + i + "\n".repeat(i));
    }
    var sha = git.commit("one");
    shop().tree(sha);
    server.questions.clear();
    var stop = new AtomicBoolean();
    var wrong = new CopyOnWriteArrayList<String>();
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < 4; t++) {
      var interrupted = t % 2 == 0;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (var i = 0; !stop.get(); i = (i + 1) % 200) {
                      if (interrupted) {
                        // As a cancelled render does: it reads on until it notices.
                        Thread.currentThread().interrupt();
                      }
                      try {
                        var read = text(shop(), sha, "dir" + i % 7 + "/f" + i);
                        if (!read.equals("content " + i + "\n".repeat(i))) {
                          wrong.add(read);
                        }
                      } catch (RuntimeException e) {
                        wrong.add(e.toString());
                      }
                    }
                  }));
    }
    // Packs are closed and opened again all the time.
    for (var i = 0; i < 30; i++) {
      new org.eclipse.jgit.storage.file.WindowCacheConfig().install();
      for (var j = 0; j < 50; j++) {
        assertThat(text(shop(), sha, "dir0/f7")).startsWith("content 7");
      }
    }
    stop.set(true);
    for (var thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(server.fetched()).isEmpty();
  }

  @Test
  void a_fetch_goes_on_when_its_asker_is_interrupted_and_serves_the_next() throws Exception {
    git.file("a", "0").commit("zero");
    var repository = shop();
    repository.lsRemote();
    var sha = git.file("a", "1").commit("one");
    repository.lsRemote();
    server.fetches.drainPermits();
    var problem = new CopyOnWriteArrayList<GitException>();
    var asker =
        Thread.ofPlatform()
            .start(
                () ->
                    problem.add(
                        catchThrowableOfType(GitException.class, () -> repository.tree(sha))));
    while (server.fetched().isEmpty()) {
      Thread.onSpinWait();
    }
    asker.interrupt();
    asker.join();
    assertThat(problem.getFirst().code()).isEqualTo(GitException.Code.INTERRUPTED);
    server.fetches.release(1_000);
    assertThat(text(repository, sha, "a")).isEqualTo("1");
    // The fetch that was begun for the first brought it for the second.
    assertThat(server.fetched()).hasSize(1);
  }

  @Test
  void an_interrupted_listing_closes_the_repository_to_nobody() throws Exception {
    var sha = git.file("a", "1").commit("one");
    var repository = shop();
    var problem = new CopyOnWriteArrayList<GitException>();
    var asker =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  problem.add(
                      catchThrowableOfType(GitException.class, () -> repository.fullId(sha)));
                });
    asker.join();
    assertThat(problem.getFirst().code()).isEqualTo(GitException.Code.INTERRUPTED);
    assertThat(repository.fullId(sha)).isEqualTo(sha);
    assertThat(List.of(text(repository, sha, "a"))).containsExactly("1");
  }
}
