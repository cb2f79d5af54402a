package io.syncline.cli.session;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.Login;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Scanner;

/** A session for the password of an account. */
final class PasswordLogin {
  private final Terminal terminal;
  private final Scanner answers;

  PasswordLogin(Terminal terminal) {
    this.terminal = terminal;
    this.answers = new Scanner(terminal.in(), StandardCharsets.UTF_8);
  }

  /** {@code server} with a fresh token in place of the one it had. */
  Login login(Login server, String user, String password) {
    var anonymous = new Login(server.address(), server.plaintext(), server.insecure(), "");
    var answer =
        new ApiClient(anonymous)
            .call("POST", "/api/v1/session", ObjectTree.of("username", user, "password", password));
    return new Login(
        server.address(), server.plaintext(), server.insecure(), Tree.text(answer, "token"));
  }

  /** What the person here answers to {@code prompt}. */
  String ask(String prompt) {
    terminal.err().print(prompt);
    terminal.err().flush();
    if (!answers.hasNextLine()) {
      throw new CliException(
          CliException.FAILED,
          "no "
              + prompt.replace(": ", "").toLowerCase(Locale.ROOT)
              + " given (expected: --username and --password, or an answer)");
    }
    return answers.nextLine();
  }
}
