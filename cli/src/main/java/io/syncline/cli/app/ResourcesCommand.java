package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.Tree;
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

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, json or yaml")
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
    var table = new Table("GROUP", "KIND", "NAMESPACE", "NAME", "ORPHANED");
    if (!Boolean.TRUE.equals(orphaned)) {
      Tree.items(tree.get("nodes")).stream()
          .filter(n -> Tree.items(Tree.object(n).get("parentRefs")).isEmpty())
          .forEach(n -> add(table, n, "No"));
    }
    if (!Boolean.FALSE.equals(orphaned)) {
      Tree.items(tree.get("orphanedNodes")).forEach(n -> add(table, n, "Yes"));
    }
    global.terminal().out().print(table.text());
    return 0;
  }

  private static void add(Table table, Object node, String orphan) {
    table.row(
        Tree.text(node, "group"),
        Tree.text(node, "kind"),
        Tree.text(node, "namespace"),
        Tree.text(node, "name"),
        orphan);
  }
}
