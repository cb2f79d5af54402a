package io.syncline.engine.diff;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes from objects the fields that named managers own in the live one (semantics 13.6). */
final class OwnedFields {
  private OwnedFields() {}

  /** The field sets that {@code managers} own in {@code live}. */
  static List<ObjectTree> of(Manifest live, List<String> managers) {
    if (managers.isEmpty()) {
      return List.of();
    }
    return Tree.items(live.at("metadata", "managedFields")).stream()
        .filter(entry -> managers.contains(Tree.text(entry, "manager")))
        .map(entry -> Tree.object(Tree.at(entry, "fieldsV1")))
        .toList();
  }

  /** {@code object} without the fields in {@code sets}. */
  static Manifest remove(Manifest object, List<ObjectTree> sets) {
    var root = object.root();
    for (var set : sets) {
      root = Tree.object(remove(root, set));
    }
    return root == object.root() ? object : new Manifest(root);
  }

  private static @Nullable Object remove(@Nullable Object value, ObjectTree set) {
    return switch (value) {
      case ObjectTree tree -> removeFields(tree, set);
      case List<?> list -> removeItems(list, set);
      case null, default -> value;
    };
  }

  private static ObjectTree removeFields(ObjectTree tree, ObjectTree set) {
    var changed = tree;
    for (var entry : set.entrySet()) {
      if (!entry.getKey().startsWith("f:")) {
        continue;
      }
      var field = entry.getKey().substring(2);
      if (!changed.containsKey(field)) {
        continue;
      }
      var inner = Tree.object(entry.getValue());
      changed =
          inner.isEmpty()
              ? changed.without(field)
              : changed.with(field, remove(changed.get(field), inner));
    }
    return changed;
  }

  private static List<Object> removeItems(List<?> list, ObjectTree set) {
    var kept = new ArrayList<@Nullable Object>();
    for (var item : list) {
      var inner = inner(item, set);
      if (inner == null) {
        kept.add(item);
      } else if (!inner.isEmpty()) {
        kept.add(remove(item, inner));
      }
    }
    return Tree.list(kept);
  }

  /** The set below the entry that names {@code item}; null when no entry does. */
  private static @Nullable ObjectTree inner(@Nullable Object item, ObjectTree set) {
    for (var entry : set.entrySet()) {
      var name = entry.getKey();
      if (name.startsWith("v:") && Json.write(item).equals(name.substring(2))) {
        return ObjectTree.EMPTY;
      }
      if (name.startsWith("k:") && has(item, name.substring(2))) {
        return Tree.object(entry.getValue());
      }
    }
    return null;
  }

  private static boolean has(@Nullable Object item, String keys) {
    var wanted = Tree.object(Json.parse(keys));
    return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(Tree.at(item, e.getKey())));
  }
}
