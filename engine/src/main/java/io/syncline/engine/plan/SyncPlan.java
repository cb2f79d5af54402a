package io.syncline.engine.plan;

import io.syncline.engine.diff.Difference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tasks of one sync operation in the order they run.
 *
 * @param tasks sorted by phase, wave, kind and name
 * @param refused why tasks may not run; a plan with refusals fails before anything is changed
 * @param options the options it was made with
 */
public record SyncPlan(List<SyncTask> tasks, Map<TaskKey, String> refused, SyncOptions options) {
  /** Copies the collections. */
  public SyncPlan {
    tasks = List.copyOf(tasks);
    refused = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(refused));
  }

  /** The plan that removes {@code differences} (semantics 14.3). */
  public static SyncPlan plan(List<Difference> differences, SyncOptions options) {
    return new Planner(options).plan(differences);
  }
}
