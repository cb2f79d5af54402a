package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Fields;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app explain}: why an application is as it is. */
@Command(name = "explain", description = "Say why the application is as it is and what comes next")
final class ExplainCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "APPNAME")
  String name = "";

  @Mixin AppNamespace place = new AppNamespace();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, json or yaml")
  String output = "wide";

  ExplainCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    name = place.of(name);
    var answer = global.client().get(AppPaths.one(name, "/explain"));
    new Answer(answer).as("wide", () -> text(answer)).print(global.terminal(), output);
    return 0;
  }

  private static String text(ObjectTree answer) {
    var lines = new Fields(12);
    var topic = "";
    for (var sentence : Tree.items(answer.get("sentences"))) {
      var about = Tree.text(sentence, "topic");
      lines.add(about.equals(topic) ? "" : about, Tree.text(sentence, "text"));
      topic = about;
    }
    return lines.text();
  }
}
