package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code app actions}. */
@Command(name = "actions", description = "Manage Resource actions")
final class ActionsCommand {
  static CommandLine of(GlobalOptions global) {
    return new CommandLine(new ActionsCommand())
        .addSubcommand(new ListActions(global))
        .addSubcommand(new RunAction(global));
  }

  /** Which objects of the application are meant. */
  static final class Filter {
    @Option(names = "--group", description = "Group of the resource")
    String group = "";

    @Option(names = "--kind", description = "Kind of the resource")
    String kind = "";

    @Option(names = "--namespace", description = "Namespace of the resource")
    String namespace = "";

    @Option(names = "--resource-name", description = "Name of the resource")
    String name = "";

    @Mixin AppNamespace place = new AppNamespace();

    private boolean fits(Object resource) {
      return fits(group, Tree.text(resource, "group"))
          && fits(kind, Tree.text(resource, "kind"))
          && fits(namespace, Tree.text(resource, "namespace"))
          && fits(name, Tree.text(resource, "name"));
    }

    private static boolean fits(String wanted, String value) {
      return wanted.isEmpty() || wanted.equals(value);
    }

    /** The live objects meant, as trees with version. */
    List<ObjectTree> objects(GlobalOptions global, String application) {
      var found = new ArrayList<ObjectTree>();
      var managed = global.client().get(AppPaths.one(application, "/managed-resources"));
      for (var item : Tree.items(managed.get("items"))) {
        var live = live(Tree.text(item, "liveState"));
        if (!live.isEmpty() && fits(item)) {
          var version = Tree.text(live, "apiVersion");
          found.add(Tree.object(item).with("version", version.substring(version.indexOf('/') + 1)));
        }
      }
      return found;
    }

    private static ObjectTree live(String json) {
      return json.isEmpty() || json.equals("null")
          ? ObjectTree.EMPTY
          : Tree.object(Json.parse(json));
    }
  }

  /** {@code app actions list}. */
  @Command(name = "list", description = "Lists available actions on a resource")
  static final class ListActions implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "APPNAME")
    String application = "";

    @Mixin Filter filter = new Filter();

    @Option(
        names = {"-o", "--out"},
        defaultValue = "wide",
        description = "Output format. One of: yaml, json")
    String output = "wide";

    ListActions(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      application = filter.place.of(application);
      var rows = new ArrayList<ObjectTree>();
      for (var object : filter.objects(global, application)) {
        var answer = global.client().get(path(application, object));
        for (var action : Tree.items(answer.get("actions"))) {
          rows.add(
              ObjectTree.of(
                  "group", Tree.text(object, "group"),
                  "kind", Tree.text(object, "kind"),
                  "name", Tree.text(object, "name"),
                  "action", Tree.text(action, "name"),
                  "disabled", Tree.flag(action, "disabled")));
        }
      }
      if (Output.structured(global.terminal(), output, Tree.list(rows))) {
        return 0;
      }
      var table = new Table("GROUP", "KIND", "NAME", "ACTION", "DISABLED");
      for (var row : rows) {
        table.row(
            Tree.text(row, "group"),
            Tree.text(row, "kind"),
            Tree.text(row, "name"),
            Tree.text(row, "action"),
            Tree.flag(row, "disabled"));
      }
      global.terminal().out().print(table.text());
      return 0;
    }

    private static String path(String application, ObjectTree object) {
      return AppPaths.one(
          application,
          "/resource/actions",
          "group=" + ApiClient.segment(Tree.text(object, "group")),
          "kind=" + ApiClient.segment(Tree.text(object, "kind")),
          "namespace=" + ApiClient.segment(Tree.text(object, "namespace")),
          "resourceName=" + ApiClient.segment(Tree.text(object, "name")),
          "version=" + ApiClient.segment(Tree.text(object, "version")));
    }
  }

  /** {@code app actions run}. */
  @Command(
      name = "run",
      description = "Runs an available action on resource(s) matching the specified filters")
  static final class RunAction implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(index = "0", paramLabel = "APPNAME")
    String application = "";

    @Parameters(index = "1", paramLabel = "ACTION")
    String action = "";

    @Mixin Filter filter = new Filter();

    @Option(names = "--all", description = "Run the action on all resources that match")
    boolean all;

    @Option(
        names = "--param",
        paramLabel = "NAME=VALUE",
        description = "A parameter of the action; may be repeated")
    Map<String, String> params = new LinkedHashMap<>();

    RunAction(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      application = filter.place.of(application);
      var objects = filter.objects(global, application);
      if (objects.isEmpty()) {
        throw new CliException(CliException.FAILED, "No matching resource found");
      }
      if (objects.size() > 1 && !all) {
        throw new CliException(
            CliException.FAILED,
            "Multiple resources match inputs. Use the --all flag to run the action on all of them");
      }
      for (var object : objects) {
        global
            .client()
            .call("POST", AppPaths.one(application, "/resource/actions/v2"), request(object));
      }
      return 0;
    }

    private ObjectTree request(ObjectTree object) {
      return AppPaths.named(application)
          .with("group", Tree.text(object, "group"))
          .with("kind", Tree.text(object, "kind"))
          .with("namespace", Tree.text(object, "namespace"))
          .with("resourceName", Tree.text(object, "name"))
          .with("version", Tree.text(object, "version"))
          .with("action", action)
          .with(
              "resourceActionParameters",
              Tree.list(
                  params.entrySet().stream()
                      .map(e -> ObjectTree.of("name", e.getKey(), "value", e.getValue()))
                      .toList()));
    }
  }
}
