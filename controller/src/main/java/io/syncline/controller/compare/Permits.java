package io.syncline.controller.compare;

import io.syncline.controller.destination.DestinationCluster;
import io.syncline.engine.access.ProjectAccess;
import io.syncline.engine.destination.ClusterBook;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.target.Scope;
import io.syncline.engine.target.Scopes;
import io.syncline.kube.Discovery;
import io.syncline.model.application.Destination;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What projects permit in one cluster. */
final class Permits {
  private final DestinationCluster place;
  private final Supplier<ClusterBook> book;

  Permits(DestinationCluster place, Supplier<ClusterBook> book) {
    this.place = place;
    this.book = book;
  }

  /** Clusters registered for a project are among its destinations (semantics 26). */
  ProjectAccess access(Project project) {
    return access(project, book.get().ofProject(project.name()));
  }

  private static ProjectAccess access(Project project, List<Destination> own) {
    if (own.isEmpty()) {
      return ProjectAccess.of(project);
    }
    var destinations =
        new ArrayList<Object>(Tree.items(project.manifest().at("spec", "destinations")));
    own.forEach(
        c ->
            destinations.add(
                ObjectTree.of("server", c.server(), "name", c.name(), "namespace", "*")));
    var more = project.manifest().with(Tree.list(destinations), "spec", "destinations");
    return new ProjectAccess(new Project(more), own);
  }

  /** Which kinds the cluster serves now. */
  Scopes scopes() {
    var discovery = place.cluster().discovery();
    return kind -> scope(discovery, kind);
  }

  private static Scope scope(Discovery discovery, GroupKind kind) {
    return discovery
        .namespaced(kind)
        .map(namespaced -> namespaced ? Scope.NAMESPACED : Scope.CLUSTER)
        .orElse(Scope.UNKNOWN);
  }

  /** Why {@code project} does not permit {@code object} here; empty when it does. */
  Optional<String> refusal(Project project, Manifest object, Scope scope) {
    return access(project).refusal(object, scope, place.registered().destination());
  }

  /** The objects that {@code project} permits, as things are now. */
  DiffRules.Access of(Project project) {
    return new Permitted(
        project,
        book.get().ofProject(project.name()),
        place.cluster().discovery(),
        place.registered().destination());
  }

  /** Equal to another one that permits the same for the same reasons. */
  private static final class Permitted implements DiffRules.Access {
    private final Basis basis;
    private final ProjectAccess access;

    /** All that it depends on. */
    private record Basis(
        Project project, List<Destination> own, Discovery discovery, Destination destination) {}

    Permitted(
        Project project, List<Destination> own, Discovery discovery, Destination destination) {
      this.basis = new Basis(project, own, discovery, destination);
      this.access = access(project, own);
    }

    @Override
    public boolean permits(Manifest object) {
      var scope = scope(basis.discovery(), object.groupKind());
      return access.refusal(object, scope, basis.destination()).isEmpty();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Permitted same && basis.equals(same.basis);
    }

    @Override
    public int hashCode() {
      return basis.hashCode();
    }
  }
}
