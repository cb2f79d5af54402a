package io.syncline.controller.sync;

import io.syncline.controller.compare.Comparer.Against;
import io.syncline.controller.compare.SentManifests;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/**
 * A typed reading of an operation (semantics 1.6).
 *
 * @param app the application asked
 * @param tree the operation as written
 */
record Request(Application app, ObjectTree tree) {
  ObjectTree sync() {
    return Tree.object(tree.get("sync"));
  }

  boolean automated() {
    return Tree.flag(tree, "initiatedBy", "automated");
  }

  boolean dryRun() {
    return Tree.flag(sync(), "dryRun");
  }

  boolean partial() {
    return !Tree.items(sync().get("resources")).isEmpty();
  }

  /** Options of this run: its own list when it has one, else the application's. */
  List<String> options() {
    return sync().get("syncOptions") instanceof List<?> own
        ? own.stream().map(String::valueOf).toList()
        : app.syncPolicy().options();
  }

  boolean several() {
    return !Tree.items(sync().get("sources")).isEmpty()
        || (sync().get("source") == null && app.multiSource());
  }

  List<ApplicationSource> sources() {
    var many = Tree.items(sync().get("sources"));
    if (!many.isEmpty()) {
      return many.stream().map(s -> new ApplicationSource(Tree.object(s))).toList();
    }
    return sync().get("source") instanceof ObjectTree one
        ? List.of(new ApplicationSource(one))
        : app.sources();
  }

  List<String> revisions() {
    var many = Tree.items(sync().get("revisions"));
    if (!many.isEmpty()) {
      return many.stream().map(String::valueOf).toList();
    }
    var one = Tree.text(sync(), "revision");
    return one.isEmpty() ? List.of() : List.of(one);
  }

  /** Manifests sent along instead of sources. */
  List<Manifest> manifests() {
    return SentManifests.of(sync());
  }

  /** What to compare with; commits in {@code result} are kept, so that all steps see the same. */
  Against against(ObjectTree result) {
    var stored = Tree.items(result.get("revisions")).stream().map(String::valueOf).toList();
    var single = Tree.text(result, "revision");
    var pinned = !stored.isEmpty() ? stored : single.isEmpty() ? revisions() : List.of(single);
    var sent = Optional.of(manifests()).filter(list -> !list.isEmpty());
    return new Against(sources(), pinned, sent, true, false);
  }

  /** Whether sent manifests can be read. */
  boolean readable() {
    try {
      manifests();
      return true;
    } catch (Json.SyntaxException e) {
      return false;
    }
  }
}
