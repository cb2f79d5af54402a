package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.model.tree.Tree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app logs}. */
@Command(name = "logs", description = "Print the logs of an application's pods")
final class LogsCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(names = "--kind", defaultValue = "", description = "Only below resources of this kind")
  String kind = "";

  @Option(
      names = "--group",
      defaultValue = "",
      description = "Only below resources of this API group")
  String group = "";

  @Option(names = "--name", defaultValue = "", description = "Only below the resource of this name")
  String resource = "";

  @Option(
      names = {"-c", "--container"},
      defaultValue = "",
      description = "Container")
  String container = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on while there is more")
  boolean follow;

  @Option(names = "--tail", defaultValue = "0", description = "Only so many last lines (0: all)")
  long tail;

  @Option(
      names = "--filter",
      defaultValue = "",
      description = "Only lines with this text; ! in front: without it")
  String filter = "";

  LogsCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var query =
        "kind="
            + ApiClient.segment(kind)
            + (group.isEmpty() ? "" : "&group=" + ApiClient.segment(group))
            + "&resourceName="
            + ApiClient.segment(resource)
            + "&container="
            + ApiClient.segment(container)
            + "&filter="
            + ApiClient.segment(filter)
            + "&follow="
            + follow
            + (tail > 0 ? "&tailLines=" + tail : "");
    var out = global.terminal().out();
    global.client().stream(
        AppPaths.one(name, "/logs", query),
        line -> {
          if (Tree.flag(line, "last")) {
            return false;
          }
          out.println(Tree.text(line, "content"));
          out.flush();
          return true;
        });
    return 0;
  }
}
