package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app patch-resource}. */
@Command(name = "patch-resource", description = "Patch live objects of an application")
final class PatchResourceCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Mixin ChangedObjects objects = new ChangedObjects();

  @Option(names = "--patch", required = true, description = "The patch, as JSON")
  String patch = "";

  @Option(
      names = "--patch-type",
      defaultValue = "application/merge-patch+json",
      description =
          "application/json-patch+json, application/merge-patch+json or"
              + " application/strategic-merge-patch+json")
  String type = "";

  @Option(names = "--project", defaultValue = "", description = "Project of the application")
  String project = "";

  PatchResourceCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var app = place.of(name);
    var client = global.client();
    for (var node : objects.of(client, app)) {
      client.call(
          "POST", LiveObjects.path(app, node, "patchType=" + ApiClient.segment(type)), patch);
      global.terminal().out().println(LiveObjects.shown(node) + " patched");
    }
    return 0;
  }
}
