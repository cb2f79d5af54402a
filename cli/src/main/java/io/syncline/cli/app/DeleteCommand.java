package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app delete}. */
@Command(
    name = "delete",
    description = "Delete applications and, unless told otherwise, what they deployed")
final class DeleteCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME", arity = "0..*")
  List<String> names = List.of();

  @Mixin AppSelection selection = new AppSelection();

  @Option(
      names = "--cascade",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Delete what the application deployed too")
  boolean cascade;

  @Option(
      names = {"-p", "--propagation-policy"},
      defaultValue = "foreground",
      description = "foreground or background")
  String policy = "foreground";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask")
  boolean yes;

  @Option(names = "--wait", description = "Wait until it is gone")
  boolean wait;

  DeleteCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var client = global.client();
    var terminal = global.terminal();
    for (var name : selection.names(client, names)) {
      var bare = AppPaths.bare(name);
      if (cascade
          && !yes
          && !terminal.confirms(
              "Are you sure you want to delete '" + bare + "' and all its resources?")) {
        terminal.out().println("The command to delete '" + bare + "' was cancelled.");
        continue;
      }
      client.call(
          "DELETE",
          AppPaths.one(
              name,
              "",
              "cascade=" + cascade,
              cascade ? "propagationPolicy=" + ApiClient.segment(policy) : ""),
          null);
      if (wait) {
        new Waiting(global, client, name, true).until(_ -> false, 0, true);
      }
      terminal.out().println("application '" + bare + "' deleted");
    }
    return 0;
  }
}
