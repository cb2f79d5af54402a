package io.syncline.controller.sync;

import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.sync.Outcome;
import io.syncline.engine.sync.Step;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.cache.LiveCache;
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
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final ObjectWriter writer;
  private final ObjectRemover remover;
  private final int parallelism;

  /**
   * Writes to {@code cluster} and tells {@code cache} what came out.
   *
   * @param parallelism how many writes at a time in one step
   */
  public SyncExecutor(Cluster cluster, LiveCache cache, int parallelism) {
    this.writer = new ObjectWriter(cluster, cache);
    this.remover = new ObjectRemover(cluster, cache);
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
      Function<Step.Write, Outcome> work =
          write -> attempt(write.task(), () -> writer.write(write, manner));
      outcomes.addAll(
          group.stream().allMatch(write -> asksNobody(write, manner))
              ? group.stream().map(work).toList()
              : parallel(group, work));
    }
    return outcomes;
  }

  /** A rehearsal that looks only at what is known here is over before others would have begun. */
  private static boolean asksNobody(Step.Write write, Manner manner) {
    return write.options().dryRun() && !manner.onServer();
  }

  List<Outcome> delete(Step.Delete step, Manner manner) {
    return parallel(step.tasks(), task -> attempt(task, () -> remover.delete(task, step, manner)));
  }

  List<Outcome> release(Step.Release step, Manner manner) {
    return parallel(
        step.tasks(),
        task ->
            attempt(
                task, () -> remover.release(task.object(), manner) ? "released" : "already gone"));
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
}
