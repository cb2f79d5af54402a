package io.syncline.engine.sync;

import io.syncline.engine.plan.TaskKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the machine remembers between steps besides results. It may be lost: a restart then does
 * again what is harmless to repeat.
 *
 * @param stage how far the preparations got
 * @param running the wave whose tasks are being run
 * @param pausedUntil end of the delay after a wave
 * @param deleted hooks whose deletion was asked for
 * @param released hooks whose finalizer was taken off
 * @param asked the step whose outcomes are awaited
 */
record Progress(
    Stage stage,
    Optional<Wave> running,
    Optional<Instant> pausedUntil,
    Set<TaskKey> deleted,
    Set<TaskKey> released,
    Optional<Step> asked) {
  /** How far the preparations got. */
  enum Stage {
    NEW,
    NAMESPACE_TRIED,
    CHECKED,
    CHECK_FAILED
  }

  Progress {
    deleted = java.util.Collections.unmodifiableSet(new HashSet<>(deleted));
    released = java.util.Collections.unmodifiableSet(new HashSet<>(released));
  }

  static Progress at(Stage stage) {
    return new Progress(
        stage, Optional.empty(), Optional.empty(), Set.of(), Set.of(), Optional.empty());
  }

  Progress stage(Stage next) {
    return new Progress(next, running, pausedUntil, deleted, released, asked);
  }

  Progress running(Optional<Wave> wave) {
    return new Progress(stage, wave, pausedUntil, deleted, released, asked);
  }

  Progress pausedUntil(Optional<Instant> until) {
    return new Progress(stage, running, until, deleted, released, asked);
  }

  Progress deleted(TaskKey task) {
    var more = new HashSet<>(deleted);
    more.add(task);
    return new Progress(stage, running, pausedUntil, more, released, asked);
  }

  Progress released(TaskKey task) {
    var more = new HashSet<>(released);
    more.add(task);
    return new Progress(stage, running, pausedUntil, deleted, more, asked);
  }

  /** Hooks were made anew: nothing done to the old ones counts for them. */
  Progress made(Collection<TaskKey> tasks) {
    if (deleted.isEmpty() && released.isEmpty()) {
      return this;
    }
    var stillDeleted = new HashSet<>(deleted);
    var stillReleased = new HashSet<>(released);
    tasks.forEach(stillDeleted::remove);
    tasks.forEach(stillReleased::remove);
    return new Progress(stage, running, pausedUntil, stillDeleted, stillReleased, asked);
  }

  Progress asked(Optional<Step> step) {
    return new Progress(stage, running, pausedUntil, deleted, released, step);
  }
}
