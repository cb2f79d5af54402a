package io.syncline.controller.sync;

import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.plan.ApplyOptions;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.sync.Outcome;
import io.syncline.engine.sync.Step;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.Deletion;
import io.syncline.kube.PatchType;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.apply.KubectlApply;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Carries out the steps of a sync: each write becomes an outcome, none stops the others. */
public final class SyncExecutor {
  /** Owner of the fields we write. */
  static final String MANAGER = "argocd-controller";

  private static final Duration ESTABLISHED_WITHIN = Duration.ofSeconds(3);
  private static final int CONFLICT_TRIES = 5;
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final Cluster cluster;
  private final LiveCache cache;
  private final KubectlApply apply;
  private final int parallelism;

  /**
   * Writes to {@code cluster} and tells {@code cache} what came out.
   *
   * @param parallelism how many writes at a time in one step
   */
  public SyncExecutor(Cluster cluster, LiveCache cache, int parallelism) {
    this.cluster = cluster;
    this.cache = cache;
    this.apply = new KubectlApply(cluster);
    this.parallelism = parallelism;
  }

  /**
   * How one operation writes.
   *
   * @param onServer whether a rehearsal asks the server: in an operation that is nothing but one
   * @param user to act as, "" for the controller itself
   * @param migrated manager whose fields server-side apply takes over
   */
  record Manner(boolean onServer, String user, String migrated) {}

  /** Writes the objects of {@code step}. */
  List<Outcome> apply(Step.Apply step, Manner manner) {
    var outcomes = new ArrayList<Outcome>();
    for (var group : step.groups()) {
      outcomes.addAll(parallel(group, write -> apply(write, manner)));
    }
    return outcomes;
  }

  List<Outcome> delete(Step.Delete step, Manner manner) {
    return parallel(step.tasks(), task -> delete(task, step, manner));
  }

  List<Outcome> release(Step.Release step, Manner manner) {
    return parallel(
        step.tasks(),
        task -> attempt(task, () -> release(task.object(), manner) ? "released" : "already gone"));
  }

  private <T> List<Outcome> parallel(List<T> items, Function<T, Outcome> work) {
    if (items.size() == 1) {
      return List.of(work.apply(items.getFirst()));
    }
    var room = new Semaphore(parallelism);
    var futures = new ArrayList<Future<Outcome>>();
    try (var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("apply-", 0).factory())) {
      for (var item : items) {
        room.acquireUninterruptibly();
        futures.add(
            threads.submit(
                () -> {
                  try {
                    return work.apply(item);
                  } finally {
                    room.release();
                  }
                }));
      }
    }
    return futures.stream().map(SyncExecutor::value).toList();
  }

  private static Outcome value(Future<Outcome> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a write ended without an outcome", e);
    }
  }

  /** Does something to the cluster and says what came of it. */
  private interface Deed {
    String run();
  }

  /**
   * A busy or restarting API server is asked again for a moment. What is named by the server might
   * be made twice: that is asked for once.
   */
  private static Outcome attempt(SyncTask task, Deed deed) {
    for (var attempt = 1; ; attempt++) {
      try {
        return Outcome.done(task.key(), deed.run());
      } catch (ClusterException e) {
        var pause = e.retryAfter().orElse(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
        if (!e.transientProblem()
            || attempt == TRIES
            || task.object().name().isEmpty()
            || !pause(pause)) {
          return Outcome.failed(task.key(), e.text());
        }
      }
    }
  }

  /** Waits; false when the process is to end. */
  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Outcome apply(Step.Write write, Manner manner) {
    return attempt(write.task(), () -> written(write, manner));
  }

  private String written(Step.Write write, Manner manner) {
    var target = write.task().target().orElseThrow();
    var how = write.options();
    if (how.dryRun() && !(manner.onServer() && namespaceExists(target))) {
      var kind = cluster.kindOf(target);
      return kind.named(target.name()) + " configured (dry run)";
    }
    var options =
        WriteOptions.by(MANAGER)
            .as(manner.user())
            .dryRun(how.dryRun())
            .validation(how.validate() ? "Strict" : "Ignore");
    var done =
        switch (how.method()) {
          case CLIENT_SIDE -> apply.clientSide(target, options, how.force());
          case SERVER_SIDE -> {
            if (how.migrate()) {
              new FieldMigration(cluster, manner.migrated(), MANAGER).migrate(target, options);
            }
            yield apply.serverSide(target, options.force(true));
          }
          case REPLACE -> apply.replace(target, options, how.force() && !inPlace(target));
        };
    if (how.dryRun()) {
      return done.message() + " (dry run)";
    }
    cache.observe(done.object());
    if (target.kind().equals("CustomResourceDefinition")) {
      awaitEstablished(done.object());
    }
    return how.method() == ApplyOptions.Method.REPLACE && inPlace(target)
        ? target.kind() + "/" + target.name() + " updated"
        : done.message();
  }

  /** Deleting one of these to make it anew would take everything in it along. */
  private static boolean inPlace(Manifest target) {
    return target.kind().equals("CustomResourceDefinition") || target.kind().equals("Namespace");
  }

  private boolean namespaceExists(Manifest target) {
    return target.namespace().isEmpty()
        || cluster.get(cluster.kind("v1", "Namespace"), "", target.namespace()).isPresent();
  }

  private void awaitEstablished(Manifest definition) {
    var kind = cluster.kindOf(definition);
    var end = System.nanoTime() + ESTABLISHED_WITHIN.toNanos();
    var current = definition;
    while (!LiveCache.established(current) && System.nanoTime() < end) {
      try {
        Thread.sleep(Duration.ofMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      current = cluster.get(kind, "", definition.name()).orElse(definition);
    }
    cluster.rediscover();
  }

  private Outcome delete(SyncTask task, Step.Delete step, Manner manner) {
    return attempt(
        task,
        () -> {
          var object = task.object();
          if (step.dryRun()) {
            return "pruned (dry run)";
          }
          if (task.hook()) {
            release(object, manner);
          }
          var propagation =
              switch (step.propagation()) {
                case FOREGROUND -> Deletion.Propagation.FOREGROUND;
                case BACKGROUND -> Deletion.Propagation.BACKGROUND;
                case ORPHAN -> Deletion.Propagation.ORPHAN;
              };
          cluster.delete(
              cluster.kindOf(object), object.key(), Deletion.of(propagation).as(manner.user()));
          return "pruned";
        });
  }

  /** Takes the hook finalizer off an object; false when it is gone. */
  private boolean release(Manifest object, Manner manner) {
    var kind = cluster.kindOf(object);
    for (var attempt = 1; ; attempt++) {
      var live = cluster.get(kind, object.namespace(), object.name());
      if (live.isEmpty()) {
        return false;
      }
      var left = live.get().finalizers().stream().filter(f -> !f.equals(Hooks.FINALIZER)).toList();
      if (left.size() == live.get().finalizers().size()) {
        return true;
      }
      try {
        var patch =
            ObjectTree.of(
                "metadata",
                ObjectTree.of(
                    "finalizers",
                    left.isEmpty() ? null : left,
                    "resourceVersion",
                    live.get().resourceVersion()));
        cache.observe(
            cluster.patch(
                kind,
                object.key(),
                "",
                PatchType.MERGE,
                patch,
                WriteOptions.by(MANAGER).as(manner.user())));
        return true;
      } catch (ClusterException e) {
        if (e.notFound()) {
          return false;
        }
        if (!e.conflict() || attempt == CONFLICT_TRIES) {
          throw e;
        }
      }
    }
  }
}
