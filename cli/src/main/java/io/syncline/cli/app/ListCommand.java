package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.terminal.Output;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code app list}. */
@Command(name = "list", description = "List applications")
final class ListCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, name, json or yaml")
  String output = "wide";

  @Option(
      names = {"-p", "--project"},
      description = "Only these projects")
  List<String> projects = List.of();

  @Option(
      names = {"-l", "--selector"},
      defaultValue = "",
      description = "Only with these labels")
  String selector = "";

  @Option(
      names = {"-r", "--repo"},
      defaultValue = "",
      description = "Only from this repository")
  String repo = "";

  @Option(
      names = {"-c", "--cluster"},
      defaultValue = "",
      description = "Only to this cluster, by URL or name")
  String cluster = "";

  @Option(
      names = {"-P", "--path"},
      defaultValue = "",
      description = "Only with this path")
  String path = "";

  @Option(
      names = {"-N", "--app-namespace"},
      defaultValue = "",
      description = "Only in this namespace")
  String namespace = "";

  ListCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var query = new StringBuilder("?selector=").append(ApiClient.segment(selector));
    query.append("&repo=").append(ApiClient.segment(repo));
    projects.forEach(p -> query.append("&projects=").append(ApiClient.segment(p)));
    var items =
        Tree.items(global.client().get(AppPaths.ALL + query).get("items")).stream()
            .map(Tree::object)
            .filter(this::wanted)
            .toList();
    new Answer(Tree.freeze(items.stream().map(i -> Output.typed(i, "Application")).toList()))
        .as("wide", () -> AppView.list(items, output.equals("wide")))
        .lines("name", items, i -> AppView.qualified(new Application(new Manifest(i))))
        .print(global.terminal(), output);
    return 0;
  }

  private boolean wanted(ObjectTree item) {
    var app = new Application(new Manifest(item));
    var destination = app.destination();
    return (cluster.isEmpty()
            || cluster.equals(destination.server())
            || cluster.equals(destination.name()))
        && (path.isEmpty() || app.sources().stream().anyMatch(s -> s.path().equals(path)))
        && (namespace.isEmpty() || namespace.equals(app.namespace()));
  }
}
