package io.syncline.cli.project;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Fields;
import io.syncline.cli.output.Table;
import io.syncline.cli.project.ProjectWord.Edited;
import io.syncline.cli.project.ProjectWord.Typed;
import io.syncline.cli.terminal.CliException;
import io.syncline.engine.access.ProjectRoles;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code proj role}: who may do what in a project. */
@Command(name = "role", description = "Manage the roles of a project")
final class RoleCommand {
  private static final List<String> ROLE = List.of("ROLE-NAME");
  private static final List<String> GROUP = List.of("ROLE-NAME", "GROUP-CLAIM");
  private static final Set<String> RESOURCES =
      Set.of("applications", "applicationsets", "clusters", "exec", "logs", "repositories");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");

  /** The group with its commands. */
  static CommandLine of(GlobalOptions global) {
    var role =
        new CommandLine(new RoleCommand())
            .addSubcommand(new ListCommand(global))
            .addSubcommand(new GetCommand(global));
    for (var word : words()) {
      role.addSubcommand(word.command(global));
    }
    return role;
  }

  private static List<ProjectWord> words() {
    return List.of(
        new ProjectWord(
            "create",
            "Make a role",
            ROLE,
            List.of(ProjectWord.text("--description", "<description>", "Description")),
            RoleCommand::created),
        new ProjectWord("delete", "Delete a role", ROLE, List.of(), RoleCommand::deleted),
        new ProjectWord(
            "add-policy", "Give a role a right", ROLE, policy(), RoleCommand::withPolicy),
        new ProjectWord(
            "remove-policy",
            "Take a right from a role",
            ROLE,
            policy(),
            RoleCommand::withoutPolicy),
        new ProjectWord(
            "add-group", "Give a role to a group", GROUP, List.of(), RoleCommand::withGroup),
        new ProjectWord(
            "remove-group",
            "Take a role from a group",
            GROUP,
            List.of(),
            RoleCommand::withoutGroup));
  }

  private static List<OptionSpec> policy() {
    return List.of(
        letter("-a", "--action", "What may be done, such as get, create, update, delete, sync"),
        letter("-o", "--object", "What it may be done to, within the project; * for everything"),
        letter("-p", "--permission", "allow or deny (default: allow)"),
        letter("-r", "--resource", "Kind of what it is done to (default: applications)"));
  }

  private static OptionSpec letter(String letter, String name, String description) {
    return OptionSpec.builder(letter, name)
        .type(String.class)
        .arity("1")
        .paramLabel("<" + name.substring(2) + ">")
        .description(description)
        .build();
  }

  private static Edited created(ObjectTree project, Typed t) {
    var spec = spec(project);
    var name = t.at(0);
    if (ProjectRoles.role(project(project), name).isPresent()) {
      return new Edited(spec, "Role '" + name + "' already exists");
    }
    var role = ObjectTree.of("name", name);
    var description = t.text("--description");
    var roles = new ArrayList<>(Tree.items(spec.get("roles")));
    roles.add(description.isEmpty() ? role : role.with("description", description));
    return new Edited(spec.with("roles", Tree.list(roles)), "Role '" + name + "' created");
  }

  private static Edited deleted(ObjectTree project, Typed t) {
    var spec = spec(project);
    var name = t.at(0);
    var roles = new ArrayList<>(Tree.items(spec.get("roles")));
    if (!roles.removeIf(r -> Tree.text(r, "name").equals(name))) {
      return new Edited(spec, "Role '" + name + "' does not exist in project");
    }
    return new Edited(
        roles.isEmpty() ? spec.without("roles") : spec.with("roles", Tree.list(roles)),
        "Are you sure you want to delete '" + name + "' role?",
        "Role '" + name + "' deleted",
        "The command to delete role '" + name + "' was cancelled.");
  }

  private static Edited withPolicy(ObjectTree project, Typed t) {
    var line = line(project, t);
    return Edited.silent(
        policies(
            project,
            t.at(0),
            policies -> {
              var all = new ArrayList<>(policies);
              all.add(line);
              return all;
            }));
  }

  private static Edited withoutPolicy(ObjectTree project, Typed t) {
    var line = line(project, t);
    return new Edited(
        policies(project, t.at(0), p -> p.stream().filter(l -> !line.equals(l)).toList()),
        "Are you sure you want to delete '" + line + "' policy?",
        "",
        "The command to delete policy '" + line + "' was cancelled.");
  }

