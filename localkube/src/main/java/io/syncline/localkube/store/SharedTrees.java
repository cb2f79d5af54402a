package io.syncline.localkube.store;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps one copy of the field sets in {@code metadata.managedFields} that stand in many objects:
 * they are the larger half of most objects and equal for all objects of one origin.
 */
final class SharedTrees {
  private static final int MOST = 4_096;

  /** Least recently used goes first. */
  private final Map<ObjectTree, ObjectTree> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectTree, ObjectTree> eldest) {
          return size() > MOST;
        }
      };

  /** {@code object} with its field sets replaced by equal ones known already. */
  ObjectTree shared(ObjectTree object) {
    var entries = Tree.items(Tree.at(object, "metadata", "managedFields"));
    if (entries.isEmpty()) {
      return object;
    }
    var changed = false;
    var next = new ArrayList<Object>(entries.size());
    for (var entry : entries) {
      var tree = Tree.object(entry);
      if (tree.get("fieldsV1") instanceof ObjectTree fields) {
        var canonical = canonical(fields);
        changed |= canonical != fields;
        next.add(tree.with("fieldsV1", canonical));
      } else {
        next.add(entry);
      }
    }
    return changed ? Tree.with(object, Tree.list(next), "metadata", "managedFields") : object;
  }

  private synchronized ObjectTree canonical(ObjectTree fields) {
    var first = known.putIfAbsent(fields, fields);
    return first == null ? fields : first;
  }
}
