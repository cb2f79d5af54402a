package io.syncline.engine.sync;

import io.syncline.engine.plan.TaskKey;

/**
 * What became of one task of a step: reported by who executed the step.
 *
 * @param task which task
 * @param done whether the cluster accepted; an object that was already gone counts as deleted
 * @param message what the cluster said, as people know it from kubectl
 */
public record Outcome(TaskKey task, boolean done, String message) {
  /** The cluster accepted. */
  public static Outcome done(TaskKey task, String message) {
    return new Outcome(task, true, message);
  }

  /** The cluster refused. */
  public static Outcome failed(TaskKey task, String message) {
    return new Outcome(task, false, message);
  }
}
