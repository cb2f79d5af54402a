package io.syncline.cli.session;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.client.Login;
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
    var passwords = new PasswordLogin(global.terminal());
    var user = username != null ? username : passwords.ask("Username: ");
    var secret = password != null ? password : passwords.ask("Password: ");
    var login = passwords.login(new Login(host, plain, global.insecureAsked(), ""), user, secret);
    var context = name != null ? name : host;
    global.configFile().with(context, login, context).save();
    global.terminal().out().println("'" + user + ":login' logged in successfully");
    global.terminal().out().println("Context '" + context + "' updated");
    return 0;
  }

  private static boolean local(String host) {
    return host.startsWith("localhost:")
        || host.startsWith("127.0.0.1:")
        || host.startsWith("[::1]:");
  }
}
