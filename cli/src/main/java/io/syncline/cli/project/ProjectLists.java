package io.syncline.cli.project;

import static io.syncline.cli.project.ProjectChange.added;
import static io.syncline.cli.project.ProjectChange.removed;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.project.ProjectWord.Typed;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The words of {@code proj} that add one entry to a list of a project, or remove one. */
final class ProjectLists {
  private static final List<String> DESTINATION = List.of("SERVER/NAME", "NAMESPACE");
  private static final List<String> ACCOUNT = List.of("SERVER", "NAMESPACE", "SERVICE_ACCOUNT");
  private static final List<String> OBJECT = List.of("GROUP", "KIND");

  private ProjectLists() {}

  /** Adds them to {@code proj}. */
  static CommandLine addTo(CommandLine proj, GlobalOptions global) {
    for (var word : words()) {
      proj.addSubcommand(word.command(global));
    }
    return proj;
  }

  // Options are mutable and belong to one command: the table is made anew for each line.
  private static List<ProjectWord> words() {
    return Stream.of(destinations(), accounts(), sources(), keys(), orphans())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProjectWord> destinations() {
    return List.of(
        word(
            "add-destination",
            "Permit a destination",
            DESTINATION,
            List.of(ProjectWord.flag("--name", "SERVER/NAME is the name of a cluster")),
            (spec, t) ->
                added(
                    spec,
                    ObjectTree.of(
                        t.flag("--name") ? "name" : "server", t.at(0), "namespace", t.at(1)),
                    "Specified destination is already defined in project",
                    "destinations")),
        word(
            "remove-destination",
            "No longer permit a destination",
            DESTINATION,
            (spec, t) ->
                removed(
                    spec,
                    fits("server", t.at(0))
                        .or(fits("name", t.at(0)))
                        .and(fits("namespace", t.at(1))),
                    "Specified destination does not exist in project",
                    "destinations")));
  }

  private static List<ProjectWord> accounts() {
    return List.of(
        word(
            "add-destination-service-account",
            "Say as whom to sync to a destination",
            ACCOUNT,
            List.of(
                ProjectWord.text(
                    "--service-account-namespace",
                    "<accountNamespace>",
                    "Namespace of the service account (default: NAMESPACE)")),
            (spec, t) -> {
              var namespace = t.text("--service-account-namespace");
              return added(
                  spec,
                  ObjectTree.of(
                      "server", t.at(0),
                      "namespace", t.at(1),
                      "defaultServiceAccount",
                          namespace.isEmpty() ? t.at(2) : namespace + ":" + t.at(2)),
                  "Specified destination service account is already defined in project",
                  "destinationServiceAccounts");
            }),
        word(
            "remove-destination-service-account",
            "No longer say as whom to sync to a destination",
            ACCOUNT,
            (spec, t) ->
                removed(
                    spec,
                    fits("server", t.at(0))
                        .and(fits("namespace", t.at(1)))
                        .and(fits("defaultServiceAccount", t.at(2))),
                    "Specified destination service account does not exist in project",
                    "destinationServiceAccounts")));
  }

  private static List<ProjectWord> sources() {
    return List.of(
        word(
            "add-source",
            "Permit a source repository",
            List.of("URL"),
            (spec, t) -> entered(spec, t.at(0), "sourceRepos")),
        word(
            "remove-source",
            "No longer permit a source repository",
            List.of("URL"),
            (spec, t) ->
                removed(
                    spec,
                    t.at(0)::equals,
                    "Source repository '" + t.at(0) + "' does not exist in project",
                    "sourceRepos")),
        word(
            "add-source-namespace",
            "Permit a namespace applications may stand in",
            List.of("NAMESPACE"),
            (spec, t) -> entered(spec, t.at(0), "sourceNamespaces")),
        word(
            "remove-source-namespace",
            "No longer permit a namespace",
            List.of("NAMESPACE"),
            (spec, t) ->
                removed(
                    spec,
                    t.at(0)::equals,
                    "Source namespace '" + t.at(0) + "' does not exist in project",
                    "sourceNamespaces")));
  }

  private static List<ProjectWord> keys() {
    return List.of(
        word(
            "add-signature-key",
            "Permit a key commits are signed with",
            List.of("KEY-ID"),
            (spec, t) ->
                added(
                    spec,
                    ObjectTree.of("keyID", t.at(0)),
                    "Specified signature key is already defined in project",
                    "signatureKeys")),
        word(
            "remove-signature-key",
            "No longer permit a key",
            List.of("KEY-ID"),
            (spec, t) ->
                removed(
                    spec,
                    fits("keyID", t.at(0)),
                    "Specified signature key is not configured for project",
                    "signatureKeys")));
  }

  private static List<ProjectWord> orphans() {
    return List.of(
        word(
            "add-orphaned-ignore",
            "Leave out objects no application has",
            OBJECT,
            List.of(ProjectWord.text("--name", "<name>", "Name of the objects, a glob")),
            (spec, t) -> {
              var entry = ObjectTree.of("group", t.at(0), "kind", t.at(1));
              var name = t.text("--name");
              return added(
                  spec,
                  name.isEmpty() ? entry : entry.with("name", name),
                  "Specified orphaned resource is already defined in project",
                  "orphanedResources",
                  "ignore");
            }),
        word(
            "remove-orphaned-ignore",
            "No longer leave out objects no application has",
            OBJECT,
            List.of(ProjectWord.text("--name", "<name>", "Name of the objects, a glob")),
            (spec, t) ->
                removed(
                    spec,
                    fits("group", t.at(0))
                        .and(fits("kind", t.at(1)))
                        .and(fits("name", t.text("--name"))),
                    "Specified orphaned resource does not exist in project",
                    "orphanedResources",
                    "ignore")));
  }

  private static Predicate<Object> fits(String field, String value) {
    return entry -> Tree.text(entry, field).equals(value);
  }

  private static ObjectTree entered(ObjectTree spec, String entry, String list) {
    return Tree.items(spec.get(list)).contains(entry) ? spec : added(spec, entry, "", list);
  }

  private static ProjectWord word(
      String name,
      String description,
      List<String> labels,
      BiFunction<ObjectTree, Typed, ObjectTree> change) {
    return ProjectWord.silent(name, description, labels, List.of(), change);
  }

  private static ProjectWord word(
      String name,
      String description,
      List<String> labels,
      List<OptionSpec> options,
      BiFunction<ObjectTree, Typed, ObjectTree> change) {
    return ProjectWord.silent(name, description, labels, options, change);
  }
}
