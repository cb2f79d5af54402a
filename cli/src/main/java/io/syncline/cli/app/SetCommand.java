package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code app set}. */
@Command(name = "set", description = "Change the spec of an application")
final class SetCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin SpecOptions options = new SpecOptions();

  SetCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var client = global.client();
    var app = client.get(AppPaths.one(name));
    var spec = Tree.object(app.get("spec"));
    var changed = options.apply(spec);
    if (changed.equals(spec) && !options.given()) {
      throw new CliException(
          CliException.FAILED, "nothing to set; hint: `syncline app set --help` lists the flags");
    }
    client.call("PUT", AppPaths.one(name) + "/spec", changed);
    return 0;
  }

  /** Lists as they are written with a trailing or inner comma. */
  static List<String> split(List<String> values) {
    var all = new ArrayList<String>();
    values.forEach(v -> all.addAll(List.of(v.split(","))));
    return all;
  }
}
