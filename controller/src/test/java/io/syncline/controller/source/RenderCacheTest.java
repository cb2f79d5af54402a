package io.syncline.controller.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.git.Credentials;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A render that takes too long is told to stop while it reads Git objects. */
final class RenderCacheTest {
  private static final RenderLimits SHORT =
      new RenderLimits(1_000, 1 << 20, 1 << 20, 1_000, 10, Duration.ofMillis(300));

  @TempDir Path folder;

  private static RenderCache.Key key(String path) {
    return new RenderCache.Key(
        "repo",
        path,
        ObjectTree.EMPTY,
        "app",
        "",
        "default",
        "",
        Map.of(),
        "",
        "v1.32.0",
        List.of(),
        BuildOptions.DEFAULT);
  }

  private static RenderRequest request(String path, RenderLimits limits) {
    var whole = RenderRequest.of(path, new ApplicationSource(ObjectTree.EMPTY), "app", "");
    return new RenderRequest(
        path,
        whole.source(),
        new RenderRequest.Instance("app", "", "default", ""),
        new RenderRequest.Platform("v1.32.0", List.of()),
        new RenderRequest.Surroundings(Map.of(), whole.remotes()),
        limits);
  }

  private static RenderResult result(SourceTree tree) {
    var recorded = new RecordingTree(tree, RenderLimits.DEFAULT);
    var text = new String(recorded.read("a/x.yaml").orElseThrow(), StandardCharsets.UTF_8);
    return new RenderResult.Rendered(
        SourceType.DIRECTORY, List.of(), List.of(text), recorded.inputs());
  }

  @Test
  void a_cancelled_render_leaves_the_next_one_intact() throws Exception {
    var sha = commit();
    var ended = new CountDownLatch(1);
    var seen = new AtomicReference<>("");
    try (var repositories =
            new GitRepositories(folder.resolve("cache"), GitSettings.defaults().allowLocal(true));
        var cache =
            new RenderCache(
                (tree, request, options, memo) -> {
                  if (!request.path().equals("slow")) {
                    return result(tree);
                  }
                  // It reads on and on, also when it was told to stop already.
                  while (!Thread.currentThread().isInterrupted()) {
                    result(tree);
                  }
                  try {
                    for (var i = 0; i < 100; i++) {
                      result(tree);
                    }
                    seen.set("whole");
                    return result(tree);
                  } finally {
                    ended.countDown();
                  }
                })) {
      var repository =
          repositories.repository(folder.resolve("repo").toString(), Credentials.anonymous());
      var tree = repository.tree(sha);
      var slow =
          catchThrowableOfType(
              SourceException.class,
              () -> cache.get(key("slow"), tree, request("slow", SHORT), false));
      assertThat(slow).hasMessageContaining("took too long");
      ended.await();
      assertThat(seen.get()).isEqualTo("whole");
      for (var again : List.of("one", "two", "three")) {
        var next = cache.get(key(again), tree, request(again, RenderLimits.DEFAULT), false);
        assertThat(((RenderResult.Rendered) next).warnings()).containsExactly("x: 1\n");
      }
      assertThat(repository.log(sha, 3)).hasSize(1);
    }
  }

  private String commit() throws Exception {
    var work = folder.resolve("repo");
    java.nio.file.Files.createDirectories(work.resolve("a"));
    java.nio.file.Files.writeString(work.resolve("a/x.yaml"), "x: 1\n");
    try (var git = Git.init().setDirectory(work.toFile()).setInitialBranch("main").call()) {
      git.add().addFilepattern(".").call();
      var sha =
          git.commit()
              .setSign(false)
              .setAuthor("Ada", "a@x")
              .setCommitter("Ada", "a@x")
              .setMessage("one")
              .call();
      git.gc().call();
      return sha.name();
    }
  }
}
