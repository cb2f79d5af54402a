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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Answers watches: a stream of changes to the selected objects. */
final class Watches {
  private static final Duration BOOKMARK_EVERY = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long SHORTEST_DEFAULT = 1_800;

  /** A reader further behind than this is cut off rather than served from memory for ever. */
  private static final long MOST_BEHIND = 100_000;

  private final Cluster cluster;

  Watches(Cluster cluster) {
    this.cluster = cluster;
  }

  Reply watch(Selection selection, Request request) {
    ListOptions.check(request, true);
    var views = new Views(selection.resource(), request, cluster.clock());
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
        cursor = cluster.store().cursorAfter(from);
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
      for (var stored : state.objects().under(resource.prefix(selection.namespace()))) {
        var object = Versions.served(resource, stored.object());
        if (selection.test(object) && !send("ADDED", object, sink)) {
          return false;
        }
      }
      return !announceEnd
          || sink.write(Views.frame("BOOKMARK", views.bookmark(state.revision(), true)));
    }

    private boolean send(String type, ObjectTree object, Reply.Sink sink)
        throws InterruptedException {
      var shown = views.shown(object, head);
      head = false;
      return sink.write(Views.frame(type, shown));
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
        var wait = Math.min(LOOK.toNanos(), end - now);
        var written = cursor.next(Duration.ofNanos(wait));
        if (written.isPresent() && !tell(written.get(), sink)) {
          return;
        }
        if (cluster.state().revision() - cursor.revision() > MOST_BEHIND) {
          expired(sink, "too old resource version: the client reads too slowly");
          return;
        }
      }
      if (bookmarks) {
        bookmark(cursor, sink);
      }
    }

    private boolean bookmark(Cursor cursor, Reply.Sink sink) throws InterruptedException {
      return sink.write(Views.frame("BOOKMARK", views.bookmark(cursor.revision(), false)));
    }

    private boolean tell(Written written, Reply.Sink sink) throws InterruptedException {
      var key = written.key();
      var resource = selection.resource();
      var mine = resource.key(key.namespace(), key.name()).equals(key);
      if (!mine
          || (resource.namespaced()
              && !selection.namespace().isEmpty()
              && !selection.namespace().equals(key.namespace()))) {
        return true;
      }
      var before = fitting(written.before().orElse(null));
      var after = fitting(written.after().orElse(null));
      if (after.isPresent()) {
        return send(before.isPresent() ? "MODIFIED" : "ADDED", after.get(), sink);
      }
      return before.isEmpty()
          || send(
              "DELETED",
              Tree.with(
                  before.get(), Long.toString(written.revision()), "metadata", "resourceVersion"),
              sink);
    }

    private Optional<ObjectTree> fitting(@Nullable ObjectTree object) {
      return Optional.ofNullable(object)
          .map(kept -> Versions.served(selection.resource(), kept))
          .filter(selection);
    }
  }
}
