package io.syncline.cli.cluster;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.client.KubernetesOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code cluster}. */
@Command(name = "cluster", description = "Manage destination clusters")
public final class ClusterCommand {
  @Mixin KubernetesOptions kubernetes = new KubernetesOptions();

  static final String ALL = "/api/v1/clusters";

  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new ClusterCommand())
        .addSubcommand(new ListCommand(global))
        .addSubcommand(new GetCommand(global))
        .addSubcommand(new AddCommand(global))
        .addSubcommand(new SetCommand(global))
        .addSubcommand(new RotateCommand(global))
        .addSubcommand(new RemoveCommand(global));
  }

  /** Where the API has the cluster a person names by server or name. */
  static String path(String selector) {
    return path(selector, "");
  }

  /** Something below it. */
  static String path(String selector, String below) {
    var kind = selector.contains("://") ? "url" : "name";
    return ALL + "/" + ApiClient.segment(selector) + below + "?id.type=" + kind;
  }

  static Table table(List<Object> items) {
    var table = new Table("SERVER", "NAME", "VERSION", "STATUS", "MESSAGE", "PROJECT");
    for (var item : items) {
      var namespaces = Tree.items(item instanceof ObjectTree t ? t.get("namespaces") : null);
      var server = Tree.text(item, "server");
      table.row(
          namespaces.isEmpty() ? server : server + " (" + namespaces.size() + " namespaces)",
          Tree.text(item, "name"),
          Tree.text(item, "serverVersion"),
          Tree.text(item, "connectionState", "status"),
          Tree.text(item, "connectionState", "message").replace("\n", " "),
          Tree.text(item, "project"));
    }
    return table;
  }

  static void print(GlobalOptions global, String output, List<Object> items) {
    answer(items, items).print(global.terminal(), output);
  }

  private static Answer answer(Object value, List<Object> items) {
    return new Answer(value)
        .table(() -> table(items))
        .lines("server", items, i -> Tree.text(i, "server"))
        .lines("name", items, i -> Tree.text(i, "name"));
  }

  /** {@code key=value} pairs as an object. */
  static ObjectTree pairs(String flag, List<String> pairs) {
    var out = ObjectTree.EMPTY;
    for (var pair : pairs) {
      var equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new CliException(
            CliException.USAGE, flag + " \"" + pair + "\" is no pair (expected: key=value)");
      }
      out = out.with(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return out;
  }

  /** {@code cluster list}. */
  @Command(name = "list", description = "List clusters")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, server, name, json or yaml")
    String output = "wide";

    ListCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      print(global, output, Tree.items(global.client().get(ALL).get("items")));
      return 0;
    }
  }

  /** {@code cluster get}. */
  @Command(name = "get", description = "Show a cluster")
  static final class GetCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "SERVER/NAME", description = "Cluster by URL or name")
    String selector = "";

    @Option(
        names = {"-o", "--output"},
        defaultValue = "yaml",
        description = "yaml, json, wide or server")
    String output = "yaml";

    GetCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var cluster = global.client().get(path(selector));
      answer(cluster, List.of(cluster)).print(global.terminal(), output);
      return 0;
    }
  }

  /** {@code cluster set}. */
  @Command(name = "set", description = "Change how a cluster is registered")
  static final class SetCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "NAME", description = "Cluster by name or URL")
    String selector = "";

    @Option(names = "--name", description = "New name")
    @Nullable String name;

    @Option(names = "--namespace", split = ",", description = "Only these namespaces; * for all")
    @Nullable List<String> namespaces;

    @Option(names = "--label", description = "Labels of the Secret, key=value")
    @Nullable List<String> labels;

    @Option(names = "--annotation", description = "Annotations of the Secret, key=value")
    @Nullable List<String> annotations;

    SetCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var fields = new ArrayList<String>();
      var body = ObjectTree.EMPTY;
      if (name != null) {
        fields.add("name");
        body = body.with("name", name);
      }
      if (namespaces != null) {
        fields.add("namespaces");
        var all = namespaces.contains("*");
        body = body.with("namespaces", Tree.list(all ? List.of() : List.copyOf(namespaces)));
      }
      if (labels != null) {
        fields.add("labels");
        body = body.with("labels", pairs("--label", labels));
      }
      if (annotations != null) {
        fields.add("annotations");
        body = body.with("annotations", pairs("--annotation", annotations));
      }
      if (fields.isEmpty()) {
        throw new CliException(
            CliException.USAGE,
            "nothing to change (expected: --name, --namespace, --label or --annotation)");
      }
      var query = new StringBuilder(path(selector));
      fields.forEach(field -> query.append("&updatedFields=").append(field));
      global.client().call("PUT", query.toString(), body);
      global.terminal().out().println("Cluster '" + selector + "' updated.");
      return 0;
    }
  }

  /** {@code cluster rotate-auth}. */
  @Command(name = "rotate-auth", description = "Take another token of the cluster's account")
  static final class RotateCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "SERVER/NAME", description = "Cluster by URL or name")
    String selector = "";

    RotateCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      global.client().call("POST", path(selector, "/rotate-auth"), ObjectTree.EMPTY);
      global.terminal().out().println("Cluster '" + selector + "' rotated auth");
      return 0;
    }
  }

  /** {@code cluster rm}. */
  @Command(name = "rm", description = "Forget a cluster; what is in it stays")
  static final class RemoveCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "SERVER/NAME", arity = "1..*", description = "Clusters by URL or name")
    List<String> selectors = List.of();

    @Option(
        names = {"-y", "--yes"},
        description = "Do not ask")
    boolean yes;

    RemoveCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      for (var selector : selectors) {
        if (!yes && !global.terminal().confirms("Forget cluster '" + selector + "'?")) {
          global.terminal().out().println("Cluster '" + selector + "' stays.");
          continue;
        }
        global.client().call("DELETE", path(selector), null);
        global.terminal().out().println("Cluster '" + selector + "' removed");
      }
      return 0;
    }
  }
}
