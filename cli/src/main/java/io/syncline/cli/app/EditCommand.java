package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Editor;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code app edit}. */
@Command(name = "edit", description = "Change the spec of an application in an editor")
final class EditCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  EditCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var app = place.of(name);
    var client = global.client();
    var spec = Tree.object(client.get(AppPaths.one(app)).get("spec"));
    new Editor(global.terminal())
        .edit(
            Yaml.write(spec),
            "-app-edit.yaml",
            text -> {
              try {
                client.call("PUT", AppPaths.one(app, "/spec"), Yaml.parseObject(text));
              } catch (YamlException e) {
                throw new CliException(
                    CliException.FAILED, "line " + e.line() + " of the spec: " + e.problem());
              }
            });
    return 0;
  }
}
