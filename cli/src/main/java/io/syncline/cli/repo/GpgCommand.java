package io.syncline.cli.repo;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Fields;
import io.syncline.cli.output.Table;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code gpg}. */
@Command(name = "gpg", description = "Manage the keys by which signatures of commits are checked")
public final class GpgCommand {
  private static final String ALL = "/api/v1/gpgkeys";

  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new GpgCommand())
        .addSubcommand(new ListCommand(global))
        .addSubcommand(new GetCommand(global))
        .addSubcommand(new AddCommand(global))
        .addSubcommand(new RemoveCommand(global));
  }

  /** {@code gpg list}. */
  @Command(name = "list", description = "List keys")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

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
      var items = Tree.items(global.client().get(ALL).get("items"));
      new Answer(items).table(() -> table(items)).print(global.terminal(), output);
      return 0;
    }

    private static Table table(List<Object> items) {
      var table = new Table("KEYID", "TYPE", "IDENTITY");
      for (var item : items) {
        table.row(
            Tree.text(item, "keyID"),
            Tree.text(item, "subType").toUpperCase(Locale.ROOT),
            Tree.text(item, "owner"));
      }
      return table;
    }
  }

  /** {@code gpg get}. */
  @Command(name = "get", description = "Show one key")
  static final class GetCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "KEYID")
    String id = "";

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, json or yaml")
    String output = "wide";

    GetCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var key = global.client().get(ALL + "/" + ApiClient.segment(id));
      new Answer(key).as("wide", () -> text(key)).print(global.terminal(), output);
      return 0;
    }

    private static String text(ObjectTree key) {
      return new Fields(17)
          .add("Key ID:", Tree.text(key, "keyID"))
          .add("Key fingerprint:", Tree.text(key, "fingerprint"))
          .add("Key subtype:", Tree.text(key, "subType").toUpperCase(Locale.ROOT))
          .add("Key owner:", Tree.text(key, "owner"))
          .heading("Key data follows until EOF:")
          .heading(Tree.text(key, "keyData"))
          .text();
    }
  }

  /** {@code gpg add}. */
  @Command(name = "add", description = "Add keys")
  static final class AddCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--from", required = true, description = "File with armored public keys")
    Path from = Path.of("");

    @Option(names = "--upsert", description = "Replace keys that are there")
    boolean upsert;

    AddCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() throws IOException {
      var text = Objects.requireNonNull(LoginOptions.text(from, "key file"));
      var answer =
          global.client().call("POST", ALL + "?upsert=" + upsert, ObjectTree.of("keyData", text));
      var created = Tree.items(Tree.at(answer, "created", "items")).size();
      var skipped = Tree.items(answer.get("skipped")).size();
      global
          .terminal()
          .out()
          .println(
              "Created "
                  + created
                  + " key(s) from input file"
                  + (skipped == 0
                      ? ""
                      : ", and " + skipped + " key(s) were skipped because they exist already")
                  + ".");
      return 0;
    }
  }

  /** {@code gpg rm}. */
  @Command(name = "rm", description = "Remove a key")
  static final class RemoveCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "KEYID")
    String id = "";

    RemoveCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      global.client().call("DELETE", ALL + "?keyID=" + ApiClient.segment(id), null);
      global.terminal().out().println("Deleted key with key ID " + id);
      return 0;
    }
  }
}
