package io.syncline.kube.http;

import io.syncline.kube.ClusterException;
import io.syncline.kube.ClusterException.Code;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.Watch;
import io.syncline.kube.WatchListener;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * List, then watch from there, for as long as it is open. A broken stream resumes from the last
 * version seen; one that is too old lists again.
 */
final class WatchLoop implements Watch {
  private static final Logger log = LoggerFactory.getLogger(WatchLoop.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** A stream that ends sooner and told nothing is a failure, too. */
  private static final Duration TOO_SHORT = Duration.ofSeconds(1);

  /** How long the server keeps one stream open; then it is resumed. */
  private static final Duration STREAM = Duration.ofMinutes(5);

  /** Lists what is selected part by part and gives the version of the list. */
  interface Lister {
    String list(Selection selection, Consumer<List<Manifest>> part);
  }

  private final ResourceKind kind;
  private final WatchListener listener;
  private final Lister lister;
  private final BiFunction<String, Selection, InputStream> opener;
  private final Selection selection;
  private final CountDownLatch synced = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable InputStream stream;

  /** When the stream last told something, or was opened, as {@link System#nanoTime}. */
  private volatile long heard;

  private String version = "";
  private int failures;

  WatchLoop(
      ResourceKind kind,
      Selection selection,
      WatchListener listener,
      Lister lister,
      BiFunction<String, Selection, InputStream> opener) {
    this.kind = kind;
    this.selection = selection;
    this.listener = listener;
    this.lister = lister;
    this.opener = opener;
    this.thread = Thread.ofVirtual().name("watch-" + kind.plural()).unstarted(this::run);
  }

  WatchLoop start() {
    thread.start();
    return this;
  }

  private void run() {
    while (!closed) {
      try {
        if (version.isEmpty()) {
          var intake = listener.listing();
          var listed = lister.list(selection, part -> unlessClosed(intake, part));
          if (closed) {
            return;
          }
          intake.end(listed);
          version = listed;
          synced.countDown();
          failures = 0;
        }
        follow();
      } catch (ClusterException e) {
        if (e.code() == Code.EXPIRED) {
          version = "";
        }
        broken(e);
      } catch (IOException e) {
        broken(new ClusterException(Code.UNREACHABLE, "watch of " + kind.plural() + " broke", e));
      } catch (RuntimeException e) {
        // A listener's mistake must not end the watch: start over from a fresh list.
        version = "";
        broken(
            new ClusterException(
                Code.SERVER, "watch of " + kind.plural() + " failed: " + e.getMessage(), e));
      }
    }
  }

  private void unlessClosed(WatchListener.Intake intake, List<Manifest> part) {
    if (!closed) {
      intake.part(part);
    }
  }

  private void broken(ClusterException problem) {
    if (closed) {
      return;
    }
    log.atDebug().addKeyValue("kind", kind.plural()).setCause(problem).log("watch interrupted");
    listener.interrupted(problem);
    if (problem.code() == Code.EXPIRED && failures == 0) {
      failures++;
      return;
    }
    pause(problem.retryAfter().orElse(Duration.ZERO));
  }

  /** Longer with each failure, and not shorter than {@code least}. */
  private void pause(Duration least) {
    var pause = Math.min(LONGEST_PAUSE.toMillis(), 50L << Math.min(failures++, 10));
    try {
      var some = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
      Thread.sleep(Math.max(some, least.toMillis()));
    } catch (InterruptedException e) {
      // Only close() interrupts; the loop's condition sees it.
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Reads events until the stream ends. */
  private void follow() throws IOException {
    var begun = System.nanoTime();
    var told = false;
    try (var body = opener.apply(version + "&timeoutSeconds=" + STREAM.toSeconds(), selection);
        var in = new Lines(body)) {
      heard = System.nanoTime();
      stream = body;
      for (var line = in.next(); !closed && line.isPresent(); line = in.next()) {
        heard = System.nanoTime();
        if (line.get().length > 0) {
          version = handle(Json.parseObject(line.get()), version);
          told = true;
          failures = 0;
        }
      }
    } finally {
      stream = null;
    }
    if (!told && System.nanoTime() - begun < TOO_SHORT.toNanos()) {
      pause(Duration.ZERO);
    }
  }

  /**
   * Ends a stream that told nothing for longer than {@code limit}: a connection whose other end is
   * gone looks like one on which nothing happens. What it missed comes with the next stream.
   */
  void endIfQuiet(Duration limit) {
    var open = stream;
    if (open != null && System.nanoTime() - heard > limit.toNanos()) {
      log.atDebug().addKeyValue("kind", kind.plural()).log("quiet watch is opened anew");
      end(open);
    }
  }

  private static void end(InputStream open) {
    try {
      open.close();
    } catch (IOException e) {
      log.atDebug().setCause(e).log("watch stream did not close cleanly");
    }
  }

  private String handle(ObjectTree event, String version) {
    var object = Tree.object(event.get("object"));
    switch (Tree.text(event, "type")) {
      case "ADDED", "MODIFIED" -> listener.changed(new Manifest(object));
      case "DELETED" -> listener.deleted(new Manifest(object));
      case "ERROR" -> {
        var code = (int) Tree.number(object, 500, "code");
        throw new ClusterException(
            ClusterException.codeOf(code, Tree.text(object, "reason")),
            code,
            Tree.text(object, "message"),
            null,
            null);
      }
      default -> {
        // Bookmarks carry a version only.
      }
    }
    var seen = Tree.text(object, "metadata", "resourceVersion");
    return seen.isEmpty() ? version : seen;
  }

  @Override
  public boolean awaitSynced(Duration limit) {
    try {
      return synced.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    var open = stream;
    if (open != null) {
      end(open);
    }
    thread.interrupt();
  }
}
