package io.syncline.controller.compare;

import io.syncline.controller.control.ControlPlane;
import io.syncline.engine.glob.Patterns;
import io.syncline.engine.target.Exclusions;
import io.syncline.kube.Discovery;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.application.Application;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.status.Condition;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds objects in the namespace of an application that belong to no application (semantics 24.6).
 * Only projects that ask for it pay: every kind in the cluster has to be watched for it.
 */
final class Orphans {
  private static final Set<String> ALWAYS_THERE =
      Set.of("ServiceAccount/default", "ConfigMap/kube-root-ca.crt");

  private final LiveCache cache;
  private final Duration patience;

  Orphans(LiveCache cache, Duration patience) {
    this.cache = cache;
    this.patience = patience;
  }

  /**
   * What stands in the destination namespace of {@code app} and belongs to nobody, sorted.
   *
   * @param exclusions kinds never looked at
   * @param owned whether some application has an object
   * @param permitted whether the project permits an object
   */
  List<Manifest> of(
      Application app,
      Project project,
      Discovery discovery,
      Exclusions exclusions,
      Predicate<Manifest> owned,
      Predicate<Manifest> permitted) {
    var namespace = app.destination().namespace();
    if (namespace.isEmpty()) {
      return List.of();
    }
    var kinds = kinds(discovery, exclusions);
    // Kinds that cannot be read hide nothing that is ours to tell of.
    cache.require(kinds, patience);
    var ignored = Tree.items(project.manifest().at("spec", "orphanedResources", "ignore"));
    return kinds.stream()
        .flatMap(kind -> cache.unowned(kind, namespace).stream())
        .filter(o -> !alwaysThere(o) && ignored.stream().noneMatch(rule -> matches(rule, o)))
        .filter(o -> !owned.test(o) && permitted.test(o))
        .sorted(Comparator.comparing(Manifest::key))
        .toList();
  }

  /** Watches every kind, so that nothing an application left behind goes unseen. */
  void watch(Discovery discovery, Exclusions exclusions) {
    cache.require(kinds(discovery, exclusions), patience);
  }

  private static Set<GroupKind> kinds(Discovery discovery, Exclusions exclusions) {
    return discovery.kinds().stream()
        .filter(kind -> kind.namespaced() && kind.watchable())
        .map(ResourceKind::groupKind)
        .filter(kind -> !exclusions.excluded(kind) && !kind.equals(ControlPlane.APPLICATION))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean alwaysThere(Manifest object) {
    var name = object.kind() + "/" + object.name();
    return object.group().isEmpty()
        && (ALWAYS_THERE.contains(name)
            || (name.equals("Service/kubernetes") && object.namespace().equals("default")));
  }

  private static boolean matches(Object rule, Manifest object) {
    return matches(Tree.text(rule, "group"), object.group(), false)
        && matches(Tree.text(rule, "kind"), object.kind(), true)
        && matches(Tree.text(rule, "name"), object.name(), true);
  }

  private static boolean matches(String glob, String text, boolean emptyMeansAny) {
    return glob.isEmpty() ? emptyMeansAny || text.isEmpty() : Patterns.matches(glob, text);
  }

  /** What people are told of {@code orphans}; nothing unless the project asks for a warning. */
  static Optional<Condition> warning(Project project, List<Manifest> orphans) {
    return orphans.isEmpty()
            || !Tree.flag(project.manifest().root(), "spec", "orphanedResources", "warn")
        ? Optional.empty()
        : Optional.of(
            new Condition(
                Condition.ORPHANED, "Application has " + orphans.size() + " orphaned resources"));
  }
}
