package io.syncline.localkube.rest;

import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Cursor;
import io.syncline.localkube.store.HistoryGoneException;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Written;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.Versions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Answers watches: a stream of changes to the selected objects. */
final class Watches {
  private static final Duration BOOKMARK_EVERY = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long SHORTEST_DEFAULT = 1_800;

  /** So many bytes go out together at most. */
  private static final int ENOUGH = 64 << 10;

  private final Cluster cluster;

  Watches(Cluster cluster) {
    this.cluster = cluster;
  }

  Reply watch(Selection selection, Request request) {
    ListOptions.check(request, true);
    var views = new Views(selection.resource(), request, cluster);
    var wanted = request.version("resourceVersion").orElse(0L);
    var state = cluster.state();
    var initial = request.flag("sendInitialEvents");
    var synthetic = initial || (wanted == 0 && request.parameter("sendInitialEvents").isEmpty());
    var from = synthetic || wanted == 0 ? state.revision() : wanted;
    var seconds =
        request
            .number("timeoutSeconds")
            .filter(given -> given > 0)
            .orElseGet(() -> SHORTEST_DEFAULT + ThreadLocalRandom.current().nextLong(1_800));
    var run =
        new Run(
            selection,
            views,
            request.flag("allowWatchBookmarks"),
            Duration.ofSeconds(seconds),
            synthetic ? Optional.of(state) : Optional.empty(),
            initial);
    return new Reply.Stream(
        200, Map.of("Content-Type", List.of("application/json")), sink -> run.feed(from, sink));
  }

  /** One watch under way. */
  private final class Run {
    private final Selection selection;
    private final Views views;
    private final boolean bookmarks;
    private final Duration length;
    private final Optional<State> initial;
    private final boolean announceEnd;
    private boolean head = true;

    Run(
        Selection selection,
        Views views,
        boolean bookmarks,
        Duration length,
        Optional<State> initial,
        boolean announceEnd) {
      this.selection = selection;
      this.views = views;
      this.bookmarks = bookmarks;
      this.length = length;
      this.initial = initial;
      this.announceEnd = announceEnd;
    }

    void feed(long from, Reply.Sink sink) throws InterruptedException {
      Cursor cursor;
      try {
        if (from > cluster.state().revision()) {
          // From another life of the data: the client must list again.
          expired(sink, "resource version " + from + " is not known here");
          return;
        }
        var key = selection.resource().key("", "");
        cursor = cluster.store().cursorAfter(from, key.group() + "/" + key.plural());
      } catch (HistoryGoneException e) {
        expired(sink, String.valueOf(e.getMessage()));
        return;
      }
      if (initial.isPresent() && !sendInitial(initial.get(), sink)) {
        return;
      }
      follow(cursor, sink);
    }

    private void expired(Reply.Sink sink, String message) throws InterruptedException {
      sink.write(Views.frame("ERROR", Refusal.expired(message).status()));
    }

    private boolean sendInitial(State state, Reply.Sink sink) throws InterruptedException {
      var resource = selection.resource();
      var frames = new ArrayList<byte[]>();
      var size = 0;
      for (var stored : state.objects().under(resource.prefix(selection.namespace()))) {
        var object = Versions.served(resource, stored.object());
        if (selection.test(object)) {
          var frame = rendered("ADDED", object);
          frames.add(frame);
          size += frame.length;
        }
        if (size >= ENOUGH) {
          if (!sink.writeAll(frames)) {
            return false;
          }
          frames.clear();
          size = 0;
        }
      }
      if (!frames.isEmpty() && !sink.writeAll(frames)) {
        return false;
      }
      return !announceEnd
          || sink.write(Views.frame("BOOKMARK", views.bookmark(state.revision(), true)));
    }

    private void follow(Cursor cursor, Reply.Sink sink) throws InterruptedException {
      var end = System.nanoTime() + length.toNanos();
      var mark = System.nanoTime() + BOOKMARK_EVERY.toNanos();
      while (sink.open() && !cluster.store().closed()) {
        var now = System.nanoTime();
        if (now >= end) {
          break;
        }
        if (bookmarks && now >= mark) {
          mark = now + BOOKMARK_EVERY.toNanos();
          if (!bookmark(cursor, sink)) {
            return;
          }
        }
        var frames = new ArrayList<byte[]>();
        var forgotten = gather(cursor, Math.min(LOOK.toNanos(), end - now), frames);
        if (!frames.isEmpty() && !sink.writeAll(frames)) {
          return;
        }
        if (forgotten.isPresent()) {
          expired(sink, String.valueOf(forgotten.get().getMessage()));
          return;
        }
      }
      if (bookmarks) {
        bookmark(cursor, sink);
      }
    }

    /** Collects what is there, waiting for the first; the end of the line is told apart. */
    private Optional<HistoryGoneException> gather(Cursor cursor, long wait, List<byte[]> frames)
        throws InterruptedException {
      try {
        var size = 0;
        var written = cursor.next(Duration.ofNanos(wait));
        while (written.isPresent()) {
          var frame = frame(written.get());
          if (frame.isPresent()) {
            frames.add(frame.get());
            size += frame.get().length;
          }
          if (size >= ENOUGH) {
            break;
          }
          written = cursor.next(Duration.ZERO);
        }
        return Optional.empty();
      } catch (HistoryGoneException e) {
        return Optional.of(e);
      }
    }

    private boolean bookmark(Cursor cursor, Reply.Sink sink) throws InterruptedException {
      return sink.write(Views.frame("BOOKMARK", views.bookmark(cursor.revision(), false)));
    }

    private Optional<byte[]> frame(Written written) {
      var resource = selection.resource();
      if (resource.namespaced()
          && !selection.namespace().isEmpty()
          && !selection.namespace().equals(written.key().namespace())) {
        return Optional.empty();
      }
      if (selection.all()) {
        var type =
            written.after().isEmpty()
                ? "DELETED"
                : written.before().isEmpty() ? "ADDED" : "MODIFIED";
        return Optional.of(frame(type, written));
      }
      var before = fits(written.before());
      var after = fits(written.after());
      if (after) {
        return Optional.of(frame(before ? "MODIFIED" : "ADDED", written));
      }
      if (!before) {
        return Optional.empty();
      }
      return Optional.of(written.after().isEmpty() ? frame("DELETED", written) : departed(written));
    }

    private boolean fits(Optional<ObjectTree> object) {
      return object
          .filter(o -> selection.test(Versions.served(selection.resource(), o)))
          .isPresent();
    }

    private byte[] frame(String type, Written written) {
      var shared = views.sharedForm();
      if (shared.isEmpty()) {
        return rendered(type, Versions.served(selection.resource(), written.shown()));
      }
      return written.form(type + " " + shared.get(), () -> made(type, written));
    }

    private byte[] made(String type, Written written) {
      var kept = written.shown();
      var served = Versions.served(selection.resource(), kept);
      return served == kept && views.plain()
          ? Views.frame(type, written.json())
          : Views.frame(type, views.shown(served, false));
    }

    /** The object went on, but the selection no longer sees it: it is shown as it was last. */
    private byte[] departed(Written written) {
      var last =
          Tree.with(
              written.before().orElse(ObjectTree.EMPTY),
              Long.toString(written.revision()),
              "metadata",
              "resourceVersion");
      return rendered("DELETED", Versions.served(selection.resource(), last));
    }

    private byte[] rendered(String type, ObjectTree object) {
      var shown = views.shown(object, head);
      head = false;
      return Views.frame(type, shown);
    }
  }
}
