package io.syncline.engine.schedule;

import io.syncline.engine.diff.Difference;
import io.syncline.model.application.Application;
import io.syncline.model.application.SyncPolicy;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Condition;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether an application syncs by itself after a comparison (semantics 16.4). Sync windows
 * are asked before.
 *
 * @param app the application as stored
 * @param status what the comparison found
 * @param differences the objects compared
 * @param revisions resolved revisions, one per source
 * @param sameManifests whether the path filter says the revisions change nothing
 * @param backoff pace of self-heal
 */
public record AutoSync(
    Application app,
    SyncStatus status,
    List<Difference> differences,
    List<String> revisions,
    boolean sameManifests,
    SelfHealBackoff backoff) {
  private static final int MOST_HEALED = 1_000;
  private static final long DEFAULT_RETRIES = 5;

  /** Copies the lists. */
  public AutoSync {
    differences = List.copyOf(differences);
    revisions = List.copyOf(revisions);
  }

  /** The decision at {@code now}. */
  public Decision decide(Instant now) {
    var automated = app.syncPolicy().automated();
    if (automated.isEmpty()) {
      return new Decision.Skip("automatic sync is off");
    }
    if (app.operation().isPresent()) {
      return new Decision.Skip("another operation is in progress");
    }
    if (app.manifest().deleting()) {
      return new Decision.Skip("the application is being deleted");
    }
    if (status != SyncStatus.OUT_OF_SYNC) {
      return new Decision.Skip("the application is " + status.word());
    }
    if (!automated.get().prune() && onlyPruningLeft()) {
      return new Decision.Skip("only pruning is left and automatic pruning is off");
    }
    var resources = List.<ObjectTree>of();
    var attempts = 0L;
    if (attempted()) {
      if (!lastPhase().equals("Succeeded")) {
        return failedBefore();
      }
      if (!automated.get().selfHeal()) {
        return new Decision.Skip("this revision was synced already and self-heal is off");
      }
      resources = drifted();
      if (resources.isEmpty()) {
        return new Decision.Skip("what is out of sync is being deleted already");
      }
      attempts = attempts(now);
      // A finish that lies ahead is one of a clock that was put back: nobody waits for that time.
      var ready =
          lastFinish()
              .filter(at -> !at.isAfter(now))
              .map(at -> at.plus(backoff.delay(attempts(now))));
      if (ready.filter(now::isBefore).isPresent()) {
        return new Decision.Later(ready.get());
      }
      attempts++;
    }
    if (automated.get().prune() && !automated.get().allowEmpty() && allNeedPruning()) {
      return error(
          "Skipping sync attempt to "
              + list(revisions)
              + ": auto-sync will wipe out all resources");
    }
    return new Decision.Sync(operation(automated.get(), resources, attempts));
  }

  private static Decision error(String message) {
    return new Decision.Error(new Condition(Condition.SYNC, message));
  }

  private static String list(List<String> revisions) {
    return "[" + String.join(" ", revisions) + "]";
  }

  private boolean onlyPruningLeft() {
    return differences.stream()
        .allMatch(
            d -> d.status().filter(SyncStatus.SYNCED::equals).isPresent() || d.requiresPruning());
  }

  private boolean allNeedPruning() {
    return differences.stream().allMatch(Difference::requiresPruning);
  }

  private ObjectTree state() {
    return Tree.object(app.status().get("operationState"));
  }

  private String lastPhase() {
    return Tree.text(state(), "phase");
  }

  private Optional<Instant> lastFinish() {
    try {
      return Optional.of(Instant.parse(Tree.text(state(), "finishedAt")));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private boolean attempted() {
    var state = state();
    if (state.isEmpty()) {
      return false;
    }
    if (!(state.get("syncResult") instanceof ObjectTree result)) {
      return List.of("Succeeded", "Failed", "Error").contains(lastPhase());
    }
    return (sameManifests || revisions(result).equals(revisions)) && sameSources(result);
  }

  private List<String> revisions(ObjectTree result) {
    return app.multiSource()
        ? Tree.items(result.get("revisions")).stream().map(String::valueOf).toList()
        : List.of(Tree.text(result, "revision"));
  }

  private boolean sameSources(ObjectTree result) {
    return app.multiSource()
        ? Tree.items(app.spec().get("sources")).equals(Tree.items(result.get("sources")))
        : Tree.object(app.spec().get("source")).equals(Tree.object(result.get("source")));
  }

  private Decision failedBefore() {
    var result = Tree.object(state().get("syncResult"));
    return error(
        "Failed last sync attempt to "
            + list(result.isEmpty() ? List.of() : revisions(result))
            + ": "
            + Tree.text(state(), "message"));
  }

  private long attempts(Instant now) {
    var quiet = lastFinish().map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
    return quiet.compareTo(backoff.cooldown()) > 0
        ? 0
        : Tree.number(state(), 0, "operation", "sync", "autoHealAttemptsCount");
  }

  /**
   * What another attempt could mend: an object whose finalizers hold it is pruned as far as it can
   * be. More than so many would not fit into the operation: what is left is the next one's.
   */
  private List<ObjectTree> drifted() {
    return differences.stream()
        .filter(d -> d.status().isPresent() && d.status().get() != SyncStatus.SYNCED)
        .filter(d -> !(d.requiresPruning() && d.live().filter(Manifest::deleting).isPresent()))
        .limit(MOST_HEALED)
        .map(
            d ->
                ObjectTree.of(
                    "group", d.key().group(), "kind", d.key().kind(), "name", d.key().name()))
        .toList();
  }

  private ObjectTree operation(
      SyncPolicy.Automated automated, List<ObjectTree> resources, long attempts) {
    var sync = ObjectTree.EMPTY;
    if (app.multiSource()) {
      sync = sync.with("revisions", revisions).with("sources", app.spec().get("sources"));
    } else {
      sync =
          sync.with("revision", revisions.isEmpty() ? "" : revisions.getFirst())
              .with("source", app.spec().get("source"));
    }
    if (automated.prune()) {
      sync = sync.with("prune", true);
    }
    if (!app.syncPolicy().options().isEmpty()) {
      sync = sync.with("syncOptions", new ArrayList<>(app.syncPolicy().options()));
    }
    if (!resources.isEmpty()) {
      sync = sync.with("resources", resources);
    }
    if (attempts > 0) {
      sync = sync.with("autoHealAttemptsCount", attempts);
    }
    return ObjectTree.of(
        "sync", sync,
        "initiatedBy", ObjectTree.of("automated", true),
        "retry", app.syncPolicy().retry().orElse(ObjectTree.of("limit", DEFAULT_RETRIES)));
  }
}
