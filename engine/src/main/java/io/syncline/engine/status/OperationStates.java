package io.syncline.engine.status;

import io.syncline.engine.sync.OperationPhase;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.TaskResults;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** {@code status.operationState} (semantics 2.3, 16). */
public final class OperationStates {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("h:mma", Locale.ROOT);

  private OperationStates() {}

  /** The state of {@code operation} as it begins. */
  public static ObjectTree begin(ObjectTree operation, Instant now) {
    return ObjectTree.of(
        "operation",
        operation,
        "phase",
        OperationPhase.RUNNING.word(),
        "message",
        "",
        "startedAt",
        Timestamps.write(now));
  }

  /** {@code state} at {@code phase}, with what {@code message} says. */
  public static ObjectTree at(ObjectTree state, OperationPhase phase, String message) {
    return state.with("phase", phase.word()).with("message", message);
  }

  /** {@code state} over, at {@code now}. */
  public static ObjectTree finish(
      ObjectTree state, OperationPhase phase, String message, Instant now) {
    return at(state, phase, message).with("finishedAt", Timestamps.write(now));
  }

  /**
   * {@code state} with the sync's results; revisions and sources already there stay.
   *
   * @param sync the course of the sync so far
   */
  public static ObjectTree results(ObjectTree state, SyncState sync) {
    var result = Tree.object(state.get("syncResult"));
    return state.with("syncResult", result.with("resources", TaskResults.write(sync.results())));
  }

  /** {@code state} with what is being deployed: one source and revision, or several. */
  public static ObjectTree deploying(
      ObjectTree state, List<ObjectTree> sources, List<String> revisions, boolean several) {
    var result = Tree.object(state.get("syncResult"));
    if (several) {
      result = result.with("sources", sources).with("revisions", revisions);
    } else {
      result =
          result
              .with("source", sources.isEmpty() ? ObjectTree.EMPTY : sources.getFirst())
              .with("revision", revisions.isEmpty() ? "" : revisions.getFirst());
    }
    return state.with("syncResult", result);
  }

  /**
   * {@code state} waiting for a retry: running, yet with the time the last try ended (2.3).
   *
   * @param delay time until the retry
   * @param zone where the clock time in the message is read
   */
  public static ObjectTree waitForRetry(
      ObjectTree state, String message, Duration delay, Instant now, ZoneId zone) {
    var count = Tree.number(state, 0, "retryCount") + 1;
    var at = CLOCK.format(now.plus(delay).atZone(zone));
    return finish(
            state,
            OperationPhase.RUNNING,
            message + ". Retrying attempt #" + count + " at " + at + ".",
            now)
        .with("retryCount", count);
  }

  /** {@code state} as the retry it waited for begins: results are forgotten. */
  public static ObjectTree retry(ObjectTree state, boolean latest) {
    var count = Tree.number(state, 0, "retryCount");
    return at(
        state.without("finishedAt").without("syncResult"),
        OperationPhase.RUNNING,
        "Retrying operation" + (latest ? " with latest revisions" : "") + ". Attempt #" + count);
  }

  /** Whether {@code state} waits for a retry. */
  public static boolean waitsForRetry(ObjectTree state) {
    return Tree.text(state, "phase").equals(OperationPhase.RUNNING.word())
        && !Tree.text(state, "finishedAt").isEmpty();
  }
}
