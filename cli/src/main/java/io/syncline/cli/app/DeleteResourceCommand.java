package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app delete-resource}. */
@Command(name = "delete-resource", description = "Delete live objects of an application")
final class DeleteResourceCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Mixin ChangedObjects objects = new ChangedObjects();

  @Option(names = "--force", description = "Delete without a time to end")
  boolean force;

  @Option(names = "--orphan", description = "Leave what the objects own")
  boolean orphan;

  @Option(names = "--project", defaultValue = "", description = "Project of the application")
  String project = "";

  DeleteResourceCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var app = place.of(name);
    var client = global.client();
    for (var node : objects.of(client, app)) {
      client.call(
          "DELETE", LiveObjects.path(app, node, "force=" + force, "orphan=" + orphan), null);
      global.terminal().out().println(LiveObjects.shown(node) + " deleted");
    }
    return 0;
  }
}
