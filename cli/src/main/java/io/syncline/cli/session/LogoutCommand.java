package io.syncline.cli.session;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code logout}. */
@Command(name = "logout", description = "Log out of an API server")
public final class LogoutCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "CONTEXT")
  String context = "";

  /** The command. */
  public LogoutCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var file = global.configFile();
    var login =
        file.login(context)
            .orElseThrow(
                () -> new CliException(CliException.API, "context '" + context + "' is undefined"));
    try {
      new ApiClient(login).call("DELETE", "/api/v1/session", null);
    } catch (CliException e) {
      global.terminal().err().println("the server could not be told: " + e.getMessage());
    }
    file.withoutToken(context).save();
    global.terminal().out().println("Logged out from '" + context + "'");
    return 0;
  }
}
