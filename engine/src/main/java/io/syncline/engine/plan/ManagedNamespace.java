package io.syncline.engine.plan;

import io.syncline.engine.annotations.Authorship;
import io.syncline.engine.annotations.SyncPhase;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/** The destination namespace, made when the application asks for it (semantics 15.5). */
public final class ManagedNamespace {
  private ManagedNamespace() {}

  /** Whether {@code task} creates the destination namespace of {@code options}. */
  public static boolean creates(SyncTask task, SyncOptions options) {
    return options.has("CreateNamespace=true")
        && task.phase() == SyncPhase.PRE_SYNC
        && !task.hook()
        && isNamespace(task.object(), options.namespace());
  }

  static Optional<SyncTask> task(List<SyncTask> tasks, SyncOptions options) {
    if (!options.has("CreateNamespace=true")
        || options.namespace().isEmpty()
        || tasks.stream()
            .anyMatch(t -> !t.prunes() && isNamespace(t.object(), options.namespace()))) {
      return Optional.empty();
    }
    var surroundings = options.surroundings();
    var wanted = wanted(options.namespace(), surroundings.namespaceMetadata());
    if (surroundings.namespace().filter(live -> covers(live, wanted)).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new SyncTask(
            SyncPhase.PRE_SYNC, 0, Optional.of(wanted), surroundings.namespace(), true, false));
  }

  private static boolean isNamespace(Manifest object, String name) {
    return object.kind().equals("Namespace")
        && object.group().isEmpty()
        && object.name().equals(name);
  }

  private static Manifest wanted(String name, ObjectTree metadata) {
    var namespace =
        Manifest.of(
            ObjectTree.of(
                "apiVersion", "v1", "kind", "Namespace", "metadata", ObjectTree.of("name", name)));
    for (var field : List.of("labels", "annotations")) {
      if (metadata.get(field) instanceof ObjectTree values && !values.isEmpty()) {
        namespace = namespace.with(values, "metadata", field);
      }
    }
    // Only a server-side apply takes back labels and annotations that were removed.
    return metadata.isEmpty()
        ? namespace
        : namespace.with(
            "ServerSideApply=true", "metadata", "annotations", "argocd.argoproj.io/sync-options");
  }

  private static boolean covers(Manifest live, Manifest wanted) {
    return has(live, wanted) && !keeps(live, wanted);
  }

  /** Whether {@code live} has a label or annotation we gave it and no longer want. */
  private static boolean keeps(Manifest live, Manifest wanted) {
    for (var entry : Tree.items(live.at("metadata", "managedFields"))) {
      if (!Tree.text(entry, "manager").equals(Authorship.MANAGER)
          || !Tree.text(entry, "operation").equals("Apply")) {
        continue;
      }
      for (var field : List.of("labels", "annotations")) {
        var given = Tree.object(Tree.at(entry, "fieldsV1", "f:metadata", "f:" + field)).keySet();
        var kept = Tree.object(wanted.at("metadata", field)).keySet();
        if (given.stream()
            .filter(name -> name.startsWith("f:"))
            .anyMatch(name -> !kept.contains(name.substring(2)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean has(Manifest live, Manifest wanted) {
    for (var field : List.of("labels", "annotations")) {
      var have = Tree.object(live.at("metadata", field));
      for (var entry : Tree.object(wanted.at("metadata", field)).entrySet()) {
        if (!entry.getValue().equals(have.get(entry.getKey()))) {
          return false;
        }
      }
    }
    return true;
  }
}
