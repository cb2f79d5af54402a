package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.Output;
import io.syncline.cli.output.Table;
import io.syncline.model.tree.Tree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app resources}. */
@Command(name = "resources", description = "List what an application owns")
final class ResourcesCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Option(names = {"-o", "--output"}, defaultValue = "wide", description = "wide, json or yaml")
  String output = "wide";

  ResourcesCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var nodes = Tree.items(global.client().get(AppPaths.one(name) + "/resource-tree").get("nodes"));
    if (Output.structured(global.terminal(), output, nodes)) {
      return 0;
    }
    var table = new Table("GROUP", "KIND", "NAMESPACE", "NAME", "ORPHANED");
    nodes.stream()
        .filter(n -> Tree.items(Tree.object(n).get("parentRefs")).isEmpty())
        .forEach(n -> table.row(Tree.text(n, "group"), Tree.text(n, "kind"), Tree.text(n, "namespace"), Tree.text(n, "name"), "No"));
    global.terminal().out().print(table.text());
    return 0;
  }
}
