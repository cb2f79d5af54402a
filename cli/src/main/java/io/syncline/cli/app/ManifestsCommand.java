package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app manifests}. */
@Command(name = "manifests", description = "Print the manifests of an application")
final class ManifestsCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(names = "--source", defaultValue = "git", description = "git or live")
  String source = "git";

  @Mixin RevisionOptions revisions = new RevisionOptions();

  @Mixin LocalOptions local = new LocalOptions();

  ManifestsCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var client = global.client();
    var manifests = new ArrayList<ObjectTree>();
    switch (source) {
      case "git" ->
          manifests.addAll(
              local.local == null
                  ? revisions.rendered(client, name)
                  : local.rendered(client, client.get(AppPaths.one(name))));
      case "live" ->
          Tree.items(client.get(AppPaths.one(name, "/managed-resources")).get("items"))
              .forEach(
                  r -> {
                    var live = Tree.object(Json.parse(Tree.text(r, "liveState")));
                    if (!live.isEmpty()) {
                      manifests.add(live);
                    }
                  });
      default ->
          throw new CliException(
              CliException.FAILED, "Unknown source type '" + source + "' (expected: git or live)");
    }
    var out = global.terminal().out();
    manifests.forEach(
        m -> {
          out.println("---");
          out.print(Yaml.write(m));
        });
    return 0;
  }
}
