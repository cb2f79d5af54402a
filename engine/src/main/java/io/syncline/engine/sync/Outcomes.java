package io.syncline.engine.sync;

import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.plan.TaskKey;
import io.syncline.engine.sync.Progress.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what became of a step into the state. */
final class Outcomes {
  static final String NOT_RELEASED = "failed to remove hook finalizer: ";

  private Outcomes() {}

  static SyncState apply(SyncState state, List<Outcome> outcomes) {
    Map<TaskKey, Outcome> byTask = new HashMap<>();
    outcomes.forEach(outcome -> byTask.put(outcome.task(), outcome));
    var asked =
        state
            .progress()
            .asked()
            .orElseThrow(() -> new IllegalStateException("outcomes came for no step: " + outcomes));
    var answered = state.progress(state.progress().asked(Optional.empty()));
    return switch (asked) {
      case Step.Apply step -> applied(answered, step, byTask);
      case Step.Delete step -> deleted(answered, step, byTask);
      case Step.Release step -> released(answered, step, byTask);
      case Step.Wait _, Step.Finish _ -> answered;
    };
  }

  private static Outcome outcome(SyncTask task, Map<TaskKey, Outcome> byTask) {
    var outcome = byTask.get(task.key());
    return outcome == null ? Outcome.failed(task.key(), "no outcome was reported") : outcome;
  }

  private static SyncState applied(SyncState state, Step.Apply step, Map<TaskKey, Outcome> byTask) {
    var stage = state.progress().stage();
    var rehearsal = stage == Stage.NAMESPACE_TRIED;
    var phase = state.dryRun() ? OperationPhase.SUCCEEDED : OperationPhase.RUNNING;
    var results = new ArrayList<TaskResult>();
    var made = new ArrayList<TaskKey>();
    var failed = false;
    for (var write : step.writes()) {
      var task = write.task();
      var outcome = outcome(task, byTask);
      failed |= !outcome.done();
      if (!outcome.done()) {
        results.add(failure(task, outcome.message()));
      } else if (!rehearsal) {
        made.add(task.key());
        results.add(
            TaskResult.of(
                task, Optional.of(ResultStatus.SYNCED), Optional.of(phase), outcome.message()));
      }
    }
    var next = state.progress(state.progress().made(made)).record(results);
    if (rehearsal) {
      return next.progress(next.progress().stage(failed ? Stage.CHECK_FAILED : Stage.CHECKED));
    }
    return stage == Stage.NEW ? next.progress(next.progress().stage(Stage.NAMESPACE_TRIED)) : next;
  }

  private static TaskResult failure(SyncTask task, String message) {
    return TaskResult.of(
        task, Optional.of(ResultStatus.SYNC_FAILED), Optional.of(OperationPhase.FAILED), message);
  }

  private static SyncState deleted(
      SyncState state, Step.Delete step, Map<TaskKey, Outcome> byTask) {
    var next = state;
    for (var task : step.tasks()) {
      var outcome = outcome(task, byTask);
      next = next.progress(next.progress().deleted(task.key()));
      next =
          switch (step.reason()) {
            case PRUNE ->
                outcome.done()
                    ? pruned(next, task)
                    : next.record(List.of(failure(task, outcome.message())));
            case BEFORE_CREATION, HOOK_DONE ->
                outcome.done()
                    ? next
                    : broken(next, task, "failed to delete resource: " + outcome.message());
            case TERMINATED -> terminated(next, task, outcome);
          };
    }
    return next;
  }

  private static SyncState pruned(SyncState state, SyncTask task) {
    return state.record(
        task, Optional.of(ResultStatus.PRUNED), Optional.of(OperationPhase.SUCCEEDED), "pruned");
  }

  private static SyncState terminated(SyncState state, SyncTask task, Outcome outcome) {
    return state.record(
        task,
        state.result(task).flatMap(TaskResult::status),
        Optional.of(OperationPhase.FAILED),
        outcome.done() ? "Terminated" : "Failed to delete: " + outcome.message());
  }

  private static SyncState broken(SyncState state, SyncTask task, String message) {
    return state.record(
        task,
        state.result(task).flatMap(TaskResult::status),
        Optional.of(OperationPhase.ERROR),
        message);
  }

  private static SyncState released(
      SyncState state, Step.Release step, Map<TaskKey, Outcome> byTask) {
    var next = state;
    for (var task : step.tasks()) {
      var outcome = outcome(task, byTask);
      next = next.progress(next.progress().released(task.key()));
      if (!outcome.done()) {
        next = broken(next, task, NOT_RELEASED + outcome.message());
      }
    }
    return next;
  }
}
