package io.syncline.engine.status;

import io.syncline.model.application.Application;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.ObjectTree;
import java.util.List;

/** {@code status.sync} (semantics 2). */
public final class SyncField {
  private SyncField() {}

  /** What {@code app} was compared to and how it came out; one revision per source. */
  public static ObjectTree write(Application app, SyncStatus status, List<String> revisions) {
    var tree = ObjectTree.of("status", status.word(), "comparedTo", comparedTo(app));
    if (app.multiSource()) {
      return tree.with("revisions", revisions);
    }
    return revisions.isEmpty() ? tree : tree.with("revision", revisions.getFirst());
  }

  private static ObjectTree comparedTo(Application app) {
    var tree = ObjectTree.EMPTY;
    var fields =
        app.multiSource()
            ? List.of("sources", "destination", "ignoreDifferences")
            : List.of("source", "destination", "ignoreDifferences");
    for (var field : fields) {
      var value = app.spec().get(field);
      tree = value == null ? tree : tree.with(field, value);
    }
    return tree;
  }
}
