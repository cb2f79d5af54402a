package io.syncline.workloads.control;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Owner references: who controls an object. */
public final class Owners {
  private Owners() {}

  /** The reference an object controlled by {@code owner} carries. */
  public static ObjectTree reference(Kind kind, Manifest owner) {
    return ObjectTree.of(
        "apiVersion", kind.apiVersion(),
        "kind", kind.word(),
        "name", owner.name(),
        "uid", owner.uid(),
        "controller", true,
        "blockOwnerDeletion", true);
  }

  /** The reference of the object's controller. */
  public static Optional<ObjectTree> controller(Manifest object) {
    return object.owners().stream().filter(o -> Tree.flag(o, "controller")).findFirst();
  }

  /** Whether {@code owner} controls {@code object}. */
  public static boolean controls(Manifest owner, Manifest object) {
    return controller(object).filter(o -> Tree.text(o, "uid").equals(owner.uid())).isPresent();
  }

  /** {@code object} controlled by {@code owner}. */
  public static Manifest adopted(Kind kind, Manifest owner, Manifest object) {
    var references = new ArrayList<ObjectTree>(object.owners());
    references.add(reference(kind, owner));
    return object.with(references, "metadata", "ownerReferences");
  }

  /** {@code object} no longer owned by {@code owner}. */
  public static Manifest released(Manifest owner, Manifest object) {
    var rest =
        object.owners().stream().filter(o -> !Tree.text(o, "uid").equals(owner.uid())).toList();
    return rest.isEmpty()
        ? object.without("metadata", "ownerReferences")
        : object.with(rest, "metadata", "ownerReferences");
  }

  /** The objects of a kind that {@code owner} controls. */
  public static List<Manifest> controlled(View view, Kind kind, Manifest owner) {
    return view.owned(kind, owner.uid()).stream().filter(o -> controls(owner, o)).toList();
  }
}
