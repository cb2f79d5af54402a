package io.syncline.engine.status;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code status.history} (semantics 21). */
public final class History {
  private History() {}

  /**
   * {@code stored} with an entry for a sync that succeeded in full, trimmed to the newest {@code
   * limit}; sources that are too much to keep are left out of old ones.
   *
   * @param operationState the operation's state, whose {@code syncResult} names what was deployed
   */
  public static List<ObjectTree> append(
      List<ObjectTree> stored, ObjectTree operationState, int limit, Instant now) {
    var id = stored.isEmpty() ? 0 : Tree.number(stored.getLast(), -1, "id") + 1;
    var history = new ArrayList<>(stored);
    history.add(entry(id, operationState, now));
    return limit <= 0
        ? List.of()
        : StatusBounds.history(
            history.subList(Math.max(0, history.size() - limit), history.size()));
  }

  private static ObjectTree entry(long id, ObjectTree operationState, Instant now) {
    var result = Tree.object(operationState.get("syncResult"));
    var entry =
        ObjectTree.of("id", id)
            .with("deployStartedAt", operationState.get("startedAt"))
            .with("deployedAt", Timestamps.write(now))
            .with("initiatedBy", Tree.object(Tree.at(operationState, "operation", "initiatedBy")));
    for (var field : List.of("revision", "revisions", "source", "sources")) {
      var value = result.get(field);
      entry = value == null ? entry : entry.with(field, value);
    }
    return entry;
  }
}
