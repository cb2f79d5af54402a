package io.syncline.cli.repo;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Table;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code repocreds}. */
@Command(name = "repocreds", description = "Manage logins for all repositories below a URL")
public final class RepocredsCommand {
  private static final String ALL = "/api/v1/repocreds";

  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new RepocredsCommand())
        .addSubcommand(new ListCommand(global))
        .addSubcommand(new AddCommand(global))
        .addSubcommand(new RemoveCommand(global));
  }

  /** {@code repocreds list}. */
  @Command(name = "list", description = "List logins")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, url, json or yaml")
    String output = "wide";

    ListCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var items = Tree.items(global.client().get(ALL).get("items"));
      new Answer(items)
          .table(() -> table(items))
          .lines("url", items, i -> Tree.text(i, "url"))
          .print(global.terminal(), output);
      return 0;
    }

    private static Table table(List<Object> items) {
      var table = new Table("URL PATTERN", "USERNAME", "SSH_CREDS", "TLS_CREDS");
      for (var item : items) {
        var name = Tree.text(item, "username");
        // What is secret is not told, so neither is whether it is there.
        table.row(
            Tree.text(item, "url"),
            name.isEmpty() ? "-" : name,
            !Tree.text(item, "sshPrivateKey").isEmpty(),
            !Tree.text(item, "tlsClientCertData").isEmpty());
      }
      return table;
    }
  }

  /** {@code repocreds add}. */
  @Command(name = "add", description = "Add a login for all repositories below a URL")
  static final class AddCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "URL")
    String url = "";

    @Mixin LoginOptions login = new LoginOptions();

    AddCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() throws IOException {
      var body = new ObjectTree.Builder(8).put("url", url);
      login.check(url);
      login.put(body);
      global.client().call("POST", ALL + "?upsert=" + login.upsert, body.build());
      global.terminal().out().println("Repository credentials for '" + url + "' added");
      return 0;
    }
  }

  /** {@code repocreds rm}. */
  @Command(name = "rm", description = "Forget logins")
  static final class RemoveCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "URL", arity = "1..*")
    List<String> urls = List.of();

    RemoveCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      for (var url : urls) {
        global.client().call("DELETE", ALL + "/" + ApiClient.segment(url), null);
        global.terminal().out().println("Repository credentials for '" + url + "' removed");
      }
      return 0;
    }
  }
}
