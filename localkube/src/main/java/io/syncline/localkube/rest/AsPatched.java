package io.syncline.localkube.rest;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts the fields of an object in the order in which messages about patches show them. */
final class AsPatched {
  private static final List<String> METADATA =
      List.of(
          "name",
          "generateName",
          "namespace",
          "selfLink",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "labels",
          "annotations",
          "ownerReferences",
          "finalizers",
          "managedFields");

  private AsPatched() {}

  /**
   * What a patch has touched is sorted by name; untouched metadata is shown as its type declares
   * it.
   */
  static ObjectTree of(ObjectTree patched, ObjectTree live) {
    var ordered = sorted(patched, live);
    var metadata = Tree.object(patched.get("metadata"));
    return metadata.isEmpty() || !metadata.equals(live.get("metadata"))
        ? ordered
        : ordered.with("metadata", declared(metadata));
  }

  private static ObjectTree sorted(ObjectTree object, @Nullable Object live) {
    var old = Tree.object(live);
    var ordered = ObjectTree.EMPTY;
    for (var field : new TreeSet<>(object.keySet())) {
      var value = object.get(field);
      var touched = value instanceof ObjectTree && !value.equals(old.get(field));
      ordered = ordered.with(field, touched ? sorted(Tree.object(value), old.get(field)) : value);
    }
    return ordered;
  }

  private static ObjectTree declared(ObjectTree given) {
    var metadata = ObjectTree.EMPTY;
    for (var field : METADATA) {
      if (given.containsKey(field)) {
        metadata = metadata.with(field, given.get(field));
      }
    }
    for (var field : given.keySet()) {
      metadata = metadata.with(field, given.get(field));
    }
    return metadata;
  }
}
