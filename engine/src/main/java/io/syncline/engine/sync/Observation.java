package io.syncline.engine.sync;

import io.syncline.engine.health.HealthRules;
import io.syncline.engine.plan.SyncTask;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads from live objects how far running tasks got (semantics 14.5 step 2, 14.6). */
final class Observation {
  private Observation() {}

  static SyncState of(SyncState state, LiveState live) {
    var seen = new ArrayList<TaskResult>();
    for (var task : state.plan().tasks()) {
      var result = state.result(task).filter(TaskResult::running);
      if (result.isPresent()) {
        live.get(task.objectKey())
            .flatMap(o -> task.hook() ? hook(state, task, o) : resource(state, task, o))
            .filter(now -> !now.equals(result.get()))
            .ifPresent(seen::add);
      }
    }
    return state.record(seen);
  }

  private static Optional<TaskResult> hook(SyncState state, SyncTask task, Manifest object) {
    var health = HealthRules.health(object, state.health());
    if (health.isEmpty()) {
      return moved(state, task, OperationPhase.SUCCEEDED, object.name() + " created");
    }
    var phase =
        switch (health.get().status()) {
          case HEALTHY -> OperationPhase.SUCCEEDED;
          case PROGRESSING, SUSPENDED, MISSING -> OperationPhase.RUNNING;
          case DEGRADED, UNKNOWN -> OperationPhase.FAILED;
        };
    return moved(state, task, phase, health.get().message());
  }

  private static Optional<TaskResult> resource(SyncState state, SyncTask task, Manifest object) {
    Optional<Health> health = HealthRules.health(object, state.health());
    if (health.isEmpty()) {
      return moved(state, task, OperationPhase.SUCCEEDED, "");
    }
    return switch (health.get().status()) {
      case HEALTHY -> moved(state, task, OperationPhase.SUCCEEDED, health.get().message());
      case DEGRADED -> moved(state, task, OperationPhase.FAILED, health.get().message());
      case PROGRESSING, SUSPENDED, MISSING, UNKNOWN -> Optional.empty();
    };
  }

  /** Health without words does not replace what the cluster said when it took the object. */
  private static Optional<TaskResult> moved(
      SyncState state, SyncTask task, OperationPhase phase, String message) {
    var before = state.result(task);
    var words = message.isEmpty() ? before.map(TaskResult::message).orElse("") : message;
    return Optional.of(
        TaskResult.of(task, before.flatMap(TaskResult::status), Optional.of(phase), words));
  }

  /** Marks tasks whose object vanished while it was waited for. */
  static SyncState markMissing(SyncState state, List<SyncTask> running, LiveState live) {
    var next = state;
    for (var task : running) {
      if (live.get(task.objectKey()).isEmpty()) {
        var key = task.objectKey();
        next =
            next.record(
                task,
                Optional.of(ResultStatus.SYNC_FAILED),
                Optional.of(OperationPhase.ERROR),
                "Resource "
                    + key.group()
                    + "/"
                    + key.kind()
                    + "/"
                    + key.name()
                    + " is missing, it might have been deleted");
      }
    }
    return next;
  }
}
