package io.syncline.cli.app;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags of sources that are folders with Jsonnet. */
final class JsonnetOptions {
  @Option(
      names = "--jsonnet-tla-str",
      paramLabel = "NAME=VALUE",
      description = "Argument of the topmost function, a string")
  List<String> arguments = List.of();

  @Option(
      names = "--jsonnet-tla-code",
      paramLabel = "NAME=CODE",
      description = "Argument of the topmost function, code")
  List<String> argumentCode = List.of();

  @Option(
      names = "--jsonnet-ext-var-str",
      paramLabel = "NAME=VALUE",
      description = "External variable, a string")
  List<String> variables = List.of();

  @Option(
      names = "--jsonnet-ext-var-code",
      paramLabel = "NAME=CODE",
      description = "External variable, code")
  List<String> variableCode = List.of();

  @Option(names = "--jsonnet-libs", paramLabel = "DIR", description = "Folders with libraries")
  List<String> libraries = List.of();

  ObjectTree apply(ObjectTree source) {
    var next = source;
    next = add(next, arguments, "tlas", false);
    next = add(next, argumentCode, "tlas", true);
    next = add(next, variables, "extVars", false);
    next = add(next, variableCode, "extVars", true);
    return libraries.isEmpty()
        ? next
        : Tree.with(next, Tree.list(SetCommand.split(libraries)), "directory", "jsonnet", "libs");
  }

  private static ObjectTree add(ObjectTree source, List<String> pairs, String list, boolean code) {
    var next = source;
    for (var text : pairs) {
      var pair = Pair.of(text, "Expected jsonnet variable of the form: param=value. Received: ");
      var entry = ObjectTree.of("name", pair.name(), "value", pair.value());
      next = Pair.add(next, code ? entry.with("code", true) : entry, "directory", "jsonnet", list);
    }
    return next;
  }
}
