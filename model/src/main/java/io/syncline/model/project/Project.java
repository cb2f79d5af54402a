package io.syncline.model.project;

import io.syncline.model.application.Destination;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/** One AppProject, read from its manifest. Matching its globs is the engine's work. */
public record Project(Manifest manifest) {
  /**
   * An entry of a white or black list.
   *
   * @param group glob of API groups
   * @param kind glob of kinds
   * @param name glob of names, "" for any
   */
  public record KindRule(String group, String kind, String name) {}

  /** The project that permits everything, made at start when there is none. */
  public static Project permissive(String namespace) {
    var any = ObjectTree.of("group", "*", "kind", "*");
    return new Project(
        new Manifest(
            ObjectTree.of(
                "apiVersion",
                "argoproj.io/v1alpha1",
                "kind",
                "AppProject",
                "metadata",
                ObjectTree.of("name", "default", "namespace", namespace),
                "spec",
                ObjectTree.of(
                    "sourceRepos", List.of("*"),
                    "destinations", List.of(ObjectTree.of("server", "*", "namespace", "*")),
                    "clusterResourceWhitelist", List.of(any)))));
  }

  /** Name of the project. */
  public String name() {
    return manifest.name();
  }

  /** Free text. */
  public String description() {
    return manifest.text("spec", "description");
  }

  /** Globs of permitted repositories, {@code !} denies. */
  public List<String> sourceRepos() {
    return Tree.items(manifest.at("spec", "sourceRepos")).stream().map(String::valueOf).toList();
  }

  /** Globs of namespaces whose Applications may use the project. */
  public List<String> sourceNamespaces() {
    return Tree.items(manifest.at("spec", "sourceNamespaces")).stream()
        .map(String::valueOf)
        .toList();
  }

  /** Permitted destinations, each field a glob, {@code !} denies. */
  public List<Destination> destinations() {
    return Tree.items(manifest.at("spec", "destinations")).stream()
        .map(
            d ->
                new Destination(
                    Tree.text(d, "server"), Tree.text(d, "name"), Tree.text(d, "namespace")))
        .toList();
  }

  /** A list of kinds by field name, such as {@code clusterResourceWhitelist}; empty when absent. */
  public Optional<List<KindRule>> kinds(String field) {
    if (!(manifest.at("spec", field) instanceof List<?> list)) {
      return Optional.empty();
    }
    return Optional.of(
        list.stream()
            .map(
                r ->
                    new KindRule(Tree.text(r, "group"), Tree.text(r, "kind"), Tree.text(r, "name")))
            .toList());
  }

  /** Whether objects that belong to no application are to be looked for. */
  public boolean seeksOrphans() {
    return manifest.at("spec", "orphanedResources") != null;
  }

  /** Raw sync windows. */
  public List<ObjectTree> syncWindows() {
    return Tree.items(manifest.at("spec", "syncWindows")).stream().map(Tree::object).toList();
  }
}
