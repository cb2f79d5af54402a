package io.syncline.cli.repo;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code repo}. */
@Command(name = "repo", description = "Manage repositories")
public final class RepoCommand {
  private static final String ALL = "/api/v1/repositories";

  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new RepoCommand())
        .addSubcommand(new ListCommand(global))
        .addSubcommand(new GetCommand(global))
        .addSubcommand(new AddCommand(global))
        .addSubcommand(new RemoveCommand(global));
  }

  static String table(List<Object> items) {
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
          !Tree.text(item, "username").isEmpty(),
          Tree.text(item, "connectionState", "status"),
          Tree.text(item, "connectionState", "message").replace("\n", " "),
          Tree.text(item, "project"));
    }
    return table.text();
  }

  private static void print(GlobalOptions global, String output, List<Object> items) {
    var out = global.terminal().out();
    switch (output) {
      case "url" -> items.forEach(i -> out.println(Tree.text(i, "repo")));
      case "wide", "" -> out.print(table(items));
      default -> {
        if (!Output.structured(global.terminal(), output, items)) {
          throw Output.unknown(output, "wide, url, json or yaml");
        }
      }
    }
  }

  /** {@code repo list}. */
  @Command(name = "list", description = "List repositories")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, url, json or yaml")
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
        description = "wide, url, json or yaml")
    String output = "wide";

    GetCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      print(global, output, List.of(global.client().get(ALL + "/" + ApiClient.segment(url))));
      return 0;
    }
  }

  /** {@code repo add}. */
  @Command(name = "add", description = "Add a repository with what is needed to read it")
  static final class AddCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "URL")
    String url = "";

    @Option(names = "--name", description = "Name")
    @Nullable String name;

    @Option(names = "--type", defaultValue = "git", description = "git, helm or oci")
    String type = "git";

    @Option(names = "--username", description = "User name")
    @Nullable String username;

    @Option(names = "--password", description = "Password or token")
    @Nullable String password;

    @Option(names = "--ssh-private-key-path", description = "File with an SSH key")
    @Nullable Path sshKey;

    @Option(names = "--bearer-token", description = "Token that stands for itself")
    @Nullable String bearerToken;

    @Option(names = "--enable-oci", description = "Helm charts in an OCI registry")
    boolean oci;

    @Option(names = "--insecure-oci-force-http", description = "Speak to the registry without TLS")
    boolean plainHttp;

    @Option(names = "--tls-client-cert-path", description = "File with a client certificate")
    @Nullable Path clientCertificate;

    @Option(names = "--tls-client-cert-key-path", description = "File with its key")
    @Nullable Path clientKey;

    @Option(names = "--proxy", description = "URL of a proxy")
    @Nullable String proxy;

    @Option(names = "--no-proxy", description = "Hosts reached without the proxy")
    @Nullable String noProxy;

    @Option(names = "--project", description = "Project that alone may use it")
    @Nullable String project;

    @Option(names = "--insecure-skip-server-verification", description = "Trust any server")
    boolean insecure;

    @Option(names = "--upsert", description = "Replace what is known of it")
    boolean upsert;

    AddCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() throws IOException {
      if (type.equals("helm") && name == null) {
        throw new CliException(
            CliException.USAGE,
            "repository of type helm has no name (expected: --name); hint: charts refer to it as @NAME");
      }
      var body = new ObjectTree.Builder(8).put("repo", url).put("type", type);
      put(body, "name", name);
      put(body, "username", username);
      put(body, "password", password);
      put(body, "project", project);
      put(body, "bearerToken", bearerToken);
      put(body, "proxy", proxy);
      put(body, "noProxy", noProxy);
      put(body, "sshPrivateKey", text(sshKey, "SSH key"));
      put(body, "tlsClientCertData", text(clientCertificate, "client certificate"));
      put(body, "tlsClientCertKey", text(clientKey, "client key"));
      put(body, "insecure", insecure);
      put(body, "enableOCI", oci);
      put(body, "insecureOCIForceHttp", plainHttp);
      global.client().call("POST", ALL + "?upsert=" + upsert, body.build());
      global.terminal().out().println("Repository '" + url + "' added");
      return 0;
    }

    private static @Nullable String text(@Nullable Path file, String what) throws IOException {
      if (file == null) {
        return null;
      }
      if (!Files.isReadable(file)) {
        throw new CliException(CliException.FAILED, what + " " + file + " cannot be read");
      }
      return Files.readString(file);
    }

    private static void put(ObjectTree.Builder body, String key, boolean flag) {
      if (flag) {
        body.put(key, true);
      }
    }

    private static void put(ObjectTree.Builder body, String key, @Nullable String value) {
      if (value != null) {
        body.put(key, value);
      }
    }
  }

  /** {@code repo rm}. */
  @Command(name = "rm", description = "Forget what is needed to read repositories")
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
        global.terminal().out().println("Repository '" + url + "' removed");
      }
      return 0;
    }
  }
}