  /** A right as a line of policy. */
  private static String line(ObjectTree project, Typed t) {
    var resource = or(t.text("--resource"), "applications");
    if (!RESOURCES.contains(resource)) {
      throw new CliException(
          CliException.FAILED,
          "resource \""
              + resource
              + "\" is none of a project (expected: one of "
              + String.join(", ", RESOURCES.stream().sorted().toList())
              + ")");
    }
    var name = project(project).name();
    return "p, proj:%s:%s, %s, %s, %s/%s, %s"
        .formatted(
            name,
            t.at(0),
            resource,
            t.text("--action"),
            name,
            t.text("--object"),
            or(t.text("--permission"), "allow"));
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private static ObjectTree policies(
      ObjectTree project, String name, UnaryOperator<List<Object>> edit) {
    required(project, name);
    var roles =
        Tree.items(Tree.at(project, "spec", "roles")).stream()
            .map(Tree::object)
            .map(
                role ->
                    Tree.text(role, "name").equals(name)
                        ? role.with(
                            "policies", Tree.list(edit.apply(Tree.items(role.get("policies")))))
                        : role)
            .toList();
    return spec(project).with("roles", Tree.list(roles));
  }

  private static Edited withGroup(ObjectTree project, Typed t) {
    required(project, t.at(0));
    var next = spec(ProjectRoles.giving(project(project), t.at(0), t.at(1)).manifest().root());
    var there = next.equals(spec(project));
    return new Edited(
        next,
        "Group '"
            + t.at(1)
            + (there ? "' already present in role '" : "' added to role '")
            + t.at(0)
            + "'");
  }

  private static Edited withoutGroup(ObjectTree project, Typed t) {
    required(project, t.at(0));
    var next = spec(ProjectRoles.taking(project(project), t.at(0), t.at(1)).manifest().root());
    if (next.equals(spec(project))) {
      return new Edited(next, "Group '" + t.at(1) + "' not present in role '" + t.at(0) + "'");
    }
    var both = "'" + t.at(1) + "' group from role '" + t.at(0) + "'";
    return new Edited(
        next,
        "Are you sure you want to remove " + both + "?",
        "Group '" + t.at(1) + "' removed from role '" + t.at(0) + "'",
        "The command to remove group '" + t.at(1) + "' from role '" + t.at(0) + "' was cancelled.");
  }

  private static Project project(ObjectTree tree) {
    return new Project(new Manifest(tree));
  }

  private static ObjectTree spec(ObjectTree project) {
    return Tree.object(project.get("spec"));
  }

  private static ObjectTree required(ObjectTree project, String name) {
    return ProjectRoles.role(project(project), name)
        .orElseThrow(
            () ->
                new CliException(
                    CliException.API,
                    "role '"
                        + name
                        + "' does not exist in project '"
                        + project(project).name()
                        + "'"));
  }

  /** {@code proj role list}. */
  @Command(name = "list", description = "List the roles of a project")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT")
    String project = "";

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
      var tree = global.client().get(ProjectChange.one(project));
      var roles = Tree.items(Tree.at(tree, "spec", "roles"));
      new Answer(roles)
          .table(
              () -> {
                var table = new Table("ROLE-NAME", "DESCRIPTION");
                roles.forEach(r -> table.row(Tree.text(r, "name"), Tree.text(r, "description")));
                return table;
              })
          .lines("name", roles, r -> Tree.text(r, "name"))
          .print(global.terminal(), output);
      return 0;
    }
  }

  /** {@code proj role get}. */
  @Command(name = "get", description = "Show a role")
  static final class GetCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(index = "0", paramLabel = "PROJECT")
    String project = "";

    @Parameters(index = "1", paramLabel = "ROLE-NAME")
    String name = "";

    GetCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var tree = global.client().get(ProjectChange.one(project));
      global.terminal().out().print(shown(tree, name, Clock.systemUTC().instant()));
      return 0;
    }
  }

  private static String shown(ObjectTree tree, String name, Instant now) {
    var role = required(tree, name);
    var groups = Tree.items(role.get("groups"));
    var out = new StringBuilder();
    out.append(
        new Fields(15)
            .add("Role Name:", name)
            .add("Description:", Tree.text(role, "description"))
            .heading("Policies:")
            .text());
    // All roles of the project, as argocd prints them: a right may come by another role.
    for (var each : Tree.items(Tree.at(tree, "spec", "roles"))) {
      var project = project(tree).name();
      var subject = "proj:" + project + ":" + Tree.text(each, "name");
      out.append("p, %s, projects, get, %s, allow\n".formatted(subject, project));
      Tree.items(Tree.at(each, "policies")).forEach(p -> out.append(p).append('\n'));
      Tree.items(Tree.at(each, "groups"))
          .forEach(g -> out.append("g, %s, %s\n".formatted(g, subject)));
    }
    out.append("Groups:\n");
    groups.forEach(g -> out.append("  - ").append(g).append('\n'));
    out.append(groups.isEmpty() ? "<none>\n" : "").append("JWT Tokens:\n");
    var tokens = new Table("ID", "ISSUED-AT", "EXPIRES-AT");
    for (var token : Tree.items(Tree.at(tree, "status", "jwtTokensByRole", name, "items"))) {
      var issued = Tree.number(token, 0, "iat");
      var expires = Tree.number(token, 0, "exp");
      tokens.row(issued, told(issued, now), expires > 0 ? told(expires, now) : "<none>");
    }
    return out.append(tokens.text()).toString();
  }

  private static String told(long seconds, Instant now) {
    var at = Instant.ofEpochSecond(seconds);
    var apart = Duration.between(at, now).abs();
    var near =
        apart.toDays() > 0
            ? count(apart.toDays(), "day")
            : apart.toHours() > 0
                ? count(apart.toHours(), "hour")
                : apart.toMinutes() > 0
                    ? count(apart.toMinutes(), "minute")
                    : count(apart.toSeconds(), "second");
    return at.atZone(ZoneId.systemDefault()).format(TIME)
        + " ("
        + near
        + (at.isAfter(now) ? " from now)" : " ago)");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
