package io.syncline.cli.client;

import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Flags every command takes, with the names {@code argocd} gives them (semantics 32.1). */
public final class GlobalOptions {
  @Option(
      names = "--server",
      scope = ScopeType.INHERIT,
      paramLabel = "HOST:PORT",
      description = "Address of the API server (ARGOCD_SERVER)")
  @Nullable String server;

  @Option(
      names = "--auth-token",
      scope = ScopeType.INHERIT,
      paramLabel = "TOKEN",
      description = "Token to use (ARGOCD_AUTH_TOKEN)")
  @Nullable String token;

  @Option(
      names = "--insecure",
      scope = ScopeType.INHERIT,
      description = "Trust any certificate of the server")
  boolean insecure;

  @Option(names = "--plaintext", scope = ScopeType.INHERIT, description = "Use HTTP without TLS")
  boolean plaintext;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Config file with contexts and tokens")
  @Nullable String config;

  @Option(
      names = "--argocd-context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Context of the config file to use")
  @Nullable String context;

  @Option(
      names = {"--grpc-web", "--grpc-web-root-path"},
      scope = ScopeType.INHERIT,
      arity = "0..1",
      fallbackValue = "",
      hidden = true,
      description = "Accepted and not needed: the API is plain HTTP")
  @Nullable String grpcWeb;

  @Option(
      names = {"--loglevel", "--logformat", "--http-retry-max", "--kube-context"},
      scope = ScopeType.INHERIT,
      hidden = true,
      description = "Accepted for compatibility")
  List<String> accepted = new ArrayList<>();

  private final Terminal terminal;

  /** Flags of a command run in {@code terminal}. */
  public GlobalOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Where the command runs. */
  public Terminal terminal() {
    return terminal;
  }

  /** The config file named by flag or environment, else the usual one. */
  public ConfigFile configFile() {
    if (config != null) {
      return ConfigFile.read(Path.of(config));
    }
    var folder =
        terminal
            .variable("ARGOCD_CONFIG_DIR")
            .or(() -> terminal.variable("XDG_CONFIG_HOME").map(x -> x + "/argocd"))
            .orElse(terminal.variable("HOME").orElse(".") + "/.config/argocd");
    return ConfigFile.read(Path.of(folder, "config"));
  }

  /** Who we are and where, by flag, environment and config file in this order. */
  public Login login() {
    var file = configFile();
    var name = context != null ? context : file.current();
    var stored = file.login(name);
    if (context != null && stored.isEmpty()) {
      throw new CliException(CliException.API, "context '" + context + "' is undefined");
    }
    var address =
        server != null
            ? server
            : terminal.variable("ARGOCD_SERVER").orElse(stored.map(Login::address).orElse(""));
    if (address.isEmpty()) {
      throw new CliException(
          CliException.API,
          "server address is unknown; hint: `syncline login HOST:PORT`, --server or ARGOCD_SERVER");
    }
    var known = stored.filter(s -> s.address().equals(address)).or(() -> file.login(address));
    var bearer =
        token != null
            ? token
            : terminal.variable("ARGOCD_AUTH_TOKEN").orElse(known.map(Login::token).orElse(""));
    return new Login(
        address,
        plaintext || known.map(Login::plaintext).orElse(false),
        insecure || known.map(Login::insecure).orElse(false),
        bearer);
  }

  /** Whether {@code --plaintext} was given. */
  public boolean plaintextAsked() {
    return plaintext;
  }

  /** Whether {@code --insecure} was given. */
  public boolean insecureAsked() {
    return insecure;
  }

  /** A client of the server in use. */
  public ApiClient client() {
    return new ApiClient(login());
  }
}
