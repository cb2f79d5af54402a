package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app wait}, with conditions on a commit or an image that argocd does not have. */
@Command(
    name = "wait",
    description = "Wait until an application is synced and healthy, or what the flags say")
final class WaitCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME", arity = "0..*")
  List<String> names = List.of();

  @Option(names = "--sync", description = "Wait for sync")
  boolean sync;

  @Option(names = "--health", description = "Wait for health")
  boolean health;

  @Option(names = "--suspended", description = "Wait for health or suspension")
  boolean suspended;

  @Option(names = "--degraded", description = "Wait for degradation")
  boolean degraded;

  @Option(names = "--operation", description = "Wait for the end of an operation")
  boolean operation;

  @Option(names = "--delete", description = "Wait for deletion")
  boolean delete;

  @Option(
      names = "--contains",
      paramLabel = "SHA",
      description = "Wait until what is synced contains this commit, and print a receipt")
  @Nullable String contains;

  @Option(
      names = "--image",
      paramLabel = "REF",
      description = "Wait until this image runs, and print a receipt")
  @Nullable String image;

  @Option(
      names = "--timeout",
      defaultValue = "0",
      description = "Give up after so many seconds (0: never)")
  int timeout;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, json or yaml")
  String output = "wide";

  @Option(
      names = "--resource",
      paramLabel = "[!]GROUP:KIND:[NS/]NAME",
      description = "Wait for these resources instead of the whole application")
  List<String> resources = List.of();

  @Mixin AppSelection selection = new AppSelection();

  private List<ResourceSelector> selectors = List.of();

  WaitCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var client = global.client();
    selectors = resources.stream().map(ResourceSelector::parse).toList();
    selection.names(client, names).forEach(name -> waitFor(client, name));
    return 0;
  }

  private void waitFor(ApiClient client, String name) {
    var begin = Clock.systemUTC().instant();
    var structured = !output.equals("wide");
    var before = new AtomicReference<>("");
    Predicate<ObjectTree> done = app -> fits(client, name, app, before);
    var result = new Waiting(global, client, name, structured).until(done, timeout, delete);
    if (result.isEmpty()) {
      var last = client.get(AppPaths.one(name));
      global
          .terminal()
          .out()
          .println("The command timed out waiting for the conditions to be met.");
      global.terminal().out().print(AppView.summary(last, client.login().url()));
      throw new CliException(
          CliException.API,
          "timed out ("
              + timeout
              + "s) waiting for app \""
              + AppPaths.bare(name)
              + "\" match desired state"
              + reason(last));
    }
    var app = result.get();
    if (delete) {
      global.terminal().out().println("application '" + AppPaths.bare(name) + "' deleted");
    } else if (contains != null || image != null) {
      receipt(app, begin);
    } else if (!Output.structured(global.terminal(), output, Output.typed(app, "Application"))) {
      global.terminal().out().println();
      global.terminal().out().print(AppView.summary(app, client.login().url()));
      var block = AppView.operation(app);
      if (!block.isEmpty()) {
        global.terminal().out().println();
        global.terminal().out().print(block);
      }
      global.terminal().out().println();
      global.terminal().out().print(AppView.resources(app));
    }
  }

  private String reason(ObjectTree app) {
    return contains == null
        ? ""
        : ": it is at "
            + AppView.shorten(Tree.text(app, "status", "sync", "revision"))
            + ", which does not contain "
            + contains;
  }

  private boolean fits(
      ApiClient client, String name, ObjectTree app, AtomicReference<String> before) {
    if (delete) {
      return false;
    }
    var healthWord = AppView.healthWord(app);
    var all = !sync && !health && !suspended && !degraded && !operation;
    refuseNewDegradation(name, healthWord, all, before);
    var stateFits =
        selectors.isEmpty()
            ? stateFits(healthWord, AppView.syncWord(app), all)
            : Tree.items(Tree.at(app, "status", "resources")).stream()
                .filter(r -> ResourceSelector.any(selectors, Tree.object(r)))
                .allMatch(
                    r -> stateFits(Tree.text(r, "health", "status"), Tree.text(r, "status"), all));
    var operationFits = !(operation || all) || !Waiting.busy(app);
    return stateFits && operationFits && containsFits(client, name, app) && imageFits(client, name);
  }

  private boolean stateFits(String healthWord, String syncWord, boolean all) {
    var healthFits =
        suspended || degraded || health || all
            ? (health || all) && healthWord.equals("Healthy")
                || suspended && (healthWord.equals("Suspended") || healthWord.equals("Healthy"))
                || degraded && healthWord.equals("Degraded")
            : true;
    return healthFits && (!(sync || all) || syncWord.equals("Synced"));
  }

  private void refuseNewDegradation(
      String name, String healthWord, boolean all, AtomicReference<String> before) {
    var old = before.getAndSet(healthWord);
    if ((health || all)
        && !degraded
        && healthWord.equals("Degraded")
        && !old.isEmpty()
        && !old.equals("Unknown")
        && !old.equals("Degraded")) {
      throw new CliException(
          CliException.API,
          "application '"
              + AppPaths.bare(name)
              + "' health state has transitioned from "
              + old
              + " to Degraded");
    }
  }

  private boolean containsFits(ApiClient client, String name, ObjectTree app) {
    if (contains == null) {
      return true;
    }
    var head = Tree.text(app, "status", "sync", "revision");
    return head.startsWith(contains)
        || Tree.flag(
            client.get(
                AppPaths.one(name, "/revisions/" + ApiClient.segment(contains) + "/contained")),
            "contained");
  }

  private boolean imageFits(ApiClient client, String name) {
    if (image == null) {
      return true;
    }
    var nodes = Tree.items(client.get(AppPaths.one(name, "/resource-tree")).get("nodes"));
    return nodes.stream()
        .filter(n -> Tree.text(n, "kind").equals("Pod"))
        .filter(n -> Tree.text(n, "health", "status").equals("Healthy"))
        .anyMatch(
            n -> Tree.items(Tree.object(n).get("images")).contains(Objects.requireNonNull(image)));
  }

  private void receipt(ObjectTree app, java.time.Instant begin) {
    var state = Tree.object(Tree.at(app, "status", "operationState"));
    var receipt =
        ObjectTree.of(
            "application", Tree.text(app, "metadata", "name"),
            "revision", Tree.text(app, "status", "sync", "revision"),
            "contains", contains == null ? "" : contains,
            "image", image == null ? "" : image,
            "sync", AppView.syncWord(app),
            "health", AppView.healthWord(app),
            "syncedAt", Tree.text(state, "finishedAt"),
            "images", Tree.items(Tree.at(app, "status", "summary", "images")));
    if (Output.structured(global.terminal(), output, receipt)) {
      return;
    }
    var fields = new io.syncline.cli.output.Fields();
    fields
        .add("Application:", Tree.text(receipt, "application"))
        .add("Revision:", Tree.text(receipt, "revision"));
    if (contains != null) {
      fields.add("Contains:", contains);
    }
    if (image != null) {
      fields.add("Image:", image);
    }
    fields
        .add("Sync Status:", Tree.text(receipt, "sync"))
        .add("Health Status:", Tree.text(receipt, "health"))
        .add("Synced at:", AppView.time(Tree.text(receipt, "syncedAt")))
        .add("Waited:", Waiting.since(begin));
    global.terminal().out().print("\n" + fields.text());
  }
}
