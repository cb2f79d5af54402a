package io.syncline.controller.compare;

import io.syncline.engine.target.Target;
import io.syncline.model.application.Application;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Tree;

/**
 * The namespace that was made for an application and whose metadata it manages (semantics 13.3).
 */
final class OwnNamespace {
  private OwnNamespace() {}

  private static boolean managed(Application app) {
    return app.syncPolicy().has("CreateNamespace=true")
        && !app.syncPolicy().namespaceMetadata().isEmpty();
  }

  /** A namespace we made for the application is neither extra nor missing in Git. */
  static LiveState leftOut(Application app, Target target, LiveState live) {
    var key = new ObjectKey("", "Namespace", "", app.destination().namespace());
    if (!managed(app)
        || live.get(key).isEmpty()
        || target.manifests().stream().anyMatch(m -> m.key().equals(key))) {
      return live;
    }
    return LiveState.of(
        live.objects().values().stream().filter(o -> !o.key().equals(key)).toList());
  }

  /** Whether the metadata of its namespace was changed since it was synced. */
  static boolean changed(Application app) {
    var synced = Tree.at(app.status(), "operationState", "syncResult");
    return managed(app)
        && synced != null
        && Tree.text(app.status(), "operationState", "phase").equals("Succeeded")
        && !app.syncPolicy()
            .namespaceMetadata()
            .equals(Tree.object(Tree.at(synced, "managedNamespaceMetadata")));
  }
}
