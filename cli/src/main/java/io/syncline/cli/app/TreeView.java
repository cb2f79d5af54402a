package io.syncline.cli.app;

import io.syncline.cli.output.Table;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The resource tree as indented text. */
final class TreeView {
  private final Map<String, List<ObjectTree>> children = new HashMap<>();
  private final Map<String, ObjectTree> states = new LinkedHashMap<>();
  private final Set<String> printed = new HashSet<>();
  private final Table table = new Table("KIND/NAME", "STATUS", "HEALTH", "MESSAGE");

  private TreeView() {}

  static String text(ObjectTree app, List<ObjectTree> nodes) {
    var view = new TreeView();
    Tree.items(Tree.at(app, "status", "resources"))
        .forEach(r -> view.states.put(key(Tree.object(r)), Tree.object(r)));
    var roots = new ArrayList<ObjectTree>();
    for (var node : nodes) {
      var parents = Tree.items(node.get("parentRefs"));
      if (parents.isEmpty()) {
        roots.add(node);
      }
      parents.forEach(
          p -> view.children.computeIfAbsent(key(Tree.object(p)), _ -> new ArrayList<>()).add(node));
    }
    roots.sort(Comparator.comparing(TreeView::key));
    roots.forEach(r -> view.add(r, "", ""));
    return view.table.text();
  }

  private static String key(ObjectTree node) {
    return Tree.text(node, "group") + "/" + label(node) + "/" + Tree.text(node, "namespace");
  }

  private static String label(ObjectTree node) {
    return Tree.text(node, "kind") + "/" + Tree.text(node, "name");
  }

  private void add(ObjectTree node, String lead, String below) {
    var key = key(node);
    if (!printed.add(key)) {
      return;
    }
    var state = states.getOrDefault(key, ObjectTree.EMPTY);
    table.row(
        lead + label(node),
        Tree.text(state, "status"),
        Tree.text(node, "health", "status"),
        Tree.text(node, "health", "message").replace("\n", " "));
    var owned = children.getOrDefault(key, List.of());
    for (var i = 0; i < owned.size(); i++) {
      var last = i == owned.size() - 1;
      add(owned.get(i), below + (last ? "└─" : "├─"), below + (last ? "  " : "│ "));
    }
  }
}
