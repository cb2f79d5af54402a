package io.syncline.cli.app;

import io.syncline.cli.output.Table;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The resource tree as indented text. */
final class TreeView {
  private static final List<String> UNKNOWN = List.of("", "", "", "", "", "", "", "");

  private final Map<String, List<ObjectTree>> children = new HashMap<>();
  private final Map<String, List<String>> states = new HashMap<>();
  private final Set<String> printed = new HashSet<>();
  private final boolean detailed;
  private final Instant now;
  private final Table table;

  private TreeView(boolean detailed, Instant now) {
    this.detailed = detailed;
    this.now = now;
    this.table =
        detailed
            ? new Table("KIND/NAME", "STATUS", "HEALTH", "AGE", "MESSAGE", "REASON")
            : new Table("KIND/NAME", "STATUS", "HEALTH", "MESSAGE");
  }

  /**
   * The tree.
   *
   * @param detailed with age and reason of health
   * @param now what ages are counted from
   */
  static String text(ObjectTree app, List<ObjectTree> nodes, boolean detailed, Instant now) {
    var view = new TreeView(detailed, now);
    AppView.rows(app).forEach(r -> view.states.put(r.key(), r.cells()));
    var roots = new ArrayList<ObjectTree>();
    for (var node : nodes) {
      var parents = Tree.items(node.get("parentRefs"));
      if (parents.isEmpty()) {
        roots.add(node);
      }
      parents.forEach(
          p ->
              view.children.computeIfAbsent(key(Tree.object(p)), _ -> new ArrayList<>()).add(node));
    }
    roots.sort(Comparator.comparing(TreeView::key));
    roots.forEach(r -> view.add(r, "", ""));
    return view.table.text();
  }

  private static String key(ObjectTree node) {
    return String.join(
        "/",
        Tree.text(node, "group"),
        Tree.text(node, "kind"),
        Tree.text(node, "namespace"),
        Tree.text(node, "name"));
  }

  private static String label(ObjectTree node) {
    return Tree.text(node, "kind") + "/" + Tree.text(node, "name");
  }

  private String age(String createdAt) {
    if (createdAt.isEmpty()) {
      return "<unknown>";
    }
    var age = Duration.between(Instant.parse(createdAt), now);
    if (age.toDays() > 0) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
  }

  private void add(ObjectTree node, String lead, String below) {
    var key = key(node);
    if (!printed.add(key)) {
      return;
    }
    var state = states.getOrDefault(key, UNKNOWN);
    var status = state.get(4);
    var health =
        Tree.text(node, "health", "status").isEmpty()
            ? state.get(5)
            : Tree.text(node, "health", "status");
    var reason = Tree.text(node, "health", "message").replace("\n", " ");
    var message = state.get(7);
    if (detailed) {
      table.row(
          lead + label(node), status, health, age(Tree.text(node, "createdAt")), message, reason);
    } else {
      table.row(lead + label(node), status, health, reason.isEmpty() ? message : reason);
    }
    var owned = children.getOrDefault(key, List.of());
    for (var i = 0; i < owned.size(); i++) {
      var last = i == owned.size() - 1;
      add(owned.get(i), below + (last ? "└─" : "├─"), below + (last ? "  " : "│ "));
    }
  }
}
