package io.syncline.cli.repo;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.Tree;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The group {@code cluster}. */
@Command(name = "cluster", description = "Look at destination clusters")
public final class ClusterCommand {
  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new ClusterCommand()).addSubcommand(new ListCommand(global));
  }

  /** {@code cluster list}. */
  @Command(name = "list", description = "List clusters")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, server, json or yaml")
    String output = "wide";

    ListCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var items = Tree.items(global.client().get("/api/v1/clusters").get("items"));
      var out = global.terminal().out();
      switch (output) {
        case "server" -> items.forEach(i -> out.println(Tree.text(i, "server")));
        case "wide", "" -> {
          var table = new Table("SERVER", "NAME", "VERSION", "STATUS", "MESSAGE", "PROJECT");
          items.forEach(
              i ->
                  table.row(
                      Tree.text(i, "server"),
                      Tree.text(i, "name"),
                      Tree.text(i, "serverVersion"),
                      Tree.text(i, "connectionState", "status"),
                      Tree.text(i, "connectionState", "message"),
                      Tree.text(i, "project")));
          out.print(table.text());
        }
        default -> {
          if (!Output.structured(global.terminal(), output, items)) {
            throw Output.unknown(output, "wide, server, json or yaml");
          }
        }
      }
      return 0;
    }
  }
}
