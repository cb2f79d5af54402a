package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Fields;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app adopt}. */
@Command(
    name = "adopt",
    description = "Take over into Git what was changed in the cluster, and let that be deployed")
final class AdoptCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(
      names = "--resource",
      paramLabel = "GROUP:KIND:[NAMESPACE/]NAME",
      description = "Only this object; may be given several times")
  List<String> resources = new ArrayList<>();

  @Option(names = "--dry-run", description = "Only print the patch")
  boolean dryRun;

  @Option(
      names = "--branch",
      defaultValue = "",
      description = "Push to this branch, for a review, instead of the application's own")
  String branch = "";

  @Option(names = "--keep-hold", description = "Leave a hold on the application as it is")
  boolean keepHold;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, json or yaml")
  String output = "wide";

  AdoptCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var chosen =
        resources.stream()
            .map(ResourceSelector::parse)
            .map(
                s ->
                    ObjectTree.of(
                        "group", s.group(),
                        "kind", s.kind(),
                        "namespace", s.namespace(),
                        "name", s.name()))
            .toList();
    var done =
        global
            .client()
            .call(
                "POST",
                AppPaths.one(name, "/adopt"),
                ObjectTree.of(
                    "resources", chosen,
                    "branch", branch,
                    "keepHold", keepHold,
                    "dryRun", dryRun));
    if (Output.structured(global.terminal(), output, done)) {
      return 0;
    }
    var out = global.terminal().out();
    for (var skipped : Tree.items(done.get("skipped"))) {
      global
          .terminal()
          .err()
          .println(
              "skipped "
                  + Tree.text(skipped, "kind")
                  + " "
                  + Tree.text(skipped, "name")
                  + ": "
                  + Tree.text(skipped, "reason"));
    }
    if (dryRun) {
      out.print(Tree.text(done, "patch"));
      return 0;
    }
    out.print(
        new Fields()
            .add("Commit:", Tree.text(done, "commit"))
            .add("Branch:", Tree.text(done, "branch"))
            .add(
                "Files:",
                String.join(
                    ", ", Tree.items(done.get("files")).stream().map(String::valueOf).toList()))
            .text());
    return 0;
  }
}
