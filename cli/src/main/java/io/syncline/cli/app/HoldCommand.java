package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.model.tree.ObjectTree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app hold}. */
@Command(name = "hold", description = "Keep the application from syncing by itself for a while")
final class HoldCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(names = "--reason", defaultValue = "", description = "Why, for others to read")
  String reason = "";

  @Option(
      names = "--until",
      defaultValue = "",
      paramLabel = "TIME",
      description = "When it ends by itself: 2h, or 2030-01-31T18:00:00Z; never by default")
  String until = "";

  @Option(
      names = "--revision",
      defaultValue = "",
      paramLabel = "COMMIT",
      description = "Hold back only this commit; others are deployed as usual")
  String revision = "";

  HoldCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    global
        .client()
        .call(
            "POST",
            AppPaths.one(name, "/hold"),
            ObjectTree.of("reason", reason, "until", until, "revision", revision));
    global.terminal().out().println("Application '" + AppPaths.bare(name) + "' held");
    return 0;
  }
}
