package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Table;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app history}. */
@Command(name = "history", description = "Show what was deployed")
final class HistoryCommand implements Callable<Integer> {
  /** How argocd prints a time that was never written. */
  private static final String NEVER = "0001-01-01 00:00:00 +0000 UTC";

  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, id, json or yaml")
  String output = "wide";

  HistoryCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var history = Tree.items(Tree.at(global.client().get(AppPaths.one(name)), "status", "history"));
    new Answer(history)
        .as("wide", () -> bySource(history))
        .lines("id", history, h -> Tree.number(h, 0, "id"))
        .print(global.terminal(), output);
    return 0;
  }

  private static String bySource(List<Object> history) {
    var bySource = new LinkedHashMap<String, Table>();
    history.forEach(h -> add(bySource, Tree.object(h)));
    return bySource.values().stream().map(Table::text).collect(Collectors.joining("\n"));
  }

  private static void add(LinkedHashMap<String, Table> bySource, ObjectTree entry) {
    var sources = Tree.items(entry.get("sources"));
    if (sources.isEmpty()) {
      add(bySource, entry, Tree.object(entry.get("source")), Tree.text(entry, "revision"));
      return;
    }
    var revisions = Tree.items(entry.get("revisions"));
    for (var i = 0; i < sources.size(); i++) {
      add(
          bySource,
          entry,
          Tree.object(sources.get(i)),
          i < revisions.size() ? String.valueOf(revisions.get(i)) : "");
    }
  }

  private static void add(
      LinkedHashMap<String, Table> bySource, ObjectTree entry, ObjectTree source, String revision) {
    var deployed = Tree.text(entry, "deployedAt");
    var target = Tree.text(source, "targetRevision");
    var shown =
        (target.isEmpty() ? "HEAD" : target)
            + (AppView.isCommit(revision) ? " (" + AppView.shorten(revision) + ")" : "");
    bySource
        .computeIfAbsent(
            Tree.text(source, "repoURL"),
            url -> new Table("SOURCE", url).row("ID", "DATE", "REVISION"))
        .row(
            Tree.number(entry, 0, "id"),
            deployed.isEmpty() ? NEVER : AppView.time(deployed),
            shown);
  }
}
