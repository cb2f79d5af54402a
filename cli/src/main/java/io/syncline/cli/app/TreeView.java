package io.syncline.cli.app;

import io.syncline.cli.output.Table;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The resource tree as indented text. */
final class TreeView {
  private static final List<String> UNKNOWN = List.of("", "", "", "", "", "", "", "");

  private final Map<String, List<String>> states = new HashMap<>();
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
    OwnerTree.of(nodes).walk(view::add);
    return view.table.text();
  }

  private static String label(ObjectTree node) {
    return Tree.text(node, "kind") + "/" + Tree.text(node, "name");
  }

  private void add(String lead, ObjectTree node) {
    var state = states.getOrDefault(OwnerTree.key(node), UNKNOWN);
    var status = state.get(4);
    var health =
        Tree.text(node, "health", "status").isEmpty()
            ? state.get(5)
            : Tree.text(node, "health", "status");
    var reason = Tree.text(node, "health", "message").replace("\n", " ");
    var message = state.get(7);
    if (detailed) {
      table.row(
          lead + label(node),
          status,
          health,
          Age.of(Tree.text(node, "createdAt"), now),
          message,
          reason);
    } else {
      table.row(lead + label(node), status, health, reason.isEmpty() ? message : reason);
    }
  }
}
