package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code app set}. */
@Command(name = "set", description = "Change the spec of an application")
final class SetCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Mixin SpecOptions options = new SpecOptions();

  @Mixin SourceChoice choice = new SourceChoice();

  @Option(
      names = "--validate",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Refuse a spec that cannot work")
  boolean validate;

  @Spec CommandSpec command = CommandSpec.create();

  SetCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    if (command.commandLine().getParseResult().matchedOptions().stream()
        .allMatch(o -> o.inherited() || o.longestName().equals("--app-namespace"))) {
      throw new CliException(
          CliException.FAILED, "nothing to set; hint: `syncline app set --help` lists the flags");
    }
    name = place.of(name);
    var client = global.client();
    var spec = Tree.object(client.get(AppPaths.one(name)).get("spec"));
    var changed = options.apply(spec, choice.position(spec));
    client.call("PUT", AppPaths.one(name, "/spec", validate ? "" : "validate=false"), changed);
    return 0;
  }

  /** Lists as they are written with a trailing or inner comma. */
  static List<String> split(List<String> values) {
    var all = new ArrayList<String>();
    values.forEach(v -> all.addAll(List.of(v.split(","))));
    return all;
  }
}
