package io.syncline.cli.repo;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code cert}. */
@Command(name = "cert", description = "Manage certificates and host keys of repositories")
public final class CertCommand {
  private static final String ALL = "/api/v1/certificates";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new CertCommand())
        .addSubcommand(new AddTlsCommand(global))
        .addSubcommand(new AddSshCommand(global))
        .addSubcommand(new ListCommand(global))
        .addSubcommand(new RemoveCommand(global));
  }

  private static String read(GlobalOptions global, @Nullable Path from) throws IOException {
    var text = LoginOptions.text(from, "file");
    return text == null
        ? new String(global.terminal().in().readAllBytes(), StandardCharsets.UTF_8)
        : text;
  }

  private static ObjectTree item(String host, String type, String subType, String text) {
    return ObjectTree.of(
        "serverName",
        host,
        "certType",
        type,
        "certSubType",
        subType,
        "certData",
        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Object> send(GlobalOptions global, List<ObjectTree> items, boolean upsert) {
    var body = ObjectTree.of("items", Tree.list(items));
    return Tree.items(global.client().call("POST", ALL + "?upsert=" + upsert, body).get("items"));
  }

  /** {@code cert add-tls}. */
  @Command(name = "add-tls", description = "Believe a server these TLS certificates")
  static final class AddTlsCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "SERVERNAME")
    String host = "";

    @Option(names = "--from", description = "File with PEM certificates; else standard input")
    @Nullable Path from;

    @Option(names = "--upsert", description = "Replace others of this server")
    boolean upsert;

    AddTlsCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() throws IOException {
      var found = PEM.matcher(read(global, from));
      Set<String> certificates = new LinkedHashSet<>();
      while (found.find()) {
        certificates.add(found.group());
      }
      if (certificates.isEmpty()) {
        throw new CliException(
            CliException.FAILED,
            "no certificate in the input (expected: PEM text, -----BEGIN CERTIFICATE-----)");
      }
      var text = String.join("\n", certificates) + "\n";
      send(global, List.of(item(host, "https", "", text)), upsert);
      global
          .terminal()
          .out()
          .println(
              "Created entry with "
                  + certificates.size()
                  + " PEM certificates for repository server "
                  + host);
      return 0;
    }
  }

  /** {@code cert add-ssh}. */
  @Command(name = "add-ssh", description = "Believe servers these SSH host keys")
  static final class AddSshCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--batch", description = "Read lines as ssh-keyscan prints them")
    boolean batch;

    @Option(names = "--from", description = "File with them; else standard input")
    @Nullable Path from;

    @Option(names = "--upsert", description = "Replace other keys of these servers")
    boolean upsert;

    AddSshCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() throws IOException {
      if (!batch) {
        throw new CliException(
            CliException.USAGE, "host keys can only be given many at once (expected: --batch)");
      }
      var items = new ArrayList<ObjectTree>();
      var number = 0;
      for (var line : read(global, from).lines().toList()) {
        number++;
        if (line.isBlank() || line.stripLeading().startsWith("#")) {
          continue;
        }
        var words = line.strip().split("\\s+");
        if (words.length < 3 || words[0].startsWith("@") || words[0].startsWith("|")) {
          throw new CliException(
              CliException.FAILED,
              "line "
                  + number
                  + " is no host key (expected: HOST TYPE KEY, the host as plain text)");
        }
        for (var host : words[0].split(",")) {
          items.add(item(host, "ssh", words[1], words[2]));
        }
      }
      if (items.isEmpty()) {
        throw new CliException(CliException.FAILED, "no host key in the input");
      }
      send(global, items, upsert);
      global
          .terminal()
          .out()
          .println("Successfully created " + items.size() + " SSH known host entries");
      return 0;
    }
  }

  /** {@code cert list}. */
  @Command(name = "list", description = "List certificates and host keys")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--cert-type", defaultValue = "", description = "ssh or https")
    String type = "";

    @Option(names = "--hostname-pattern", defaultValue = "", description = "Glob of hosts")
    String hosts = "";

    @Option(names = "--sort", defaultValue = "", description = "hostname or type")
    String sort = "";

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, json or yaml")
    String output = "wide";

    ListCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      if (!List.of("", "ssh", "https").contains(type)) {
        throw new CliException(
            CliException.FAILED, "cert-type is '" + type + "' (expected: ssh or https)");
      }
      if (!List.of("", "hostname", "type").contains(sort)) {
        throw new CliException(
            CliException.FAILED, "sort is '" + sort + "' (expected: hostname or type)");
      }
      var query =
          "?hostNamePattern=" + ApiClient.segment(hosts) + "&certType=" + ApiClient.segment(type);
      var items = new ArrayList<>(Tree.items(global.client().get(ALL + query).get("items")));
      var host = Comparator.<Object, String>comparing(i -> Tree.text(i, "serverName"));
      var kind = Comparator.<Object, String>comparing(i -> Tree.text(i, "certType"));
      if (!sort.isEmpty()) {
        items.sort(sort.equals("type") ? kind.thenComparing(host) : host.thenComparing(kind));
      }
      new Answer(Tree.list(items)).table(() -> table(items)).print(global.terminal(), output);
      return 0;
    }

    private static Table table(List<Object> items) {
      var table = new Table("HOSTNAME", "TYPE", "SUBTYPE", "INFO");
      for (var item : items) {
        table.row(
            Tree.text(item, "serverName"),
            Tree.text(item, "certType"),
            Tree.text(item, "certSubType"),
            Tree.text(item, "certInfo"));
      }
      return table;
    }
  }

  /** {@code cert rm}. */
  @Command(name = "rm", description = "Forget certificates and host keys")
  static final class RemoveCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "REPOSERVER")
    String host = "";

    @Option(names = "--cert-type", defaultValue = "", description = "ssh or https")
    String type = "";

    @Option(names = "--cert-sub-type", defaultValue = "", description = "Such as ssh-ed25519")
    String subType = "";

    RemoveCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      if (!subType.isEmpty() && !type.equals("ssh")) {
        throw new CliException(
            CliException.USAGE, "--cert-sub-type is given (expected: with --cert-type ssh)");
      }
      var query =
          "?hostNamePattern="
              + ApiClient.segment(host)
              + "&certType="
              + ApiClient.segment(type)
              + "&certSubType="
              + ApiClient.segment(subType);
      var out = global.terminal().out();
      var gone = Tree.items(global.client().call("DELETE", ALL + query, null).get("items"));
      if (gone.isEmpty()) {
        out.println("No certs were removed (none matched the given pattern)");
      }
      for (var item : gone) {
        out.println(
            "Removed cert for '"
                + Tree.text(item, "serverName")
                + "' of type '"
                + Tree.text(item, "certType")
                + "' (subtype '"
                + Tree.text(item, "certSubType")
                + "')");
      }
      return 0;
    }
  }
}
