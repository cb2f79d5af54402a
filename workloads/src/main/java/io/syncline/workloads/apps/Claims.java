package io.syncline.workloads.apps;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The volume claims of a StatefulSet's pods: one per template and number. Who owns a claim decides
 * when it goes: nobody, the set, or a pod that is surplus.
 *
 * @param set the StatefulSet
 * @param view the stored objects
 * @param draft what is to be written
 */
record Claims(Manifest set, View view, Decision.Draft draft) {
  private String name(Object template, int ordinal) {
    return Tree.text(template, "metadata", "name") + "-" + set.name() + "-" + ordinal;
  }

  private boolean deletes(String when) {
    return set.text("spec", "persistentVolumeClaimRetentionPolicy", when).equals("Delete");
  }

  /** Makes the claims of a wanted pod that are missing, and sees to the owner of the others. */
  void provide(int ordinal) {
    for (var template : Tree.items(set.at("spec", "volumeClaimTemplates"))) {
      var name = name(template, ordinal);
      var known = view.get(Kind.VOLUME_CLAIM, set.namespace(), name);
      if (known.isPresent()) {
        own(known.get(), ordinal, Optional.empty());
        continue;
      }
      var claim =
          Manifest.of(
              ObjectTree.of(
                  "apiVersion",
                  "v1",
                  "kind",
                  "PersistentVolumeClaim",
                  "metadata",
                  Tree.object(Tree.at(template, "metadata"))
                      .with("name", name)
                      .with("namespace", set.namespace())
                      .with("labels", Tree.object(set.at("spec", "selector", "matchLabels"))),
                  "spec",
                  Tree.object(Tree.at(template, "spec"))));
      draft.create(
          Kind.VOLUME_CLAIM,
          deletes("whenDeleted") ? owned(claim, Kind.STATEFUL_SET, set) : claim,
          Note.normal(
              set,
              "SuccessfulCreate",
              "create Claim %s Pod %s-%d in StatefulSet %s success"
                  .formatted(name, set.name(), ordinal, set.name())));
    }
  }

  /** Hands the claims of a surplus pod to that pod when they are to go with it. */
  void condemn(int ordinal, Manifest pod) {
    for (var template : Tree.items(set.at("spec", "volumeClaimTemplates"))) {
      view.get(Kind.VOLUME_CLAIM, set.namespace(), name(template, ordinal))
          .ifPresent(claim -> own(claim, ordinal, Optional.of(pod)));
    }
  }

  private void own(Manifest claim, int ordinal, Optional<Manifest> surplus) {
    var toPod = surplus.isPresent() && deletes("whenScaled");
    var toSet = deletes("whenDeleted") && !toPod;
    var wanted = freed(claim, ordinal);
    wanted = toSet ? owned(wanted, Kind.STATEFUL_SET, set) : wanted;
    wanted = toPod ? owned(wanted, Kind.POD, surplus.orElseThrow()) : wanted;
    if (!wanted.owners().equals(claim.owners())) {
      draft.update(Kind.VOLUME_CLAIM, wanted);
    }
  }

  /** The claim without this set, and without the pod of its number, among its owners. */
  private Manifest freed(Manifest claim, int ordinal) {
    var pod = set.name() + "-" + ordinal;
    var rest =
        claim.owners().stream()
            .filter(o -> !Tree.text(o, "uid").equals(set.uid()))
            .filter(o -> !(Tree.text(o, "kind").equals("Pod") && Tree.text(o, "name").equals(pod)))
            .toList();
    return rest.isEmpty()
        ? claim.without("metadata", "ownerReferences")
        : claim.with(rest, "metadata", "ownerReferences");
  }

  private static Manifest owned(Manifest claim, Kind kind, Manifest owner) {
    var owners = new ArrayList<ObjectTree>(claim.owners());
    owners.add(
        ObjectTree.of(
            "apiVersion", kind.apiVersion(),
            "kind", kind.word(),
            "name", owner.name(),
            "uid", owner.uid()));
    return claim.with(owners, "metadata", "ownerReferences");
  }
}
