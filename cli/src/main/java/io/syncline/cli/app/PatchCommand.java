package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app patch}. */
@Command(name = "patch", description = "Patch an application")
final class PatchCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(names = "--patch", required = true, description = "The patch")
  String patch = "";

  @Option(names = "--type", defaultValue = "json", description = "json or merge")
  String type = "json";

  PatchCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var app =
        global
            .client()
            .call(
                "PATCH",
                AppPaths.one(name),
                AppPaths.named(name).with("patch", patch).with("patchType", type));
    Output.structured(global.terminal(), "yaml", Output.typed(app, "Application"));
    return 0;
  }
}
