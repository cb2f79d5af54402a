package io.syncline.cli.session;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.client.Login;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code login}. */
@Command(name = "login", description = "Log in to an API server")
public final class LoginCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "SERVER")
  String server = "";

  @Option(names = "--username", description = "Account")
  @Nullable String username;

  @Option(names = "--password", description = "Password")
  @Nullable String password;

  @Option(names = "--name", description = "Name of the context")
  @Nullable String name;

  /** The command. */
  public LoginCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var host = server.replaceFirst("^https?://", "").replaceAll("/+$", "");
    // Loopback without TLS is what a demo offers; nobody else can listen there.
    var plain =
        global.plaintextAsked()
            || server.startsWith("http://")
            || (!server.startsWith("https://") && local(host));
    var scanner = new Scanner(global.terminal().in(), StandardCharsets.UTF_8);
    var user = username != null ? username : ask(scanner, "Username: ");
    var secret = password != null ? password : ask(scanner, "Password: ");
    var anonymous = new Login(host, plain, global.insecureAsked(), "");
    var answer =
        new ApiClient(anonymous)
            .call("POST", "/api/v1/session", ObjectTree.of("username", user, "password", secret));
    var context = name != null ? name : host;
    global
        .configFile()
        .with(
            context,
            new Login(host, plain, global.insecureAsked(), Tree.text(answer, "token")),
            context)
        .save();
    global.terminal().out().println("'" + user + ":login' logged in successfully");
    global.terminal().out().println("Context '" + context + "' updated");
    return 0;
  }

  private static boolean local(String host) {
    return host.startsWith("localhost:")
        || host.startsWith("127.0.0.1:")
        || host.startsWith("[::1]:");
  }

  private String ask(Scanner scanner, String prompt) {
    global.terminal().err().print(prompt);
    global.terminal().err().flush();
    if (!scanner.hasNextLine()) {
      throw new CliException(
          CliException.FAILED,
          "no "
              + prompt.replace(": ", "").toLowerCase(java.util.Locale.ROOT)
              + " given (expected: --username and --password, or an answer)");
    }
    return scanner.nextLine();
  }
}
