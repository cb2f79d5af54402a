package io.syncline.workloads.apps;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The recorded templates of a StatefulSet or DaemonSet, by which {@code kubectl rollout history}
 * and {@code undo} work.
 *
 * @param owner the set
 * @param kind its kind
 * @param known its ControllerRevisions, oldest first
 */
record Revisions(Manifest owner, Kind kind, List<Manifest> known) {
  /** The label of pods and revisions that names the revision. */
  static final String LABEL = "controller-revision-hash";

  Revisions {
    known = List.copyOf(known);
  }

  static Revisions of(Manifest owner, Kind kind, View view) {
    return new Revisions(
        owner,
        kind,
        Owners.controlled(view, Kind.CONTROLLER_REVISION, owner).stream()
            .sorted(
                Comparator.comparingLong((Manifest r) -> Tree.number(r.root(), 0, "revision"))
                    .thenComparing(Manifest::name))
            .toList());
  }

  /** The revision with the wanted template; it is made, or made the newest, when it is not. */
  Manifest update(Decision.Draft draft) {
    var wanted = Template.essence(owner.at("spec", "template"));
    var found =
        known.stream()
            .filter(r -> Template.essence(recorded(r)).equals(wanted))
            .reduce((a, b) -> b);
    var newest =
        known.stream().mapToLong(r -> Tree.number(r.root(), 0, "revision")).max().orElse(0);
    if (found.isEmpty()) {
      var made = revision(newest + 1);
      draft.create(Kind.CONTROLLER_REVISION, made);
      return made;
    }
    if (Tree.number(found.get().root(), 0, "revision") == newest) {
      return found.get();
    }
    var renewed = found.get().with(newest + 1, "revision");
    draft.update(Kind.CONTROLLER_REVISION, renewed);
    return renewed;
  }

  private Manifest revision(long number) {
    var template = Tree.object(owner.at("spec", "template"));
    var hash = Template.hash(template, 0);
    var labels = Tree.object(Tree.at(template, "metadata", "labels")).with(LABEL, hash);
    // The marker makes an undo replace the template instead of merging into it.
    var data = ObjectTree.of("spec", ObjectTree.of("template", template.with("$patch", "replace")));
    return Manifest.of(
        ObjectTree.of(
            "apiVersion",
            "apps/v1",
            "kind",
            "ControllerRevision",
            "metadata",
            ObjectTree.of(
                "name", owner.name() + "-" + hash,
                "namespace", owner.namespace(),
                "labels", labels,
                "annotations", changeCause(),
                "ownerReferences", List.of(Owners.reference(kind, owner))),
            "data",
            data,
            "revision",
            number));
  }

  private ObjectTree changeCause() {
    return owner
        .annotation("kubernetes.io/change-cause")
        .map(cause -> ObjectTree.of("kubernetes.io/change-cause", cause))
        .orElse(ObjectTree.EMPTY);
  }

  /** The recorded template of the revision with this name, marker removed. */
  Optional<ObjectTree> template(String revisionName) {
    return known.stream()
        .filter(r -> r.name().equals(revisionName))
        .findFirst()
        .map(Revisions::recorded);
  }

  private static ObjectTree recorded(Manifest revision) {
    return Tree.object(revision.at("data", "spec", "template")).without("$patch");
  }

  /** Drops revisions beyond the history limit that no pod uses. */
  void forget(Decision.Draft draft, Set<String> inUse) {
    var limit = Tree.number(owner.root(), 10, "spec", "revisionHistoryLimit");
    var idle =
        known.stream().filter(r -> !inUse.contains(r.name()) && !inUse.contains(hash(r))).toList();
    for (var i = 0; i < idle.size() - limit; i++) {
      draft.delete(Kind.CONTROLLER_REVISION, idle.get(i));
    }
  }

  /** The value of the label on pods of a revision. */
  static String hash(Manifest revision) {
    return revision.label(LABEL).orElse(revision.name());
  }
}
