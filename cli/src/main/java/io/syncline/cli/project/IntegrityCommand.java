package io.syncline.cli.project;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.project.GitPolicies.Policy;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code proj source-integrity}: which signatures a project demands of commits. */
@Command(name = "source-integrity", description = "Manage what a project demands of its sources")
final class IntegrityCommand {
  /** The group with its commands. */
  static CommandLine of(GlobalOptions global) {
    var policies =
        new CommandLine(new Policies())
            .addSubcommand(new ListCommand(global))
            .addSubcommand(new AddCommand(global))
            .addSubcommand(new DeleteCommand(global))
            .addSubcommand(new UpdateCommand(global));
    return new CommandLine(new IntegrityCommand())
        .addSubcommand(new CommandLine(new GitGroup()).addSubcommand(policies));
  }

  /** The group {@code proj source-integrity git}. */
  @Command(name = "git", description = "Manage what a project demands of Git repositories")
  static final class GitGroup {}

  /** The group {@code proj source-integrity git policies}. */
  @Command(name = "policies", description = "Manage which commits must be signed by whom")
  static final class Policies {}

  /** A project as it was read, to be written back with other policies. */
  private record Read(ApiClient client, String name, ObjectTree project) {
    static Read of(GlobalOptions global, String name) {
      var client = global.client();
      return new Read(client, name, client.get(ProjectChange.one(name)));
    }

    GitPolicies policies() {
      return GitPolicies.of(Tree.object(project.get("spec")));
    }

    void write(GitPolicies policies) {
      var spec = policies.in(Tree.object(project.get("spec")));
      client.call(
          "PUT", ProjectChange.one(name), ObjectTree.of("project", project.with("spec", spec)));
    }

    /** Tells what {@code policy} cannot do as it is. */
    void warn(Terminal terminal, Policy policy) {
      if (policy.repositories().isEmpty()) {
        terminal.err().println("Warning: Policy has no repository URLs and will never be used");
      }
      if (policy.keys().isEmpty()) {
        terminal
            .err()
            .println("Warning: Policy has no GPG keys and will never validate any revision");
        return;
      }
      var absent = new TreeSet<>(policy.keys());
      for (var key : Tree.items(client.get("/api/v1/gpgkeys").get("items"))) {
        absent.remove(Tree.text(key, "keyID"));
        absent.remove(Tree.text(key, "fingerprint"));
      }
      if (!absent.isEmpty()) {
        terminal
            .err()
            .println(
                "Warning: Following GPG keys are not in repo-server keyring: "
                    + String.join(", ", absent));
      }
    }
  }

