package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app resources}. */
@Command(name = "resources", description = "List what an application owns")
final class ResourcesCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(
      names = "--orphaned",
      arity = "0..1",
      fallbackValue = "true",
      description = "Only what no application owns (false: only what this one owns)")
  @Nullable Boolean orphaned;

  @Option(names = "--project", defaultValue = "", description = "Project of the application")
  String project = "";

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, tree, tree=detailed, json or yaml")
  String output = "wide";

  ResourcesCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var tree = global.client().get(AppPaths.one(name, "/resource-tree"));
    if (Output.structured(global.terminal(), output, tree.get("nodes"))) {
      return 0;
    }
    var table =
        output.equals("tree=detailed")
            ? new Table("GROUP", "KIND", "NAMESPACE", "NAME", "ORPHANED", "AGE", "HEALTH", "REASON")
            : new Table("GROUP", "KIND", "NAMESPACE", "NAME", "ORPHANED");
    if (!Boolean.TRUE.equals(orphaned)) {
      add(table, Tree.items(tree.get("nodes")), "No");
    }
    if (!Boolean.FALSE.equals(orphaned)) {
      add(table, Tree.items(tree.get("orphanedNodes")), "Yes");
    }
    global.terminal().out().print(table.text());
    return 0;
  }

  private void add(Table table, List<Object> all, String orphan) {
    var nodes = all.stream().map(Tree::object).toList();
    switch (output) {
      case "wide", "" ->
          // A list tells what nobody owns; of orphans it tells all.
          nodes.stream()
              .filter(n -> orphan.equals("Yes") || Tree.items(n.get("parentRefs")).isEmpty())
              .forEach(n -> table.row(cells("", n, orphan).toArray()));
      case "tree" ->
          OwnerTree.of(nodes).walk((lead, n) -> table.row(cells(lead, n, orphan).toArray()));
      case "tree=detailed" -> {
        var now = Clock.systemUTC().instant();
        OwnerTree.of(nodes)
            .walk(
                (lead, n) -> {
                  var cells = new ArrayList<Object>(cells(lead, n, orphan));
                  cells.add(Age.of(Tree.text(n, "createdAt"), now));
                  cells.add(Tree.text(n, "health", "status"));
                  cells.add(Tree.text(n, "health", "message").replace("\n", " "));
                  table.row(cells.toArray());
                });
      }
      default -> throw Output.unknown(output, "wide, tree, tree=detailed, json or yaml");
    }
  }

  private static List<String> cells(String lead, ObjectTree node, String orphan) {
    return List.of(
        lead + Tree.text(node, "group"),
        Tree.text(node, "kind"),
        Tree.text(node, "namespace"),
        Tree.text(node, "name"),
        orphan);
  }
}
