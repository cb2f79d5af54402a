package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Fields;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app rollback}. */
@Command(name = "rollback", description = "Deploy an earlier revision again")
final class RollbackCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(index = "0", paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "Id of `app history`; the one before the last by default")
  @Nullable String id;

  @Option(names = "--prune", description = "Delete what that revision does not have")
  boolean prune;

  @Option(
      names = "--git",
      description = "Revert in Git what feeds the application, and hold back the commit that goes")
  boolean git;

  @Option(
      names = "--branch",
      defaultValue = "",
      description = "With --git: push to this branch, for a review, instead of its own")
  String branch = "";

  @Option(
      names = "--allow-shared",
      description = "With --git: although the files feed other applications, too")
  boolean allowShared;

  @Option(names = "--override-hold", description = "Roll back although the application is held")
  boolean overrideHold;

  @Option(
      names = "--timeout",
      defaultValue = "0",
      description = "Give up waiting after so many seconds")
  int timeout;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, json or yaml")
  String output = "wide";

  RollbackCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var client = global.client();
    var history = Tree.items(Tree.at(client.get(AppPaths.one(name)), "status", "history"));
    if (git) {
      return inGit(client, wanted(history));
    }
    var begun = client.call("POST", AppPaths.one(name, "/rollback"), request(wanted(history)));
    OperationEnd.follow(global, client, new OperationEnd.Begun(name, begun), timeout, output);
    return 0;
  }

  private int inGit(ApiClient client, long wanted) {
    var done =
        client.call(
            "POST",
            AppPaths.one(name, "/rollback-git"),
            ObjectTree.of("id", wanted, "branch", branch, "allowShared", allowShared));
    if (!Output.structured(global.terminal(), output, done)) {
      global
          .terminal()
          .out()
          .print(
              new Fields()
                  .add("Commit:", Tree.text(done, "commit"))
                  .add("Branch:", Tree.text(done, "branch"))
                  .add("Files:", joined(done.get("files")))
                  .add("Reverted:", joined(done.get("reverted")))
                  .add("Held:", Tree.text(done, "held"))
                  .text());
    }
    return 0;
  }

  private static String joined(@Nullable Object items) {
    return String.join(", ", Tree.items(items).stream().map(String::valueOf).toList());
  }

  private ObjectTree request(long wanted) {
    var request = AppPaths.named(name).with("id", wanted).with("prune", prune);
    return overrideHold ? request.with("overrideHold", true) : request;
  }

  private long wanted(List<Object> history) {
    if (id == null) {
      if (history.size() < 2) {
        throw new CliException(
            CliException.API,
            "application '"
                + AppPaths.bare(name)
                + "' should have at least two successful deployments");
      }
      return Tree.number(history.get(history.size() - 2), 0, "id");
    }
    var text = id;
    return history.stream()
        .map(h -> Tree.number(h, -1, "id"))
        .filter(i -> String.valueOf(i).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    CliException.API,
                    "application '"
                        + AppPaths.bare(name)
                        + "' does not have deployment id '"
                        + text
                        + "' in history"));
  }
}
