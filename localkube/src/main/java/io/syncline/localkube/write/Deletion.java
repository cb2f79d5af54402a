package io.syncline.localkube.write;

import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** What a delete does to an object: marks it, or removes it. */
final class Deletion {
  /** Finalizer that holds an owner back until its dependents are gone. */
  static final String FOREGROUND = "foregroundDeletion";

  /** Finalizer that holds an owner back until its dependents are released. */
  static final String ORPHAN = "orphan";

  private static final long POD_GRACE = 30;

  private Deletion() {}

  /** Refuses a delete whose preconditions do not hold. */
  static void check(Resource resource, String name, ObjectTree live, DeleteOptions options) {
    var uid = Tree.text(live, "metadata", "uid");
    options
        .uid()
        .filter(wanted -> !wanted.equals(uid))
        .ifPresent(
            wanted -> {
              throw Refusal.precondition(resource, name, "UID", wanted, uid);
            });
    var version = Tree.text(live, "metadata", "resourceVersion");
    options
        .resourceVersion()
        .filter(wanted -> !wanted.equals(version))
        .ifPresent(
            wanted -> {
              throw Refusal.precondition(resource, name, "ResourceVersion", wanted, version);
            });
  }

  /**
   * The object with its deletion marked; empty when it is to be removed now. Returns {@code live}
   * itself when the delete changes nothing.
   */
  static Optional<ObjectTree> marked(
      Resource resource, ObjectTree live, DeleteOptions options, Instant now) {
    var next = withPropagation(resource, live, options);
    var deleting = Tree.at(live, "metadata", "deletionTimestamp") != null;
    var grace = grace(resource, live, options);
    if (deleting) {
      var old = Tree.number(live, 0, "metadata", "deletionGracePeriodSeconds");
      // A grace period can only be shortened.
      if (grace < old && (options.graceSeconds().isPresent() || grace == 0)) {
        next = deletedAt(next, now, grace, old);
      }
    } else {
      next = terminating(deletedAt(next, now, grace, 0));
      if (isDefinition(resource)) {
        next = OnCreate.finalizer(next, DefinitionAdmission.CLEANUP);
      }
      var generation = Tree.number(live, 0, "metadata", "generation");
      if (generation > 0) {
        next = Tree.with(next, generation + 1, "metadata", "generation");
      }
    }
    return Metadata.removable(next) ? Optional.empty() : Optional.of(next);
  }

  /**
   * What is shown of an object that is removed at once: kinds with a grace period tell its end. One
   * that was given time first has the version of its removal then.
   */
  static ObjectTree ended(Resource resource, ObjectTree live, ObjectTree removed, Instant now) {
    if (!resource.traits().gracefulDelete()) {
      return removed;
    }
    var grace = Tree.number(live, 0, "metadata", "deletionGracePeriodSeconds");
    return deletedAt(grace > 0 ? removed : live, now, 0, grace);
  }

  private static ObjectTree deletedAt(ObjectTree object, Instant now, long grace, long before) {
    var from =
        before == 0 ? now : Instant.parse(Tree.text(object, "metadata", "deletionTimestamp"));
    var at = before == 0 ? from.plusSeconds(grace) : from.minusSeconds(before - grace);
    var marked = Tree.with(object, Metadata.time(at), "metadata", "deletionTimestamp");
    if (isNamespace(object)) {
      return marked;
    }
    return Tree.with(marked, grace, "metadata", "deletionGracePeriodSeconds");
  }

  private static ObjectTree terminating(ObjectTree object) {
    return isNamespace(object) ? Tree.with(object, "Terminating", "status", "phase") : object;
  }

  private static boolean isDefinition(Resource resource) {
    return resource.id().plural().equals("customresourcedefinitions")
        && resource.id().group().equals("apiextensions.k8s.io");
  }

  private static boolean isNamespace(ObjectTree object) {
    return Tree.text(object, "kind").equals("Namespace")
        && Tree.text(object, "apiVersion").equals("v1");
  }

  private static long grace(Resource resource, ObjectTree live, DeleteOptions options) {
    if (!resource.traits().gracefulDelete()) {
      return 0;
    }
    var phase = Tree.text(live, "status", "phase");
    // Nobody runs such a pod, so nobody would confirm its end.
    if (Tree.text(live, "spec", "nodeName").isEmpty()
        || phase.equals("Succeeded")
        || phase.equals("Failed")) {
      return 0;
    }
    return Math.max(
        0,
        options
            .graceSeconds()
            .orElseGet(
                () -> Tree.number(live, POD_GRACE, "spec", "terminationGracePeriodSeconds")));
  }

  private static ObjectTree withPropagation(
      Resource resource, ObjectTree live, DeleteOptions options) {
    var finalizers = new ArrayList<>(Tree.items(Tree.at(live, "metadata", "finalizers")));
    var before = finalizers.size();
    var propagation = options.propagation();
    if (propagation.isEmpty()) {
      if (!resource.traits().orphansByDefault()
          || finalizers.contains(FOREGROUND)
          || finalizers.contains(ORPHAN)) {
        return live;
      }
      propagation = Optional.of(Propagation.ORPHAN);
    }
    switch (propagation.get()) {
      case BACKGROUND -> {
        finalizers.remove(FOREGROUND);
        finalizers.remove(ORPHAN);
      }
      case FOREGROUND -> {
        finalizers.remove(ORPHAN);
        if (!finalizers.contains(FOREGROUND)) {
          finalizers.add(FOREGROUND);
        }
      }
      case ORPHAN -> {
        finalizers.remove(FOREGROUND);
        if (!finalizers.contains(ORPHAN)) {
          finalizers.add(ORPHAN);
        }
      }
    }
    if (finalizers.isEmpty()) {
      return before == 0 ? live : Tree.without(live, "metadata", "finalizers");
    }
    return Tree.with(live, finalizers, "metadata", "finalizers");
  }
}
