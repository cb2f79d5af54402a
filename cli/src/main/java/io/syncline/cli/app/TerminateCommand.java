package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code app terminate-op}. */
@Command(name = "terminate-op", description = "Stop the running operation")
final class TerminateCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  TerminateCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    global.client().call("DELETE", AppPaths.one(name, "/operation"), null);
    global
        .terminal()
        .out()
        .println("Application '" + AppPaths.bare(name) + "' operation terminating");
    return 0;
  }
}