  /** {@code proj source-integrity git policies list}. */
  @Command(name = "list", description = "List the policies of a project; ID names one in others")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT")
    String project = "";

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
      var policies = Read.of(global, project).policies().required(project);
      var items = policies.policies().stream().map(Policy::tree).toList();
      new Answer(items).table(policies::table).print(global.terminal(), output);
      return 0;
    }
  }

  /** {@code proj source-integrity git policies add}. */
  @Command(name = "add", description = "Add a policy")
  static final class AddCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT")
    String project = "";

    @Option(
        names = "--repo-url",
        paramLabel = "URL",
        split = ",",
        description = "Repositories it concerns, globs")
    List<String> repositories = List.of();

    @Option(
        names = "--gpg-mode",
        paramLabel = "MODE",
        description = "strict: every commit is signed, head: the one deployed, none: no matter")
    String mode = "";

    @Option(
        names = "--gpg-key",
        paramLabel = "KEY",
        split = ",",
        description = "Ids of keys that may sign")
    List<String> keys = List.of();

    AddCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var read = Read.of(global, project);
      var policy =
          new Policy(ObjectTree.EMPTY).concerning(repositories).demanding(mode).signedBy(keys);
      read.warn(global.terminal(), policy);
      var policies = read.policies().with(policy);
      read.write(policies);
      global.terminal().out().print(policies.table().text());
      return 0;
    }
  }

  /** {@code proj source-integrity git policies delete}. */
  @Command(name = "delete", description = "Delete policies; `list` shows their IDs")
  static final class DeleteCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(index = "0", paramLabel = "PROJECT")
    String project = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "POLICY_ID")
    List<String> ids = List.of();

    @Option(
        names = {"-y", "--yes"},
        description = "Do not ask")
    boolean yes;

    DeleteCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var read = Read.of(global, project);
      var policies = read.policies().required(project);
      var gone = ids.stream().map(policies::id).collect(Collectors.toCollection(TreeSet::new));
      var named = gone.stream().map(String::valueOf).collect(Collectors.joining(", "));
      var question =
          "Are you sure you want to delete policie(s) "
              + named
              + " from project \""
              + project
              + "\"?";
      if (!yes && !global.terminal().confirms(question)) {
        global.terminal().out().println("Aborted by user.");
        return 0;
      }
      read.write(policies.without(gone));
      return 0;
    }
  }

  /** {@code proj source-integrity git policies update}. */
  @Command(name = "update", description = "Change a policy; `list` shows its ID")
  static final class UpdateCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(index = "0", paramLabel = "PROJECT")
    String project = "";

    @Parameters(index = "1", paramLabel = "POLICY_ID")
    String id = "";

    @Option(
        names = "--repo-url",
        paramLabel = "URL",
        split = ",",
        description = "Repositories instead of those it has")
    List<String> repositories = List.of();

    @Option(
        names = "--add-repo-url",
        paramLabel = "URL",
        split = ",",
        description = "Repositories beside those it has")
    List<String> moreRepositories = List.of();

    @Option(
        names = "--delete-repo-url",
        paramLabel = "URL",
        split = ",",
        description = "Repositories it is to lose")
    List<String> fewerRepositories = List.of();

    @Option(names = "--gpg-mode", paramLabel = "MODE", description = "strict, head or none")
    String mode = "";

    @Option(
        names = "--gpg-key",
        paramLabel = "KEY",
        split = ",",
        description = "Ids of keys instead of those it has")
    List<String> keys = List.of();

    @Option(
        names = "--add-gpg-key",
        paramLabel = "KEY",
        split = ",",
        description = "Ids of keys beside those it has")
    List<String> moreKeys = List.of();

    @Option(
        names = "--delete-gpg-key",
        paramLabel = "KEY",
        split = ",",
        description = "Ids of keys it is to lose")
    List<String> fewerKeys = List.of();

    @Option(
        names = {"-y", "--yes"},
        description = "Accepted for scripts; nothing is asked")
    boolean yes;

    UpdateCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      alone("gpg-key", keys, moreKeys, fewerKeys);
      alone("repo-url", repositories, moreRepositories, fewerRepositories);
      var read = Read.of(global, project);
      var policies = read.policies().required(project);
      var place = policies.id(id);
      var before = policies.policies().get(place);
      var policy =
          before
              .concerning(
                  changed(before.repositories(), repositories, moreRepositories, fewerRepositories))
              .demanding(mode.isEmpty() ? before.mode() : mode)
              .signedBy(changed(before.keys(), keys, moreKeys, fewerKeys));
      read.warn(global.terminal(), policy);
      var next = policies.with(place, policy);
      read.write(next);
      global.terminal().out().print(next.table().text());
      return 0;
    }

    private static void alone(
        String flag, List<String> instead, List<String> more, List<String> fewer) {
      if (!instead.isEmpty() && !(more.isEmpty() && fewer.isEmpty())) {
        throw new CliException(
            CliException.FAILED,
            "Option --%1$s, cannot be combined with --add-%1$s or --delete-%1$s".formatted(flag));
      }
    }

    private static List<String> changed(
        List<String> before, List<String> instead, List<String> more, List<String> fewer) {
      var all = new ArrayList<>(instead.isEmpty() ? before : instead);
      all.removeAll(fewer);
      more.stream().filter(one -> !all.contains(one)).forEach(all::add);
      return all;
    }
  }
}
