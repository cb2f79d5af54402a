package io.syncline.engine.sync;

import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.plan.TaskKey;
import java.util.List;
import java.util.Optional;

/**
 * How far one task got: an entry of {@code syncResult.resources}.
 *
 * @param key object and phase
 * @param version API version without group
 * @param status what was done; empty while nothing was, as for a hook that failed to be read
 * @param phase how far it got; empty for a task that was refused before it began
 * @param message what the cluster said
 * @param hookType word of the hook type, "" for a plain resource
 * @param images images of the object's containers
 */
public record TaskResult(
    TaskKey key,
    String version,
    Optional<ResultStatus> status,
    Optional<OperationPhase> phase,
    String message,
    String hookType,
    List<String> images) {
  /** Copies the list. */
  public TaskResult {
    images = List.copyOf(images);
  }

  /** What became of {@code task}. */
  static TaskResult of(
      SyncTask task,
      Optional<ResultStatus> status,
      Optional<OperationPhase> phase,
      String message) {
    var object = task.object();
    return new TaskResult(
        task.key(),
        object.version(),
        status,
        phase,
        message,
        task.hook()
            ? Hooks.types(object).stream().findFirst().map(_ -> task.phase().word()).orElse("")
            : "",
        Images.of(object));
  }

  /** Whether the task still goes on. */
  boolean running() {
    return phase.filter(p -> !p.completed()).isPresent();
  }

  /** Whether the task ended badly. */
  boolean failed() {
    return phase.filter(OperationPhase::failed).isPresent();
  }

  /** This result with another outcome. */
  TaskResult with(Optional<ResultStatus> nextStatus, OperationPhase nextPhase, String text) {
    return new TaskResult(key, version, nextStatus, Optional.of(nextPhase), text, hookType, images);
  }
}
