package io.syncline.engine.status;

import io.syncline.model.status.Health;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;

/** {@code status.health} (semantics 2.1). */
public final class HealthField {
  private HealthField() {}

  /** {@code health} as stored; the time moves only when the status differs from {@code stored}. */
  public static ObjectTree write(ObjectTree stored, Health health, Instant now) {
    var word = health.status().word();
    var since = Tree.text(stored, "lastTransitionTime");
    var kept = Tree.text(stored, "status").equals(word) && !since.isEmpty();
    var tree =
        ObjectTree.of("status", word, "lastTransitionTime", kept ? since : Timestamps.write(now));
    return health.message().isEmpty() ? tree : tree.with("message", health.message());
  }
}
