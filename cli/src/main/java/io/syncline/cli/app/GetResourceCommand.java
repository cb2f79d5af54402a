package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.ArrayList;
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
    var client = global.client();
    var shown = new ArrayList<ObjectTree>();
    for (var node : objects.of(client, name, null)) {
      shown.add(live(client, node));
    }
    print(shown);
    return 0;
  }

  private ObjectTree live(ApiClient client, ObjectTree node) {
    var answer = client.get(LiveObjects.path(name, node));
    var object = Tree.object(Json.parse(Tree.text(answer, "manifest")));
    var whole = managedFields ? object : Tree.without(object, "metadata", "managedFields");
    return fields.isEmpty() ? whole : only(whole);
  }

  private ObjectTree only(ObjectTree object) {
    var kept = ObjectTree.EMPTY;
    for (var field : fields) {
      var path = field.split("\\.");
      var value = Tree.at(object, path);
      if (value != null) {
        kept = Tree.with(kept, value, path);
      }
    }
    return kept;
  }

  private void print(List<ObjectTree> objects) {
    var out = global.terminal().out();
    switch (output) {
      case "json" -> objects.forEach(o -> out.println(Json.pretty(o, 2)));
      case "wide", "yaml" ->
          objects.forEach(
              o -> {
                out.println("---");
                out.print(Yaml.write(o));
              });
      default ->
          throw new CliException(
              CliException.FAILED,
              "unknown output format: " + output + " (expected: wide, json or yaml)");
    }
  }
}
