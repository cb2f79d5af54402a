package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app plan}: what a sync would do, with a digest that binds one to it. */
@Command(name = "plan", description = "Show what a sync would do, in order")
final class PlanCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(names = "--revision", defaultValue = "", description = "Plan a sync to this revision")
  String revision = "";

  @Option(names = "--prune", description = "Plan a sync that prunes")
  boolean prune;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, json or yaml")
  String output = "wide";

  PlanCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var plan =
        global
            .client()
            .call(
                "POST",
                AppPaths.one(name, "/plan"),
                ObjectTree.of("revision", revision, "prune", prune));
    new Answer(plan).as("wide", () -> text(plan)).print(global.terminal(), output);
    return 0;
  }

  private static String text(ObjectTree plan) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    var doing = 0;
    for (var task : Tree.items(plan.get("tasks"))) {
      var action = Tree.text(task, "action");
      if (action.equals("nothing")) {
        continue;
      }
      doing++;
      var namespace = Tree.text(task, "namespace");
      out.printf(
          "%-8s %4d  %-7s %s %s%n",
          Tree.text(task, "phase"),
          Tree.number(task, 0, "wave"),
          action,
          Tree.text(task, "kind"),
          (namespace.isEmpty() ? "" : namespace + "/") + Tree.text(task, "name"));
      for (var change : Tree.items(Tree.at(task, "changes"))) {
        out.printf(
            "                         %s: %s -> %s%n",
            Tree.text(change, "path"), or(Tree.text(change, "from")), or(Tree.text(change, "to")));
      }
      if (!Tree.text(task, "refused").isEmpty()) {
        out.println("                         refused: " + Tree.text(task, "refused"));
      }
    }
    if (doing == 0) {
      out.println("Nothing to do.");
    }
    Tree.items(plan.get("needsConfirmation"))
        .forEach(o -> out.println("needs a confirmation: " + o));
    out.println();
    out.println(
        "Revision: "
            + String.join(
                ", ", Tree.items(plan.get("revisions")).stream().map(String::valueOf).toList()));
    out.println("Plan:     " + Tree.text(plan, "digest"));
    return text.toString();
  }

  private static String or(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
