package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code app release}. */
@Command(name = "release", description = "End a hold")
final class ReleaseCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  ReleaseCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    global.client().call("DELETE", AppPaths.one(name, "/hold"), null);
    global.terminal().out().println("Application '" + AppPaths.bare(name) + "' released");
    return 0;
  }
}
