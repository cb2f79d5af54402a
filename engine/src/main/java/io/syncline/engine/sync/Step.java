package io.syncline.engine.sync;

import io.syncline.engine.plan.ApplyOptions;
import io.syncline.engine.plan.Propagation;
import io.syncline.engine.plan.SyncTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The next thing a sync operation does. After {@link Apply}, {@link Delete} and {@link Release} the
 * executor reports one {@link Outcome} per task with {@link SyncState#with}.
 */
public sealed interface Step {
  /**
   * Write objects: groups strictly one after another, the tasks of one group in parallel. A failure
   * stops nothing.
   *
   * @param groups tasks of one kind each
   * @param message what to show meanwhile
   */
  record Apply(List<List<Write>> groups, String message) implements Step {
    /** Copies the lists. */
    public Apply {
      groups = groups.stream().map(List::copyOf).toList();
    }

    /** All writes in order. */
    public List<Write> writes() {
      return groups.stream().flatMap(List::stream).toList();
    }
  }

  /**
   * One object to write.
   *
   * @param task the task; its target is the object
   * @param options how
   */
  record Write(SyncTask task, ApplyOptions options) {}

  /** Why objects are deleted. */
  enum Reason {
    /** Git no longer has them. */
    PRUNE,
    /** A hook of the same name is about to be made. */
    BEFORE_CREATION,
    /** A hook is done and its policy says so. */
    HOOK_DONE,
    /** The operation was terminated. */
    TERMINATED
  }

  /**
   * Delete objects in parallel, without waiting for them to vanish. The hook finalizer is taken off
   * hooks before. An object that does not exist is no failure.
   *
   * @param tasks whose live objects are deleted
   * @param reason why
   * @param propagation what happens to dependents
   * @param dryRun nothing is deleted for real
   * @param message what to show meanwhile
   */
  record Delete(
      List<SyncTask> tasks, Reason reason, Propagation propagation, boolean dryRun, String message)
      implements Step {
    /** Copies the list. */
    public Delete {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * Take the hook finalizer off hooks, in parallel. An object that does not exist is no failure.
   *
   * @param tasks hooks that ended
   */
  record Release(List<SyncTask> tasks) implements Step {
    /** Copies the list. */
    public Release {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * Nothing to do now: ask again when a live object changed, or at {@code until}.
   *
   * @param message what is waited for
   * @param until when waiting ends at the latest; empty when only changes matter
   */
  record Wait(String message, Optional<Instant> until) implements Step {}

  /**
   * The operation is over.
   *
   * @param phase Succeeded, Failed or Error
   * @param message why
   */
  record Finish(OperationPhase phase, String message) implements Step {}
}
