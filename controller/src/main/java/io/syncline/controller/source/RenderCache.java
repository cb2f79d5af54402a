package io.syncline.controller.source;

import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import io.syncline.render.kustomize.BuildMemo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Renders each thing once: a result serves every commit in which the recorded inputs stand
 * unchanged. Who asks for what is being rendered waits for it.
 */
final class RenderCache implements AutoCloseable {
  private static final int KEPT_REQUESTS = 10_000;
  private static final int KEPT_RESULTS = 3;

  /** What renders may leave to later ones, altogether. */
  private static final long MEMO_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

  /** How long a problem that may pass is believed. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  /** Deep templates and nested bases recurse. */
  private static final long STACK_BYTES = 16L << 20;

  /**
   * What decides the result besides the files.
   *
   * @param repository normalised URL
   * @param path directory
   * @param source the source as written
   * @param appName instance name
   * @param namespace destination namespace
   * @param project project name
   * @param revision commit when the result shows it, else ""
   * @param refs repository behind each name that other sources go by
   * @param plugins what the plugins are, when they might have a part in it
   * @param kubeVersion version of the cluster
   * @param apiVersions what it serves
   * @param options of the installation
   */
  record Key(
      String repository,
      String path,
      ObjectTree source,
      String appName,
      String namespace,
      String project,
      String revision,
      Map<String, String> refs,
      String plugins,
      String kubeVersion,
      List<String> apiVersions,
      BuildOptions options) {}

  /** The results for one key, newest first. */
  private static final class Shelf {
    private final ReentrantLock rendering = new ReentrantLock();
    private final Deque<Kept> results = new ArrayDeque<>();
  }

  /** A result with the commit it is of and when it was made, by the clock of the process. */
  private record Kept(RenderResult result, String revision, long at) {
    boolean stands(SourceTree tree, RenderRequest request) {
      return switch (result) {
        case RenderResult.Failed failed when failed.passing() ->
            System.nanoTime() - at < RETRY.toNanos() && unchanged(tree, request);
        // Plugins are told the commit, and nobody knows what they do with it.
        case RenderResult.Rendered rendered when rendered.type() == SourceType.PLUGIN ->
            revision.equals(request.revision()) && unchanged(tree, request);
        default -> unchanged(tree, request);
      };
    }

    private boolean unchanged(SourceTree tree, RenderRequest request) {
      return result.inputs().standFor(tree, request);
    }
  }

  private final Rendering rendering;
  private final AtomicLong renders = new AtomicLong();
  private final BuildMemos<Key> memos = new BuildMemos<>(MEMO_BYTES);

  /** Renderers compute: on threads of their own they cannot starve those that wait for I/O. */
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().name("render-", 0).daemon().stackSize(STACK_BYTES).factory());

  /** Those that may wait for plugins, which are bounded themselves, have others. */
  private final ExecutorService patient =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().name("render-plugin-", 0).daemon().stackSize(STACK_BYTES).factory());

  private final Map<Key, Shelf> shelves =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Shelf> eldest) {
          return size() > KEPT_REQUESTS;
        }
      };

  RenderCache(Rendering rendering) {
    this.rendering = rendering;
  }

  long renders() {
    return renders.get();
  }

  /** The result for {@code request} over {@code tree}; rendered anew when {@code hard}. */
  RenderResult get(Key key, SourceTree tree, RenderRequest request, boolean hard) {
    var shelf = shelf(key);
    shelf.rendering.lock();
    try {
      if (!hard) {
        for (var kept : shelf.results) {
          if (kept.stands(tree, request)) {
            // First is what was asked for last: the others make room.
            shelf.results.remove(kept);
            shelf.results.addFirst(kept);
            return kept.result();
          }
        }
      }
      if (hard) {
        memos.forget(key);
      }
      var result = render(key, tree, request);
      shelf.results.addFirst(new Kept(result, request.revision(), System.nanoTime()));
      while (shelf.results.size() > KEPT_RESULTS) {
        shelf.results.removeLast();
      }
      return result;
    } finally {
      shelf.rendering.unlock();
    }
  }

  private Shelf shelf(Key key) {
    synchronized (shelves) {
      return shelves.computeIfAbsent(key, _ -> new Shelf());
    }
  }

  /** The result for what is not asked for again, not kept. */
  RenderResult once(Work work) {
    renders.incrementAndGet();
    return compute(
        work.request(),
        () -> rendering.render(work.tree(), work.request(), work.key().options(), new BuildMemo()));
  }

  private RenderResult render(Key key, SourceTree tree, RenderRequest request) {
    renders.incrementAndGet();
    var memo = memos.of(key);
    try {
      var result = compute(request, () -> rendering.render(tree, request, key.options(), memo));
      memos.keep(key, memo);
      return result;
    } catch (SourceException e) {
      // It may go on for a while, and what it does then is nobody's.
      memos.forget(key);
      throw e;
    }
  }

  /**
   * What {@code task} gives, computed where and as long as renders are.
   *
   * @throws SourceException when it takes too long or fails
   */
  <T> T compute(RenderRequest request, Callable<T> task) {
    var chosen = request.plugins().mayRun(request.source()) ? patient : threads;
    var future = chosen.submit(task);
    var limit = request.limits().time();
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new SourceException(
          "rendering of "
              + request.path()
              + " took too long (expected: at most "
              + limit.toSeconds()
              + " s)",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RenderException problem) {
        throw new SourceException(problem.problem().text(), problem);
      }
      throw new SourceException("rendering failed: " + deepest(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("rendering was interrupted", e);
    }
  }

  private static String deepest(ExecutionException e) {
    var cause = e.getCause();
    return cause == null ? "unknown cause" : cause.toString();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    patient.shutdownNow();
  }
}
