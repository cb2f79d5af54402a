package io.syncline.engine.sync;

import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.diff.Comparison;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.target.Scope;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A made-up application and a cluster in which things take time and sometimes fail. */
final class RandomCluster {
  static final Instant START = Instant.parse("2024-01-10T10:30:15Z");

  private final Random random;
  private final Map<ObjectKey, Manifest> live = new TreeMap<>();
  private final Map<ObjectKey, Integer> remaining = new HashMap<>();
  private final List<Manifest> targets = new ArrayList<>();
  Instant now = START;

  RandomCluster(long seed) {
    random = new Random(seed);
    var count = 1 + random.nextInt(6);
    for (var i = 0; i < count; i++) {
      targets.add(object("wanted-" + i, random.nextInt(3) == 0));
      if (random.nextInt(3) == 0) {
        put(targets.getLast());
      }
    }
    var gone = random.nextInt(3);
    for (var i = 0; i < gone; i++) {
      put(tracked(object("gone-" + i, false)));
    }
  }

  private Manifest object(String name, boolean hook) {
    var annotations = new HashMap<String, String>();
    annotations.put("argocd.argoproj.io/sync-wave", String.valueOf(random.nextInt(4) - 1));
    if (hook) {
      var types = List.of("PreSync", "Sync", "PostSync", "SyncFail");
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

  private static Manifest tracked(Manifest object) {
    return Tracking.DEFAULT.mark(object, "app", "shop");
  }

  SyncPlan plan() {
    var differences =
        Comparison.diff(
            new Target(targets, List.of(), List.of()),
            live(),
            DiffRules.of("app", Tracking.DEFAULT));
    var options =
        new SyncOptions(
            ObjectTree.of("prune", true),
            List.of(),
            "0123456789",
            START,
            "shop",
            SyncOptions.Surroundings.open(_ -> Scope.NAMESPACED));
    return SyncPlan.plan(differences, options);
  }

  LiveState live() {
    return LiveState.of(live.values());
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
      return Outcome.failed(write.task().key(), "no");
    }
    put(write.task().object());
    return Outcome.done(write.task().key(), "configured");
  }

  private void put(Manifest object) {
    live.put(object.key(), object);
    remaining.put(object.key(), 1 + random.nextInt(5));
  }

  private Outcome delete(SyncTask task) {
    live.computeIfPresent(
        task.objectKey(),
        (_, o) ->
            o.without("metadata", "finalizers")
                .with("2024-01-10T10:30:15Z", "metadata", "deletionTimestamp"));
    return Outcome.done(task.key(), "deleted");
  }

  private Outcome release(SyncTask task) {
    live.computeIfPresent(task.objectKey(), (_, o) -> o.without("metadata", "finalizers"));
    return Outcome.done(task.key(), "");
  }

  static boolean before(SyncTask a, SyncTask b) {
    return a.phase() != SyncPhase.SYNC_FAIL
        && (a.phase().compareTo(b.phase()) < 0 || (a.phase() == b.phase() && a.wave() < b.wave()));
  }
}
