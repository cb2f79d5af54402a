package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.model.tree.ObjectTree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code app confirm-deletion}. */
@Command(
    name = "confirm-deletion",
    description = "Let deletions and destructive syncs that wait for a confirmation go on")
final class ConfirmDeletionCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  ConfirmDeletionCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    global.client().call("POST", AppPaths.one(name, "/confirm-deletion"), ObjectTree.EMPTY);
    global
        .terminal()
        .out()
        .println("Application '" + AppPaths.bare(name) + "' updated successfully");
    return 0;
  }
}
