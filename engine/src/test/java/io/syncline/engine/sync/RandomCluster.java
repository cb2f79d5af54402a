package io.syncline.engine.sync;

import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.diff.Comparison;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.plan.TaskKey;
import io.syncline.engine.target.Scope;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A made-up application and a cluster in which things take time and sometimes fail, in which others
 * delete what is ours, and own what looks like ours.
 */
final class RandomCluster {
  static final Instant START = Instant.parse("2024-01-10T10:30:15Z");
  private static final List<String> PRUNE = List.of("", "", "", "Prune=false", "Prune=confirm");

  private final Random random;
  private final boolean rough;
  private final Map<ObjectKey, Manifest> live = new TreeMap<>();
  private final Map<ObjectKey, Integer> remaining = new HashMap<>();
  private final List<Manifest> targets = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final boolean prune;

  /** How often each task was written for real. */
  final Map<TaskKey, Integer> written = new HashMap<>();

  /** What others own, and what only looks like ours. */
  final Set<ObjectKey> foreign = new HashSet<>();

  /** What somebody else deleted. */
  final Set<ObjectKey> vanished = new HashSet<>();

  Instant now = START;

  /** The world of {@code seed}; in a rough one objects vanish. */
  RandomCluster(long seed, boolean rough) {
    this.random = new Random(seed);
    this.rough = rough;
    var count = 1 + random.nextInt(6);
    for (var i = 0; i < count; i++) {
      targets.add(object("wanted-" + i, random.nextInt(3) == 0));
      if (random.nextInt(3) == 0) {
        put(targets.getLast());
      }
    }
    var gone = random.nextInt(4);
    for (var i = 0; i < gone; i++) {
      put(prunable(tracked(object("gone-" + i, false), "app")));
    }
    foreign(tracked(object("foreign", false), "other"));
    foreign(object("untracked", random.nextBoolean()));
    // Operators copy annotations onto what they make.
    foreign(tracked(object("original", false), "app").with("copy", "metadata", "name"));
    this.prune = random.nextInt(5) > 0;
    for (var option :
        List.of("PruneLast=true", "ApplyOutOfSyncOnly=true", "PrunePropagationPolicy=orphan")) {
      if (random.nextInt(4) == 0) {
        options.add(option);
      }
    }
  }

  private void foreign(Manifest object) {
    put(object);
    foreign.add(object.key());
  }

  private Manifest prunable(Manifest object) {
    var option = PRUNE.get(random.nextInt(PRUNE.size()));
    return option.isEmpty()
        ? object
        : object.with(option, "metadata", "annotations", "argocd.argoproj.io/sync-options");
  }

  private Manifest object(String name, boolean hook) {
    var annotations = new HashMap<String, String>();
    annotations.put("argocd.argoproj.io/sync-wave", String.valueOf(random.nextInt(4) - 1));
    if (hook) {
      var types = List.of("PreSync", "Sync", "PostSync", "SyncFail", "PreSync,PostSync");
      annotations.put(Hooks.HOOK, types.get(random.nextInt(types.size())));
      var policies = List.of("HookSucceeded", "HookFailed", "BeforeHookCreation");
      annotations.put(Hooks.DELETE_POLICY, policies.get(random.nextInt(policies.size())));
    }
    return Manifest.of(
        ObjectTree.of(
            "apiVersion",
            "batch/v1",
            "kind",
            "Job",
            "metadata",
            ObjectTree.of("name", name, "namespace", "shop", "annotations", annotations)));
  }

  private static Manifest tracked(Manifest object, String instance) {
    return Tracking.DEFAULT.mark(object, instance, "shop");
  }

  /** The plan as made from what the cluster has now. */
  SyncPlan plan() {
    var differences =
        Comparison.diff(
            new Target(targets, List.of(), List.of()),
            live(),
            DiffRules.of("app", Tracking.DEFAULT));
    return SyncPlan.plan(
        differences,
        new SyncOptions(
            ObjectTree.of("prune", prune),
            options,
            "0123456789",
            START,
            "shop",
            "run",
            SyncOptions.Surroundings.open(_ -> Scope.NAMESPACED)));
  }

  LiveState live() {
    return LiveState.of(live.values());
  }

  boolean happens(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** A while passes: jobs come closer to their end, objects being deleted vanish. */
  void pass() {
    now = now.plusSeconds(1);
    for (var entry : List.copyOf(new TreeMap<>(live).entrySet())) {
      var key = entry.getKey();
      var object = entry.getValue();
      if (object.deleting()) {
        if (object.finalizers().isEmpty() && random.nextInt(2) == 0) {
          live.remove(key);
        }
        continue;
      }
      if (rough && !foreign.contains(key) && random.nextInt(80) == 0) {
        live.remove(key);
        vanished.add(key);
        continue;
      }
      if (remaining.merge(key, -1, Integer::sum) == 0) {
        var type = random.nextInt(6) == 0 ? "Failed" : "Complete";
        var condition = ObjectTree.of("type", type, "status", "True", "message", type);
        live.put(key, object.with(List.of(condition), "status", "conditions"));
      }
    }
  }

  List<Outcome> execute(Step step) {
    return switch (step) {
      case Step.Apply apply -> apply.writes().stream().map(this::write).toList();
      case Step.Delete delete -> delete.tasks().stream().map(this::delete).toList();
      case Step.Release release -> release.tasks().stream().map(this::release).toList();
      case Step.Wait _, Step.Finish _ -> throw new IllegalStateException("nothing to execute");
    };
  }

  private Outcome write(Step.Write write) {
    if (write.options().dryRun()) {
      return random.nextInt(200) == 0
          ? Outcome.failed(write.task().key(), "no")
          : Outcome.done(write.task().key(), "");
    }
    if (random.nextInt(25) == 0) {
      return Outcome.failed(write.task().key(), "the object has been modified");
    }
    written.merge(write.task().key(), 1, Integer::sum);
    put(write.task().object());
    return Outcome.done(write.task().key(), "configured");
  }

  private void put(Manifest object) {
    live.put(object.key(), object);
    remaining.put(object.key(), 1 + random.nextInt(5));
  }

  private Outcome delete(SyncTask task) {
    if (rough && random.nextInt(40) == 0) {
      return Outcome.failed(task.key(), "not now");
    }
    live.computeIfPresent(
        task.objectKey(),
        (_, o) ->
            o.without("metadata", "finalizers")
                .with("2024-01-10T10:30:15Z", "metadata", "deletionTimestamp"));
    return Outcome.done(task.key(), "deleted");
  }

  private Outcome release(SyncTask task) {
    if (rough && random.nextInt(40) == 0) {
      return Outcome.failed(task.key(), "conflict");
    }
    live.computeIfPresent(task.objectKey(), (_, o) -> o.without("metadata", "finalizers"));
    return Outcome.done(task.key(), "");
  }

  /** Whether the live object of {@code task} is there and has not become healthy. */
  boolean unfinished(SyncTask task) {
    var object = live.get(task.objectKey());
    return object != null
        && !object.deleting()
        && Tree.items(object.at("status", "conditions")).stream()
            .noneMatch(c -> Tree.text(c, "type").equals("Complete"));
  }

  static boolean before(SyncTask a, SyncTask b) {
    return a.phase() != SyncPhase.SYNC_FAIL
        && (a.phase().compareTo(b.phase()) < 0 || (a.phase() == b.phase() && a.wave() < b.wave()));
  }
}
