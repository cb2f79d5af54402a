package io.syncline.cli.app;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Nodes of a resource tree below those that own them. */
final class OwnerTree {
  private final List<ObjectTree> roots = new ArrayList<>();
  private final Map<String, List<ObjectTree>> children = new HashMap<>();

  private OwnerTree() {}

  /** The tree of {@code nodes}; those nobody owns are its roots, in the order of their keys. */
  static OwnerTree of(List<ObjectTree> nodes) {
    var tree = new OwnerTree();
    for (var node : nodes) {
      var parents = Tree.items(node.get("parentRefs"));
      if (parents.isEmpty()) {
        tree.roots.add(node);
      }
      parents.forEach(
          p ->
              tree.children.computeIfAbsent(key(Tree.object(p)), _ -> new ArrayList<>()).add(node));
    }
    tree.roots.sort(Comparator.comparing(OwnerTree::key));
    return tree;
  }

  /** Group, kind, namespace and name. */
  static String key(ObjectTree node) {
    return String.join(
        "/",
        Tree.text(node, "group"),
        Tree.text(node, "kind"),
        Tree.text(node, "namespace"),
        Tree.text(node, "name"));
  }

  /** Tells {@code row} of each node once, from the roots down, with the branches left of it. */
  void walk(BiConsumer<String, ObjectTree> row) {
    var told = new HashSet<String>();
    roots.forEach(root -> walk(root, "", "", told, row));
  }

  private void walk(
      ObjectTree node,
      String lead,
      String below,
      Set<String> told,
      BiConsumer<String, ObjectTree> row) {
    if (!told.add(key(node))) {
      return;
    }
    row.accept(lead, node);
    var owned = children.getOrDefault(key(node), List.of());
    for (var i = 0; i < owned.size(); i++) {
      var last = i == owned.size() - 1;
      walk(owned.get(i), below + (last ? "└─" : "├─"), below + (last ? "  " : "│ "), told, row);
    }
  }
}
