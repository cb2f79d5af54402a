package io.syncline.engine.schedule;

import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That an application is to be compared, and how thoroughly (semantics 4.2–4.4).
 *
 * @param level how far back to go
 * @param hard whether cached manifests are ignored
 * @param reason why, for logs
 */
public record Refresh(Level level, boolean hard, String reason) {
  /** How far back a comparison goes, least first. */
  public enum Level {
    /** Only tree and summary, from what is known. */
    NOTHING,
    /** Against the revision compared last. */
    RECENT,
    /** Against the latest revision, which may come from a cache. */
    LATEST,
    /** Against the latest revision, asked for anew. */
    LATEST_FORCED
  }

  /**
   * How often applications are compared without a cause.
   *
   * @param soft time between comparisons; zero or less for never
   * @param hard time between comparisons without caches; zero or less for never
   */
  public record Timers(Duration soft, Duration hard) {
    private static final int QUIET = 20;

    /** For applications of which changes are known to be told: twenty times the soft interval. */
    public Timers rarely() {
      return new Timers(soft.multipliedBy(QUIET), hard);
    }
  }

  /** Whether and how {@code app} is to be compared at {@code now}; {@code queued} was asked for. */
  public static Optional<Refresh> decide(
      Application app, Timers timers, Optional<Level> queued, Instant now) {
    var requested = app.refreshRequested();
    if (requested.isPresent()) {
      var hard = requested.get().equals("hard");
      return of(Level.LATEST_FORCED, hard, hard ? "hard refresh requested" : "refresh requested");
    }
    var compared = Tree.object(Tree.at(app.status(), "sync", "comparedTo"));
    if (!sameSources(app, compared)) {
      return of(Level.LATEST_FORCED, false, "spec.source differs");
    }
    var last = lastComparison(app);
    if (expired(last, timers.hard(), now)) {
      return of(Level.LATEST, true, "comparison expired, hard refresh due");
    }
    if (expired(last, timers.soft(), now)) {
      return of(Level.LATEST, false, "comparison expired");
    }
    return changed(app, compared)
        .or(() -> queued.map(level -> new Refresh(level, false, "controller refresh requested")));
  }

  private static Optional<Refresh> of(Level level, boolean hard, String reason) {
    return Optional.of(new Refresh(level, hard, reason));
  }

  private static Optional<Refresh> changed(Application app, ObjectTree compared) {
    if (!same(app.spec().get("destination"), compared.get("destination"))) {
      return of(Level.LATEST, false, "spec.destination differs");
    }
    var metadata = Tree.at(app.spec(), "syncPolicy", "managedNamespaceMetadata");
    var synced = Tree.at(app.status(), "operationState", "syncResult", "managedNamespaceMetadata");
    if (Tree.at(app.status(), "operationState", "syncResult") != null && !same(metadata, synced)) {
      return of(Level.LATEST, false, "spec.syncPolicy.managedNamespaceMetadata differs");
    }
    return same(app.spec().get("ignoreDifferences"), compared.get("ignoreDifferences"))
        ? Optional.empty()
        : of(Level.LATEST, false, "spec.ignoreDifferences differs");
  }

  private static boolean sameSources(Application app, ObjectTree compared) {
    return app.multiSource()
        ? Tree.items(app.spec().get("sources")).equals(Tree.items(compared.get("sources")))
        : Tree.object(app.spec().get("source")).equals(Tree.object(compared.get("source")));
  }

  private static boolean same(
      @org.jspecify.annotations.Nullable Object a, @org.jspecify.annotations.Nullable Object b) {
    return java.util.Objects.equals(a, b) || (empty(a) && empty(b));
  }

  private static boolean empty(@org.jspecify.annotations.Nullable Object value) {
    return Tree.object(value).isEmpty() && Tree.items(value).isEmpty();
  }

  private static boolean expired(Optional<Instant> last, Duration limit, Instant now) {
    if (limit.isZero() || limit.isNegative()) {
      return false;
    }
    // One that lies ahead was made before the clock was put back, nobody knows how long ago.
    return last.isEmpty() || last.get().isAfter(now) || last.get().plus(limit).isBefore(now);
  }

  private static Optional<Instant> lastComparison(Application app) {
    try {
      return Optional.of(Instant.parse(Tree.text(app.status(), "reconciledAt")));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
