package io.syncline.cli.project;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words of {@code proj} that add one entry to a list of a project, or remove one. */
final class ProjectLists {
  private ProjectLists() {}

  /** Adds them to {@code proj}. */
  static CommandLine addTo(CommandLine proj, GlobalOptions global) {
    return proj.addSubcommand(new AddDestination(global))
        .addSubcommand(new RemoveDestination(global))
        .addSubcommand(new AddAccount(global))
        .addSubcommand(new RemoveAccount(global))
        .addSubcommand(new AddSource(global))
        .addSubcommand(new RemoveSource(global))
        .addSubcommand(new AddNamespace(global))
        .addSubcommand(new RemoveNamespace(global))
        .addSubcommand(new AddKey(global))
        .addSubcommand(new RemoveKey(global))
        .addSubcommand(new AddIgnore(global))
        .addSubcommand(new RemoveIgnore(global));
  }

  /** One such word: whose list it is about. */
  abstract static class Word implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(index = "0", paramLabel = "PROJECT")
    String project = "";

    Word(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      return ProjectChange.spec(global, project, this::changed);
    }

    abstract ObjectTree changed(ObjectTree spec);
  }

  /** {@code proj add-destination}. */
  @Command(name = "add-destination", description = "Permit a destination")
  static final class AddDestination extends Word {
    @Parameters(index = "1", paramLabel = "SERVER/NAME")
    String server = "";

    @Parameters(index = "2", paramLabel = "NAMESPACE")
    String namespace = "";

    @Option(names = "--name", description = "SERVER/NAME is the name of a cluster")
    boolean byName;

    AddDestination(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.added(
          spec,
          ObjectTree.of(byName ? "name" : "server", server, "namespace", namespace),
          "Specified destination is already defined in project",
          "destinations");
    }
  }

  /** {@code proj remove-destination}. */
  @Command(name = "remove-destination", description = "No longer permit a destination")
  static final class RemoveDestination extends Word {
    @Parameters(index = "1", paramLabel = "SERVER/NAME")
    String server = "";

    @Parameters(index = "2", paramLabel = "NAMESPACE")
    String namespace = "";

    RemoveDestination(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.removed(
          spec,
          d ->
              (Tree.text(d, "server").equals(server) || Tree.text(d, "name").equals(server))
                  && Tree.text(d, "namespace").equals(namespace),
          "Specified destination does not exist in project",
          "destinations");
    }
  }

  /** {@code proj add-destination-service-account}. */
  @Command(
      name = "add-destination-service-account",
      description = "Say as whom to sync to a destination")
  static final class AddAccount extends Word {
    @Parameters(index = "1", paramLabel = "SERVER")
    String server = "";

    @Parameters(index = "2", paramLabel = "NAMESPACE")
    String namespace = "";

    @Parameters(index = "3", paramLabel = "SERVICE_ACCOUNT")
    String account = "";

    @Option(
        names = "--service-account-namespace",
        defaultValue = "",
        description = "Namespace of the service account (default: NAMESPACE)")
    String accountNamespace = "";

    AddAccount(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.added(
          spec,
          ObjectTree.of(
              "server", server,
              "namespace", namespace,
              "defaultServiceAccount",
                  accountNamespace.isEmpty() ? account : accountNamespace + ":" + account),
          "Specified destination service account is already defined in project",
          "destinationServiceAccounts");
    }
  }

  /** {@code proj remove-destination-service-account}. */
  @Command(
      name = "remove-destination-service-account",
      description = "No longer say as whom to sync to a destination")
  static final class RemoveAccount extends Word {
    @Parameters(index = "1", paramLabel = "SERVER")
    String server = "";

    @Parameters(index = "2", paramLabel = "NAMESPACE")
    String namespace = "";

    @Parameters(index = "3", paramLabel = "SERVICE_ACCOUNT")
    String account = "";

    RemoveAccount(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.removed(
          spec,
          a ->
              Tree.text(a, "server").equals(server)
                  && Tree.text(a, "namespace").equals(namespace)
                  && Tree.text(a, "defaultServiceAccount").equals(account),
          "Specified destination service account does not exist in project",
          "destinationServiceAccounts");
    }
  }

  /** {@code proj add-source}. */
  @Command(name = "add-source", description = "Permit a source repository")
  static final class AddSource extends Word {
    @Parameters(index = "1", paramLabel = "URL")
    String url = "";

    AddSource(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return Tree.items(spec.get("sourceRepos")).contains(url)
          ? spec
          : ProjectChange.added(spec, url, "", "sourceRepos");
    }
  }

  /** {@code proj remove-source}. */
  @Command(name = "remove-source", description = "No longer permit a source repository")
  static final class RemoveSource extends Word {
    @Parameters(index = "1", paramLabel = "URL")
    String url = "";

    RemoveSource(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.removed(
          spec,
          url::equals,
          "Source repository '" + url + "' does not exist in project",
          "sourceRepos");
    }
  }

  /** {@code proj add-source-namespace}. */
  @Command(
      name = "add-source-namespace",
      description = "Permit a namespace applications may stand in")
  static final class AddNamespace extends Word {
    @Parameters(index = "1", paramLabel = "NAMESPACE")
    String namespace = "";

    AddNamespace(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return Tree.items(spec.get("sourceNamespaces")).contains(namespace)
          ? spec
          : ProjectChange.added(spec, namespace, "", "sourceNamespaces");
    }
  }

  /** {@code proj remove-source-namespace}. */
  @Command(name = "remove-source-namespace", description = "No longer permit a namespace")
  static final class RemoveNamespace extends Word {
    @Parameters(index = "1", paramLabel = "NAMESPACE")
    String namespace = "";

    RemoveNamespace(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.removed(
          spec,
          namespace::equals,
          "Source namespace '" + namespace + "' does not exist in project",
          "sourceNamespaces");
    }
  }

  /** {@code proj add-signature-key}. */
  @Command(name = "add-signature-key", description = "Permit a key commits are signed with")
  static final class AddKey extends Word {
    @Parameters(index = "1", paramLabel = "KEY-ID")
    String key = "";

    AddKey(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.added(
          spec,
          ObjectTree.of("keyID", key),
          "Specified signature key is already defined in project",
          "signatureKeys");
    }
  }

  /** {@code proj remove-signature-key}. */
  @Command(name = "remove-signature-key", description = "No longer permit a key")
  static final class RemoveKey extends Word {
    @Parameters(index = "1", paramLabel = "KEY-ID")
    String key = "";

    RemoveKey(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.removed(
          spec,
          k -> Tree.text(k, "keyID").equals(key),
          "Specified signature key is not configured for project",
          "signatureKeys");
    }
  }

  /** {@code proj add-orphaned-ignore}. */
  @Command(name = "add-orphaned-ignore", description = "Leave out objects no application has")
  static final class AddIgnore extends Word {
    @Parameters(index = "1", paramLabel = "GROUP")
    String group = "";

    @Parameters(index = "2", paramLabel = "KIND")
    String kind = "";

    @Option(names = "--name", defaultValue = "", description = "Name of the objects, a glob")
    String name = "";

    AddIgnore(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      var entry = ObjectTree.of("group", group, "kind", kind);
      return ProjectChange.added(
          spec,
          name.isEmpty() ? entry : entry.with("name", name),
          "Specified orphaned resource is already defined in project",
          "orphanedResources",
          "ignore");
    }
  }

  /** {@code proj remove-orphaned-ignore}. */
  @Command(
      name = "remove-orphaned-ignore",
      description = "No longer leave out objects no application has")
  static final class RemoveIgnore extends Word {
    @Parameters(index = "1", paramLabel = "GROUP")
    String group = "";

    @Parameters(index = "2", paramLabel = "KIND")
    String kind = "";

    @Option(names = "--name", defaultValue = "", description = "Name of the objects, a glob")
    String name = "";

    RemoveIgnore(GlobalOptions global) {
      super(global);
    }

    @Override
    ObjectTree changed(ObjectTree spec) {
      return ProjectChange.removed(
          spec,
          o ->
              Tree.text(o, "group").equals(group)
                  && Tree.text(o, "kind").equals(kind)
                  && Tree.text(o, "name").equals(name),
          "Specified orphaned resource does not exist in project",
          "orphanedResources",
          "ignore");
    }
  }
}
