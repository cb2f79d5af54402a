package io.syncline.cli.repo;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.client.KubernetesOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Table;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code repo}. */
@Command(name = "repo", description = "Manage repositories")
public final class RepoCommand {
  @Mixin KubernetesOptions kubernetes = new KubernetesOptions();

  static final String ALL = "/api/v1/repositories";

  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new RepoCommand())
        .addSubcommand(new ListCommand(global))
        .addSubcommand(new GetCommand(global))
        .addSubcommand(new RepoAddCommand(global))
        .addSubcommand(new RemoveCommand(global));
  }

  static Table table(List<Object> items) {
    var table =
        new Table(
            "TYPE",
            "NAME",
            "REPO",
            "INSECURE",
            "OCI",
            "LFS",
            "CREDS",
            "STATUS",
            "MESSAGE",
            "PROJECT");
    for (var item : items) {
      table.row(
          Tree.text(item, "type"),
          Tree.text(item, "name"),
          Tree.text(item, "repo"),
          Tree.flag(item, "insecure"),
          Tree.flag(item, "enableOCI"),
          Tree.flag(item, "enableLfs"),
          Tree.flag(item, "inheritedCreds") ? "inherited" : !Tree.text(item, "username").isEmpty(),
          Tree.text(item, "connectionState", "status"),
          Tree.text(item, "connectionState", "message").replace("\n", " "),
          Tree.text(item, "project"));
    }
    return table;
  }

  private static String query(String project) {
    return project.isEmpty() ? "" : "?appProject=" + ApiClient.segment(project);
  }

  private static void print(GlobalOptions global, String output, List<Object> items) {
    var named = items.stream().filter(i -> !Tree.text(i, "name").isEmpty()).toList();
    new Answer(items)
        .table(() -> table(items))
        .lines("name", named, i -> Tree.text(i, "name"))
        .lines("url", items, i -> Tree.text(i, "repo"))
        .print(global.terminal(), output);
  }

  /** {@code repo list}. */
  @Command(name = "list", description = "List repositories")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, name, url, json or yaml")
    String output = "wide";

    @Option(
        names = "--refresh",
        defaultValue = "",
        description = "hard: ask the repositories again")
    String refresh = "";

    ListCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var query = refresh.equals("hard") ? "?forceRefresh=true" : "";
      print(global, output, Tree.items(global.client().get(ALL + query).get("items")));
      return 0;
    }
  }

  /** {@code repo get}. */
  @Command(name = "get", description = "Show one repository")
  static final class GetCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "URL")
    String url = "";

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, name, url, json or yaml")
    String output = "wide";

    @Option(names = "--refresh", defaultValue = "", description = "hard: ask the repository again")
    String refresh = "";

    @Option(names = "--project", defaultValue = "", description = "Project it belongs to")
    String project = "";

    GetCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var named = query(project);
      var query =
          named
              + (refresh.equals("hard") ? (named.isEmpty() ? "?" : "&") + "forceRefresh=true" : "");
      print(
          global, output, List.of(global.client().get(ALL + "/" + ApiClient.segment(url) + query)));
      return 0;
    }
  }

  /** {@code repo rm}. */
  @Command(name = "rm", description = "Forget what is needed to read repositories")
  static final class RemoveCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "URL", arity = "1..*")
    List<String> urls = List.of();

    @Option(names = "--project", defaultValue = "", description = "Project they belong to")
    String project = "";

    RemoveCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      for (var url : urls) {
        global.client().call("DELETE", ALL + "/" + ApiClient.segment(url) + query(project), null);
        global.terminal().out().println("Repository '" + url + "' removed");
      }
      return 0;
    }
  }
}
