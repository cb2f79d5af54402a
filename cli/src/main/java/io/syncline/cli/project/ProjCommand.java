package io.syncline.cli.project;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Fields;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code proj}. */
@Command(name = "proj", description = "Manage projects")
public final class ProjCommand {
  private static final String ALL = "/api/v1/projects";

  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    var proj =
        new CommandLine(new ProjCommand())
            .addSubcommand(new ListCommand(global))
            .addSubcommand(new GetCommand(global))
            .addSubcommand(new WriteCommands.Create(global))
            .addSubcommand(new WriteCommands.Set(global))
            .addSubcommand(new WriteCommands.Edit(global))
            .addSubcommand(new DeleteCommand(global))
            .addSubcommand(RoleCommand.of(global))
            .addSubcommand(WindowsCommand.of(global))
            .addSubcommand(IntegrityCommand.of(global));
    return KindCommand.addTo(ProjectLists.addTo(proj, global), global);
  }

  /** {@code proj list}. */
  @Command(name = "list", description = "List projects")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, name, json or yaml")
    String output = "wide";

    ListCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var items = Tree.items(global.client().get(ALL).get("items"));
      new Answer(items)
          .table(() -> table(items))
          .lines("name", items, i -> Tree.text(i, "metadata", "name"))
          .print(global.terminal(), output);
      return 0;
    }
  }

  static Table table(List<Object> items) {
    var table =
        new Table(
            "NAME",
            "DESCRIPTION",
            "DESTINATIONS",
            "SOURCES",
            "CLUSTER-RESOURCE-WHITELIST",
            "NAMESPACE-RESOURCE-BLACKLIST",
            "SIGNATURE-KEYS",
            "ORPHANED-RESOURCES",
            "DESTINATION-SERVICE-ACCOUNTS");
    for (var item : items) {
      var project = new Project(new Manifest(Tree.object(item)));
      table.row(
          project.name(),
          project.description(),
          destinations(project),
          counted(project.sourceRepos(), "repos"),
          kinds(project.kinds("clusterResourceWhitelist")),
          kinds(project.kinds("namespaceResourceBlacklist")),
          Tree.items(project.manifest().at("spec", "signatureKeys")).size() + " key(s)",
          project.manifest().at("spec", "orphanedResources") == null ? "disabled" : "enabled",
          serviceAccounts(project));
    }
    return table;
  }

  private static String destinations(Project project) {
    var all = project.destinations();
    return switch (all.size()) {
      case 0 -> "<none>";
      case 1 -> all.getFirst().server() + "," + all.getFirst().namespace();
      default -> all.size() + " destinations";
    };
  }

  private static String counted(List<String> values, String noun) {
    return switch (values.size()) {
      case 0 -> "<none>";
      case 1 -> values.getFirst();
      default -> values.size() + " " + noun;
    };
  }

  private static String kinds(Optional<List<Project.KindRule>> rules) {
    var list = rules.orElse(List.of());
    return switch (list.size()) {
      case 0 -> "<none>";
      case 1 -> list.getFirst().group() + "/" + list.getFirst().kind();
      default -> list.size() + " resources";
    };
  }

  private static String serviceAccounts(Project project) {
    var count = Tree.items(project.manifest().at("spec", "destinationServiceAccounts")).size();
    return count == 0 ? "<none>" : count + " destinations";
  }

  /** {@code proj get}. */
  @Command(name = "get", description = "Show one project")
  static final class GetCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT")
    String name = "";

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
      var tree = global.client().get(ALL + "/" + ApiClient.segment(name));
      new Answer(Output.typed(tree, "AppProject"))
          .as("wide", () -> summary(tree))
          .print(global.terminal(), output);
      return 0;
    }
  }

  static String summary(ObjectTree tree) {
    var project = new Project(new Manifest(tree));
    var fields =
        new Fields(29).add("Name:", project.name()).add("Description:", project.description());
    var label = "Destinations:";
    for (var d : project.destinations()) {
      fields.add(label, (d.server().isEmpty() ? d.name() : d.server()) + "," + d.namespace());
      label = "";
    }
    label = "Repositories:";
    for (var repo : project.sourceRepos()) {
      fields.add(label, repo);
      label = "";
    }
    label = "Allowed Cluster Resources:";
    for (var rule : project.kinds("clusterResourceWhitelist").orElse(List.of())) {
      fields.add(label, rule.group() + "/" + rule.kind());
      label = "";
    }
    return fields.text();
  }

  /** {@code proj delete}. */
  @Command(name = "delete", description = "Delete a project that no application uses")
  static final class DeleteCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT")
    String name = "";

    DeleteCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      if (name.isBlank()) {
        throw new CliException(CliException.FAILED, "no project named");
      }
      global.client().call("DELETE", ALL + "/" + ApiClient.segment(name), null);
      return 0;
    }
  }
}
