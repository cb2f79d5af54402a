package io.syncline.engine.access;

import io.syncline.engine.glob.Patterns;
import io.syncline.engine.target.Scope;
import io.syncline.model.application.Destination;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/**
 * What one project permits (semantics 24.2–24.4).
 *
 * @param project the project, global projects already merged in
 * @param ownClusters clusters registered for this project alone, by server and name
 */
public record ProjectAccess(Project project, List<Destination> ownClusters) {
  private static final String CLUSTER_WHITE = "clusterResourceWhitelist";
  private static final String CLUSTER_BLACK = "clusterResourceBlacklist";
  private static final String NAMESPACE_WHITE = "namespaceResourceWhitelist";
  private static final String NAMESPACE_BLACK = "namespaceResourceBlacklist";

  /** Copies the list. */
  public ProjectAccess {
    ownClusters = List.copyOf(ownClusters);
  }

  /** What {@code project} permits, when no cluster is its own. */
  public static ProjectAccess of(Project project) {
    return new ProjectAccess(project, List.of());
  }

  /** Whether sources may come from the repository at {@code url}. */
  public boolean permitsSource(String url) {
    var repo = RepositoryUrl.normalize(url);
    var matched = false;
    for (var pattern : project.sourceRepos()) {
      var denies = Patterns.denies(pattern);
      var normalized =
          denies
              ? "!" + RepositoryUrl.normalize(pattern.substring(1))
              : RepositoryUrl.normalize(pattern);
      if (Patterns.matchesOrDenies(normalized, repo, '/')) {
        matched = true;
      } else if (denies) {
        return false;
      }
    }
    return matched;
  }

  /** Whether objects may be put into {@code namespace} of {@code cluster}; both names may be "". */
  public boolean permitsDestination(Destination cluster, String namespace) {
    return matchesDestination(cluster, namespace)
        && (!Tree.flag(project.manifest().root(), "spec", "permitOnlyProjectScopedClusters")
            || ownClusters.stream().anyMatch(own -> same(own, cluster)));
  }

  private static boolean same(Destination own, Destination cluster) {
    return (!own.server().isEmpty() && own.server().equals(cluster.server()))
        || (!own.name().isEmpty() && own.name().equals(cluster.name()));
  }

  private boolean matchesDestination(Destination cluster, String namespace) {
    var matched = false;
    for (var entry : project.destinations()) {
      var name =
          !cluster.name().isEmpty() && Patterns.matchesOrDenies(entry.name(), cluster.name());
      var server =
          !cluster.server().isEmpty() && Patterns.matchesOrDenies(entry.server(), cluster.server());
      var home = Patterns.matchesOrDenies(entry.namespace(), namespace);
      if ((server || name) && home) {
        matched = true;
      } else if ((!name && Patterns.denies(entry.name()))
          || (!server && Patterns.denies(entry.server()) && home)
          || (!home && Patterns.denies(entry.namespace()) && server)) {
        return false;
      }
    }
    return matched;
  }

  /** Whether objects of {@code kind} called {@code name} are permitted at all. */
  public boolean permitsKind(GroupKind kind, String name, boolean namespaced) {
    if (namespaced) {
      return project.kinds(NAMESPACE_WHITE).map(rules -> matches(rules, kind, "")).orElse(true)
          && !project.kinds(NAMESPACE_BLACK).map(rules -> matches(rules, kind, "")).orElse(false);
    }
    return project.kinds(CLUSTER_WHITE).map(rules -> matches(rules, kind, name)).orElse(false)
        && !project.kinds(CLUSTER_BLACK).map(rules -> matches(rules, kind, name)).orElse(false);
  }

  private static boolean matches(List<Project.KindRule> rules, GroupKind kind, String name) {
    return rules.stream()
        .anyMatch(
            rule ->
                Patterns.matches(rule.kind(), kind.kind(), '/')
                    && Patterns.matches(rule.group(), kind.group(), '/')
                    && (rule.name().isEmpty() || Patterns.matches(rule.name(), name, '/')));
  }

  /**
   * Why {@code object} may not be touched in {@code cluster}; empty when it may. Objects of unknown
   * scope count as namespaced when they name a namespace.
   */
  public Optional<String> refusal(Manifest object, Scope scope, Destination cluster) {
    var namespaced =
        scope == Scope.NAMESPACED || (scope == Scope.UNKNOWN && !object.namespace().isEmpty());
    if (!permitsKind(object.groupKind(), object.name(), namespaced)) {
      return Optional.of(
          "resource "
              + object.group()
              + ":"
              + object.kind()
              + " is not permitted in project "
              + project.name());
    }
    if (namespaced && !permitsDestination(cluster, object.namespace())) {
      return Optional.of(
          "namespace "
              + object.namespace()
              + " is not permitted in project '"
              + project.name()
              + "'");
    }
    return Optional.empty();
  }

  /** The servers that destinations name, each pattern as written. */
  public List<String> destinationServers() {
    return project.destinations().stream().map(Destination::server).toList();
  }

  /**
   * Which signatures the project demands: {@code sourceIntegrity}, or what its older list of keys
   * stands for. Empty when it demands none.
   */
  public Optional<ObjectTree> sourceIntegrity() {
    var spec = Tree.object(project.manifest().at("spec"));
    var keys =
        Tree.items(spec.get("signatureKeys")).stream().map(k -> Tree.text(k, "keyID")).toList();
    var integrity = Tree.object(spec.get("sourceIntegrity"));
    if (keys.isEmpty() || integrity.get("git") != null) {
      return integrity.isEmpty() ? Optional.empty() : Optional.of(integrity);
    }
    var policy =
        ObjectTree.of(
            "repos", List.of(ObjectTree.of("url", "*")),
            "gpg", ObjectTree.of("mode", "head", "keys", keys));
    return Optional.of(integrity.with("git", ObjectTree.of("policies", List.of(policy))));
  }

  /** Whether Applications in {@code namespace} may use the project. */
  public boolean permitsApplicationsIn(String namespace, String controllerNamespace) {
    return namespace.equals(controllerNamespace)
        || namespace.isEmpty()
        || project.sourceNamespaces().stream().anyMatch(p -> Patterns.matchesName(p, namespace));
  }
}
