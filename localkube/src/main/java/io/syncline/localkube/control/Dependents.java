package io.syncline.localkube.control;

import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Stored;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Removes objects whose owners are gone and holds owners back that wait for their dependents. */
final class Dependents {
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";
  private static final WriteOptions WRITER = WriteOptions.by("kube-controller-manager");

  private final Cluster cluster;

  Dependents(Cluster cluster) {
    this.cluster = cluster;
  }

  private enum Owner {
    SOLID,
    GONE,
    WAITING,
    UNKNOWN
  }

  /** Does what the present state of an object asks for. */
  void settle(Stored stored) {
    var object = stored.object();
    if (has(object, FOREGROUND)) {
      foreground(stored);
    } else if (has(object, ORPHAN)) {
      orphan(stored);
    }
    if (!owners(object).isEmpty()) {
      collect(stored);
    }
  }

  /** Looks at everything a removed object was tied to. */
  void removed(ObjectTree object, String namespace) {
    var state = cluster.state();
    for (var dependent : state.ownedBy(Tree.text(object, "metadata", "uid"))) {
      collect(dependent);
    }
    for (var reference : owners(object)) {
      owner(state, reference, namespace)
          .filter(owner -> has(owner.object(), FOREGROUND))
          .ifPresent(this::foreground);
    }
  }

  private static List<Object> owners(ObjectTree object) {
    return Tree.items(Tree.at(object, "metadata", "ownerReferences"));
  }

  /** Whether the object is being deleted and carries the finalizer. */
  private static boolean has(ObjectTree object, String finalizer) {
    return Tree.at(object, "metadata", "deletionTimestamp") != null
        && Tree.items(Tree.at(object, "metadata", "finalizers")).contains(finalizer);
  }

  private Optional<Stored> owner(State state, Object reference, String namespace) {
    return Kinds.of(state)
        .of(Tree.text(reference, "apiVersion"), Tree.text(reference, "kind"))
        .flatMap(resource -> state.get(resource.key(namespace, Tree.text(reference, "name"))))
        .filter(
            stored ->
                Tree.text(stored.object(), "metadata", "uid").equals(Tree.text(reference, "uid")));
  }

  private Owner stateOf(State state, Object reference, String namespace) {
    var served =
        Kinds.of(state).of(Tree.text(reference, "apiVersion"), Tree.text(reference, "kind"));
    if (served.isEmpty()) {
      return Owner.UNKNOWN;
    }
    var owner = owner(state, reference, namespace);
    return owner.isEmpty()
        ? Owner.GONE
        : has(owner.get().object(), FOREGROUND) ? Owner.WAITING : Owner.SOLID;
  }

  /** What was noticed may be old by now: owners are those the object has at present. */
  private void collect(Stored noticed) {
    var state = cluster.state();
    var present = state.get(noticed.key()).filter(stored -> uid(stored).equals(uid(noticed)));
    present.ifPresent(dependent -> collect(state, dependent));
  }

  private static String uid(Stored stored) {
    return Tree.text(stored.object(), "metadata", "uid");
  }

  private void collect(State state, Stored dependent) {
    var namespace = dependent.key().namespace();
    var solid = false;
    var waiting = false;
    var loose = new ArrayList<String>();
    for (var reference : owners(dependent.object())) {
      switch (stateOf(state, reference, namespace)) {
        case SOLID, UNKNOWN -> solid = true;
        case GONE -> loose.add(Tree.text(reference, "uid"));
        case WAITING -> {
          waiting = true;
          loose.add(Tree.text(reference, "uid"));
        }
      }
    }
    if (loose.isEmpty()) {
      return;
    }
    if (solid) {
      released(dependent, loose::contains);
      return;
    }
    if (Tree.at(dependent.object(), "metadata", "deletionTimestamp") != null) {
      return;
    }
    var uid = Tree.text(dependent.object(), "metadata", "uid");
    var policy =
        waiting && !state.ownedBy(uid).isEmpty() ? Propagation.FOREGROUND : Propagation.BACKGROUND;
    delete(dependent, policy);
  }

  /** Only the version judged: whoever wrote since may have given it another owner. */
  private void delete(Stored stored, Propagation policy) {
    var uid = Tree.text(stored.object(), "metadata", "uid");
    resource(stored)
        .ifPresent(
            resource ->
                Attempt.at(
                    () ->
                        cluster.delete(
                            resource,
                            stored.key().namespace(),
                            stored.key().name(),
                            new DeleteOptions(
                                Optional.of(policy),
                                Optional.empty(),
                                Optional.of(uid),
                                Optional.of(
                                    Tree.text(stored.object(), "metadata", "resourceVersion")),
                                false))));
  }

  private Optional<Resource> resource(Stored stored) {
    return cluster.kinds().stored(stored.key().group(), stored.key().plural());
  }

  private void foreground(Stored owner) {
    var uid = Tree.text(owner.object(), "metadata", "uid");
    var blocked = false;
    for (var dependent : cluster.state().ownedBy(uid)) {
      blocked |=
          owners(dependent.object()).stream()
              .anyMatch(
                  reference ->
                      Tree.text(reference, "uid").equals(uid)
                          && Tree.flag(reference, "blockOwnerDeletion"));
      collect(dependent);
    }
    if (!blocked) {
      unheld(owner, FOREGROUND);
    }
  }

  private void orphan(Stored owner) {
    var uid = Tree.text(owner.object(), "metadata", "uid");
    for (var dependent : cluster.state().ownedBy(uid)) {
      released(dependent, uid::equals);
    }
    unheld(owner, ORPHAN);
  }

  private void released(Stored dependent, Predicate<String> uids) {
    edited(
        dependent,
        live -> {
          var kept = new ArrayList<>(owners(live));
          kept.removeIf(reference -> uids.test(Tree.text(reference, "uid")));
          return kept.isEmpty()
              ? Tree.without(live, "metadata", "ownerReferences")
              : Tree.with(live, kept, "metadata", "ownerReferences");
        });
  }

  private void unheld(Stored owner, String finalizer) {
    edited(owner, live -> withoutFinalizer(live, finalizer));
  }

  static ObjectTree withoutFinalizer(ObjectTree live, String finalizer) {
    var kept = new ArrayList<>(Tree.items(Tree.at(live, "metadata", "finalizers")));
    kept.remove(finalizer);
    return kept.isEmpty()
        ? Tree.without(live, "metadata", "finalizers")
        : Tree.with(live, kept, "metadata", "finalizers");
  }

  private void edited(Stored stored, UnaryOperator<ObjectTree> edit) {
    resource(stored)
        .ifPresent(
            resource ->
                Attempt.at(
                    () ->
                        cluster.change(
                            resource,
                            stored.key().namespace(),
                            stored.key().name(),
                            Part.MAIN,
                            WRITER,
                            live ->
                                Tree.without(edit.apply(live), "metadata", "resourceVersion"))));
  }
}
