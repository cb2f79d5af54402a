package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app get}. */
@Command(name = "get", description = "Show one application")
final class GetCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, tree, tree=detailed, json or yaml")
  String output = "wide";

  @Option(names = "--refresh", description = "Compare again before answering")
  boolean refresh;

  @Option(names = "--hard-refresh", description = "Render and compare again before answering")
  boolean hardRefresh;

  @Option(names = "--show-operation", description = "Show the last operation")
  boolean showOperation;

  @Option(names = "--show-params", description = "Show Helm parameters")
  boolean showParams;

  @Mixin SourceChoice choice = new SourceChoice();

  @Option(names = "--timeout", description = "Seconds to wait for the refresh", defaultValue = "0")
  int timeout;

  GetCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var client = global.client();
    var app =
        client.get(
            AppPaths.one(name, "", hardRefresh ? "refresh=hard" : refresh ? "refresh=normal" : ""));
    var terminal = global.terminal();
    switch (output) {
      case "wide", "" -> {
        var text = new StringBuilder(AppView.summary(app, client.login().url(), windows(client)));
        text.append(AppView.conditionTable(app));
        if (showOperation) {
          text.append('\n').append(AppView.operation(app));
        }
        if (showParams) {
          text.append('\n').append(parameters(app));
        }
        terminal.out().print(text);
        if (!Tree.items(Tree.at(app, "status", "resources")).isEmpty()) {
          terminal.out().println();
          terminal.out().print(AppView.resources(app));
        }
      }
      case "tree", "tree=detailed" -> {
        terminal.out().print(AppView.summary(app, client.login().url(), windows(client)));
        terminal.out().println();
        var nodes = Tree.items(client.get(AppPaths.one(name, "/resource-tree")).get("nodes"));
        terminal
            .out()
            .print(
                TreeView.text(
                    app,
                    nodes.stream().map(Tree::object).toList(),
                    output.equals("tree=detailed"),
                    Clock.systemUTC().instant()));
      }
      default -> {
        if (!Output.structured(terminal, output, Output.typed(app, "Application"))) {
          throw Output.unknown(output, "wide, tree, json or yaml");
        }
      }
    }
    return 0;
  }

  private String parameters(ObjectTree app) {
    var table = new io.syncline.cli.output.Table("NAME", "VALUE");
    var sources = new ArrayList<Object>(Tree.items(Tree.at(app, "spec", "sources")));
    if (sources.isEmpty()) {
      sources.addAll(List.of(Tree.object(Tree.at(app, "spec", "source"))));
    } else if (choice.position != null || choice.name != null) {
      sources
          .subList(0, sources.size())
          .retainAll(List.of(sources.get(choice.position(Tree.object(app.get("spec"))))));
    }
    sources.forEach(
        s ->
            Tree.items(Tree.at(s, "helm", "parameters"))
                .forEach(p -> table.row(Tree.text(p, "name"), Tree.text(p, "value"))));
    return table.text();
  }

  /** A server that does not tell of windows is no reason to show nothing. */
  private ObjectTree windows(ApiClient client) {
    try {
      return client.get(AppPaths.one(name, "/syncwindows"));
    } catch (CliException untold) {
      return ObjectTree.EMPTY;
    }
  }
}
