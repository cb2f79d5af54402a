package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
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
      case "git" -> {
        if (local.local != null) {
          manifests.addAll(local.rendered(client, client.get(AppPaths.one(name))));
        } else if (revisions.given()) {
          manifests.addAll(revisions.rendered(client, name));
        } else {
          manifests.addAll(states(client, "targetState"));
        }
      }
      case "live" -> manifests.addAll(states(client, "liveState"));
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

  /** Of all resources what they are to be, or are; those that are nothing are left out. */
  private List<ObjectTree> states(ApiClient client, String field) {
    return Tree.items(client.get(AppPaths.one(name, "/managed-resources")).get("items")).stream()
        .map(r -> RevisionOptions.object(Tree.text(r, field)))
        .filter(state -> !state.isEmpty())
        .toList();
  }
}
