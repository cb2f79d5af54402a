package io.syncline.cli.app;

import static java.util.stream.Collectors.joining;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app get-resource}. */
@Command(name = "get-resource", description = "Show live objects of an application")
final class GetResourceCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Mixin LiveObjects objects = new LiveObjects();

  @Option(names = "--project", defaultValue = "", description = "Project of the application")
  String project = "";

  @Option(names = "--show-managed-fields", description = "Show managedFields too")
  boolean managedFields;

  @Option(
      names = "--filter-fields",
      split = ",",
      description = "Show only these fields, such as metadata.name,status")
  List<String> fields = List.of();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, json or yaml")
  String output = "wide";

  GetResourceCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    if (!List.of("wide", "", "json", "yaml").contains(output)) {
      throw Output.unknown(output, "wide, json or yaml");
    }
    var client = global.client();
    var nodes = objects.find(client, name, null);
    if (nodes.isEmpty()) {
      // No failure: who looks whether something is there yet is answered.
      global
          .terminal()
          .err()
          .println("no live object of " + name + " fits (" + objects.told(null) + ")");
    }
    print(nodes.stream().map(node -> live(client, node)).toList());
    return 0;
  }

  private ObjectTree live(ApiClient client, ObjectTree node) {
    var answer = client.get(LiveObjects.path(name, node));
    var object = Tree.object(Json.parse(Tree.text(answer, "manifest")));
    var whole = managedFields ? object : Tree.without(object, "metadata", "managedFields");
    return fields.isEmpty() ? whole : FieldFilter.only(whole, fields);
  }

  private void print(List<ObjectTree> objects) {
    var out = global.terminal().out();
    switch (output) {
      case "json" ->
          out.print(objects.stream().map(o -> Json.pretty(o, 1) + "\n").collect(joining("---\n")));
      case "yaml" ->
          out.print(objects.stream().map(o -> Yaml.writeWide(o) + "\n").collect(joining("---\n")));
      default -> out.print(table(objects).text());
    }
  }

  /** One row for each scalar; names have a column of their own when there may be several. */
  private Table table(List<ObjectTree> shown) {
    var named = objects.resource == null;
    var table = named ? new Table("FIELD", "RESOURCE NAME", "VALUE") : new Table("FIELD", "VALUE");
    for (var object : shown) {
      var objectName = Tree.text(object, "metadata", "name");
      FieldFilter.scalars(
          fields.isEmpty() ? object : Tree.without(object, "metadata", "name"),
          (field, value) -> {
            if (named) {
              table.row(field, objectName, value);
            } else {
              table.row(field, value);
            }
          });
    }
    return table;
  }
}
