package io.syncline.cli.session;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code relogin}: the login of the current context once more, as whom its token names. */
@Command(name = "relogin", description = "Log in to the server of the current context again")
public final class ReloginCommand implements Callable<Integer> {
  /** Who issues the tokens of local accounts. */
  private static final String LOCAL = "argocd";

  private final GlobalOptions global;

  @Option(names = "--password", description = "Password")
  @Nullable String password;

  @Option(
      names = {"--callback", "--sso-port"},
      hidden = true,
      description = "Accepted: single sign-on is not there yet")
  @Nullable String unused;

  @Option(
      names = "--sso-launch-browser",
      arity = "0..1",
      fallbackValue = "true",
      hidden = true,
      description = "Accepted: single sign-on is not there yet")
  @Nullable String browser;

  /** The command. */
  public ReloginCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var file = global.configFile();
    var context = file.current();
    var old =
        file.login(context)
            .orElseThrow(
                () ->
                    new CliException(
                        CliException.FAILED,
                        "no context found; hint: `syncline login SERVER` makes one"));
    var claims = claims(old.token());
    var issuer = Tree.text(claims, "iss");
    if (!issuer.equals(LOCAL)) {
      throw new CliException(
          CliException.FAILED,
          "token of context '"
              + context
              + "' is from issuer \""
              + issuer
              + "\" (expected: one of a local account; hint: `syncline login "
              + old.address()
              + "`)");
    }
    var user = Tree.text(claims, "sub").replaceFirst(":.*", "");
    var out = global.terminal().out();
    out.println("Relogging in as '" + user + "'");
    var passwords = new PasswordLogin(global.terminal());
    var secret = password != null ? password : passwords.ask("Password: ");
    file.with(context, passwords.login(old, user, secret), context).save();
    out.println("Context '" + context + "' updated");
    return 0;
  }

  /** What a token says of itself; an expired one still tells whose it was. */
  private static ObjectTree claims(String token) {
    var parts = token.split("\\.", -1);
    try {
      return parts.length == 3
          ? Json.parseObject(Base64.getUrlDecoder().decode(parts[1]))
          : ObjectTree.EMPTY;
    } catch (IllegalArgumentException | Json.SyntaxException _) {
      return ObjectTree.EMPTY;
    }
  }
}
