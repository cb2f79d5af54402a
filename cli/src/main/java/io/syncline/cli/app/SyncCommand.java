package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app sync}. */
@Command(name = "sync", description = "Make the cluster what Git says")
final class SyncCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME", arity = "0..*")
  List<String> names = List.of();

  @Mixin RevisionOptions revisions = new RevisionOptions();

  @Option(names = "--prune", description = "Delete what Git no longer has")
  boolean prune;

  @Option(names = "--dry-run", description = "Only try")
  boolean dryRun;

  @Option(names = "--force", description = "Delete and make again what cannot be patched")
  boolean force;

  @Option(names = "--replace", description = "Replace instead of apply")
  boolean replace;

  @Option(names = "--server-side", description = "Server-side apply")
  boolean serverSide;

  @Option(names = "--apply-out-of-sync-only", description = "Leave alone what is in sync")
  boolean outOfSyncOnly;

  @Option(names = "--strategy", defaultValue = "", description = "apply or hook")
  String strategy = "";

  @Option(
      names = "--resource",
      paramLabel = "[!]GROUP:KIND:[NS/]NAME",
      description = "Only these resources")
  List<String> resources = List.of();

  @Option(names = "--label", description = "Only resources with these labels")
  List<String> labels = List.of();

  @Option(names = "--info", paramLabel = "KEY=VALUE", description = "Note for the record")
  List<String> infos = List.of();

  @Mixin SyncRetryOptions retry = new SyncRetryOptions();

  @Mixin LocalOptions local = new LocalOptions();

  @Option(names = "--project", description = "All applications of these projects")
  List<String> projects = List.of();

  @Option(names = "--override-hold", description = "Sync although the application is held")
  boolean overrideHold;

  @Option(
      names = "--allow-destructive",
      description = "Confirm beforehand what the guard against destruction would ask about")
  boolean allowDestructive;

  @Option(
      names = "--plan",
      defaultValue = "",
      paramLabel = "DIGEST",
      description = "Sync only if that does what `app plan` showed under this digest")
  String plan = "";

  @Option(names = "--async", description = "Do not wait for the end")
  boolean async;

  @Option(
      names = "--timeout",
      defaultValue = "0",
      description = "Give up waiting after so many seconds")
  int timeout;

  @Mixin AppSelection selection = new AppSelection();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, json or yaml")
  String output = "wide";

  @Option(
      names = {"--assumeYes", "--assume-yes"},
      description = "Accepted for compatibility")
  boolean assumeYes;

  SyncCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    revisions.check();
    var client = global.client();
    for (var name : selection.names(client, names, projects)) {
      var app = client.get(AppPaths.one(name));
      inProject(name, app);
      var begun = client.call("POST", AppPaths.one(name, "/sync"), request(client, name, app));
      if (!async) {
        OperationEnd.follow(global, client, new OperationEnd.Begun(name, begun), timeout, output);
      }
    }
    return 0;
  }

  private void inProject(String name, ObjectTree app) {
    var project = Tree.text(app, "spec", "project");
    if (!projects.isEmpty() && !projects.contains(project)) {
      throw new CliException(
          CliException.FAILED,
          "application "
              + name
              + " is in project "
              + project
              + " (expected: "
              + String.join(" or ", projects)
              + ")");
    }
  }

  private ObjectTree request(ApiClient client, String name, ObjectTree app) {
    var request = new ObjectTree.Builder(8);
    AppPaths.named(name).forEach(request::put);
    request.put("revision", revisions.revision);
    if (!revisions.revisions.isEmpty()) {
      request.put("revisions", Tree.list(revisions.revisions));
      var positions = revisions.positions(client, name).stream().map(Integer::longValue).toList();
      request.put("sourcePositions", Tree.list(positions));
    }
    request.put("prune", prune);
    request.put("dryRun", dryRun);
    if (overrideHold) {
      request.put("overrideHold", true);
    }
    if (allowDestructive) {
      request.put("allowDestructive", true);
    }
    if (!plan.isEmpty()) {
      request.put("plan", plan);
    }
    switch (strategy) {
      case "" -> {
        if (force) {
          request.put("strategy", ObjectTree.of("hook", ObjectTree.of("force", true)));
        }
      }
      case "apply", "hook" ->
          request.put(
              "strategy",
              ObjectTree.of(strategy, force ? ObjectTree.of("force", true) : ObjectTree.EMPTY));
      default ->
          throw new CliException(
              CliException.FAILED,
              "Unknown sync strategy: '" + strategy + "' (expected: apply or hook)");
    }
    var selected = selected(client, name, app);
    if (!selected.isEmpty()) {
      request.put("resources", Tree.freeze(selected));
    }
    var options = options(app);
    if (!options.isEmpty()) {
      request.put("syncOptions", ObjectTree.of("items", options));
    }
    if (!infos.isEmpty()) {
      request.put("infos", Tree.freeze(infos.stream().map(SyncCommand::info).toList()));
    }
    retry.strategy().ifPresent(strategy -> request.put("retryStrategy", strategy));
    if (local.local != null) {
      request.put("manifests", Tree.list(local.texts(client, app)));
    }
    return request.build();
  }

  /** The API replaces the application's options by ours, so ours are added to them. */
  private List<String> options(ObjectTree app) {
    var ours = new ArrayList<String>();
    if (replace) {
      ours.add("Replace=true");
    }
    if (serverSide) {
      ours.add("ServerSideApply=true");
    }
    if (outOfSyncOnly) {
      ours.add("ApplyOutOfSyncOnly=true");
    }
    if (ours.isEmpty()) {
      return ours;
    }
    var all = new ArrayList<>(new Application(new Manifest(app)).syncPolicy().options());
    ours.stream().filter(o -> !all.contains(o)).forEach(all::add);
    return all;
  }

  private static ObjectTree info(String text) {
    var equal = text.indexOf('=');
    if (equal <= 0) {
      throw new CliException(
          CliException.FAILED, "info \"" + text + "\" has no value (expected: KEY=VALUE)");
    }
    return ObjectTree.of("name", text.substring(0, equal), "value", text.substring(equal + 1));
  }

  private List<ObjectTree> selected(ApiClient client, String name, ObjectTree app) {
    if (!labels.isEmpty()) {
      return labelled(client, name, app);
    }
    if (resources.isEmpty()) {
      return List.of();
    }
    var selectors = resources.stream().map(ResourceSelector::parse).toList();
    var chosen =
        Tree.items(Tree.at(app, "status", "resources")).stream()
            .map(Tree::object)
            .filter(r -> ResourceSelector.any(selectors, r))
            .map(SyncCommand::named)
            .toList();
    if (chosen.isEmpty()) {
      throw new CliException(
          CliException.FAILED,
          "No matching app resources found for resource filter: " + String.join(", ", resources));
    }
    return chosen;
  }

  /** The resources whose manifests have all labels asked for. */
  private List<ObjectTree> labelled(ApiClient client, String name, ObjectTree app) {
    var wanted =
        SetCommand.split(labels).stream()
            .map(l -> Pair.of(l, "Expected label of the form: param=value. Received: "))
            .toList();
    var fallback = Tree.text(app, "spec", "destination", "namespace");
    var chosen =
        revisions.rendered(client, name).stream()
            .map(Manifest::new)
            .filter(
                m ->
                    wanted.stream().allMatch(l -> m.label(l.name()).equals(Optional.of(l.value()))))
            .map(
                m ->
                    ObjectTree.of(
                        "group", m.group(),
                        "kind", m.kind(),
                        "name", m.name(),
                        "namespace", m.namespace()))
            .toList();
    var known = Tree.items(Tree.at(app, "status", "resources"));
    var found =
        chosen.stream()
            .map(
                c ->
                    known.stream()
                        .map(Tree::object)
                        .filter(k -> same(k, c, fallback))
                        .findFirst()
                        .map(SyncCommand::named)
                        .orElse(c))
            .toList();
    if (found.isEmpty()) {
      throw new CliException(
          CliException.FAILED,
          "No matching resources found for labels: " + String.join(",", labels));
    }
    return found;
  }

  private static boolean same(ObjectTree known, ObjectTree chosen, String fallback) {
    var there = Tree.text(known, "namespace");
    var asked = Tree.text(chosen, "namespace");
    return Tree.text(known, "group").equals(Tree.text(chosen, "group"))
        && Tree.text(known, "kind").equals(Tree.text(chosen, "kind"))
        && Tree.text(known, "name").equals(Tree.text(chosen, "name"))
        && (there.isEmpty() || there.equals(asked.isEmpty() ? fallback : asked));
  }

  private static ObjectTree named(ObjectTree resource) {
    return ObjectTree.of(
        "group", Tree.text(resource, "group"),
        "kind", Tree.text(resource, "kind"),
        "name", Tree.text(resource, "name"),
        "namespace", Tree.text(resource, "namespace"));
  }
}
