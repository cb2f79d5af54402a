package io.syncline.cli.session;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.client.Login;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Fields;
import io.syncline.cli.output.Table;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code account}. */
@Command(name = "account", description = "Manage accounts")
public final class AccountCommand {
  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new AccountCommand())
        .addSubcommand(new ListCommand(global))
        .addSubcommand(new UserInfoCommand(global))
        .addSubcommand(new CanICommand(global))
        .addSubcommand(new PasswordCommand(global));
  }

  /** {@code account list}. */
  @Command(name = "list", description = "List accounts")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, name, json or yaml")
    String output = "wide";

    ListCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var items = Tree.items(global.client().get("/api/v1/account").get("items"));
      new Answer(items)
          .table(() -> table(items))
          .lines("name", items, i -> Tree.text(i, "name"))
          .print(global.terminal(), output);
      return 0;
    }

    private static Table table(List<Object> items) {
      var table = new Table("NAME", "ENABLED", "CAPABILITIES");
      for (var item : items) {
        table.row(
            Tree.text(item, "name"),
            Tree.flag(item, "enabled"),
            String.join(
                ", ",
                Tree.items(Tree.object(item).get("capabilities")).stream()
                    .map(String::valueOf)
                    .toList()));
      }
      return table;
    }
  }

  /** {@code account get-user-info}. */
  @Command(name = "get-user-info", description = "Show who is logged in")
  static final class UserInfoCommand implements Callable<Integer> {
    private final GlobalOptions global;

    UserInfoCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var info = global.client().get("/api/v1/session/userinfo");
      global
          .terminal()
          .out()
          .print(
              new Fields()
                  .add("Logged In:", Tree.flag(info, "loggedIn"))
                  .add("Username:", Tree.text(info, "username"))
                  .add("Issuer:", Tree.text(info, "iss"))
                  .text());
      return 0;
    }
  }

  /** {@code account can-i}. */
  @Command(name = "can-i", description = "Say whether one may do something")
  static final class CanICommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(index = "0", paramLabel = "ACTION")
    String action = "";

    @Parameters(index = "1", paramLabel = "RESOURCE")
    String resource = "";

    @Parameters(index = "2", paramLabel = "SUBRESOURCE")
    String subresource = "";

    CanICommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var path =
          "/api/v1/account/can-i/"
              + ApiClient.segment(resource)
              + "/"
              + ApiClient.segment(action)
              + "/"
              + ApiClient.segment(subresource);
      global.terminal().out().println(Tree.text(global.client().get(path), "value"));
      return 0;
    }
  }

  /** {@code account update-password}. */
  @Command(name = "update-password", description = "Set a new password")
  static final class PasswordCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--current-password", required = true, description = "Present password")
    String current = "";

    @Option(names = "--new-password", required = true, description = "New password")
    String next = "";

    @Option(names = "--account", defaultValue = "", description = "Account, one's own by default")
    String account = "";

    PasswordCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var client = global.client();
      var own = Tree.text(client.get("/api/v1/session/userinfo"), "username");
      client.call(
          "PUT",
          "/api/v1/account/password",
          ObjectTree.of("name", account, "currentPassword", current, "newPassword", next));
      global.terminal().out().println("Password updated");
      if (account.isEmpty() || account.equals(own)) {
        renew(client.login(), own);
      }
      return 0;
    }

    /** The server ends sessions that began with the old password, so the stored one is replaced. */
    private void renew(Login old, String user) {
      var file = global.configFile();
      var context = file.current();
      if (!file.login(context).map(Login::token).orElse("").equals(old.token())
          || old.token().isEmpty()) {
        return;
      }
      var fresh =
          new ApiClient(old)
              .call("POST", "/api/v1/session", ObjectTree.of("username", user, "password", next));
      file.with(
              context,
              new Login(old.address(), old.plaintext(), old.insecure(), Tree.text(fresh, "token")),
              context)
          .save();
      global.terminal().out().println("Context '" + context + "' updated");
    }
  }
}
