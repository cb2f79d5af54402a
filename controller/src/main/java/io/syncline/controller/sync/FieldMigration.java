package io.syncline.controller.sync;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.PatchType;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands the fields of client-side apply over to server-side apply, so that what Git drops later is
 * dropped from the object too (semantics 15.4).
 */
final class FieldMigration {
  private static final int TRIES = 3;

  private final Cluster cluster;
  private final String former;
  private final String manager;

  /** Moves fields from {@code former} to {@code manager}. */
  FieldMigration(Cluster cluster, String former, String manager) {
    this.cluster = cluster;
    this.former = former;
    this.manager = manager;
  }

  /**
   * Migrates {@code target}'s live object when it has fields of the old managers.
   *
   * @param seen the live object as last seen
   */
  void migrate(Manifest target, Manifest seen, WriteOptions options) {
    if (migrated(entries(seen)).isEmpty()) {
      return;
    }
    var kind = cluster.kindOf(target);
    for (var attempt = 1; ; attempt++) {
      var live = cluster.get(kind, target.namespace(), target.name());
      var entries = live.flatMap(l -> migrated(entries(l)));
      if (entries.isEmpty()) {
        return;
      }
      try {
        cluster.patch(
            kind,
            target.key(),
            "",
            PatchType.JSON,
            patch(entries.get(), live.get()),
            options.force(false).validation(""));
        return;
      } catch (ClusterException e) {
        if (!e.conflict() || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private static List<Object> patch(List<Object> entries, Manifest live) {
    return Tree.list(
        List.of(
            ObjectTree.of("op", "replace", "path", "/metadata/managedFields", "value", entries),
            ObjectTree.of(
                "op", "replace",
                "path", "/metadata/resourceVersion",
                "value", live.resourceVersion())));
  }

  private static List<ObjectTree> entries(Manifest live) {
    return Tree.items(live.at("metadata", "managedFields")).stream().map(Tree::object).toList();
  }

  private Optional<List<Object>> migrated(List<ObjectTree> entries) {
    var old = Set.of(former, manager);
    var moved = entries.stream().filter(e -> isOld(e, old)).toList();
    if (moved.isEmpty()) {
      return Optional.empty();
    }
    var ours =
        entries.stream()
            .filter(e -> Tree.text(e, "manager").equals(manager) && operation(e).equals("Apply"))
            .findFirst()
            .orElse(moved.getFirst().with("manager", manager).with("operation", "Apply"));
    Object fields = ours.get("fieldsV1");
    for (var entry : moved) {
      fields = union(fields, entry.get("fieldsV1"));
    }
    var result = new ArrayList<Object>();
    result.add(ours.with("fieldsV1", fields));
    entries.stream()
        .filter(e -> !isOld(e, old))
        .filter(e -> !(Tree.text(e, "manager").equals(manager) && operation(e).equals("Apply")))
        .forEach(result::add);
    return Optional.of(result);
  }

  private static boolean isOld(ObjectTree entry, Set<String> managers) {
    return managers.contains(Tree.text(entry, "manager"))
        && operation(entry).equals("Update")
        && Tree.text(entry, "subresource").isEmpty();
  }

  private static String operation(ObjectTree entry) {
    return Tree.text(entry, "operation");
  }

  private static @Nullable Object union(@Nullable Object a, @Nullable Object b) {
    if (!(a instanceof ObjectTree left)) {
      return b;
    }
    if (!(b instanceof ObjectTree right)) {
      return a;
    }
    var merged = left;
    for (var entry : right.entrySet()) {
      merged = merged.with(entry.getKey(), union(left.get(entry.getKey()), entry.getValue()));
    }
    return merged;
  }
}
