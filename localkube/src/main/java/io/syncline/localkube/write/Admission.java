package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.quota.Ranges;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.rules.Rules;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Store;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** What the server adds to objects of certain kinds, and the checks before they are kept. */
final class Admission {
  private static final List<String> KEPT_NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  /** Allocation reads what is taken and writes what it takes; nobody may come between. */
  private final ReentrantLock allocation = new ReentrantLock();

  /** A new object with what its kind gets on creation. */
  ObjectTree onCreate(State state, Resource resource, ObjectTree object, Instant now) {
    return OnCreate.prepared(state, resource, object, now);
  }

  /** A changed object with what its kind keeps or derives on update. */
  ObjectTree onUpdate(Resource resource, ObjectTree next, ObjectTree live, Part part) {
    return OnUpdate.prepared(resource, next, live, part);
  }

  /** Refuses an object that breaks rules. */
  void check(Resource resource, ObjectTree next, Optional<ObjectTree> live) {
    var causes =
        resource.custom().isPresent()
            ? CustomShape.broken(resource, next, live)
            : Rules.broken(resource, next, live);
    if (!causes.isEmpty()) {
      var name = Tree.text(next, "metadata", "name");
      throw Refusal.invalid(resource, name, causes);
    }
  }

  /** What a writer should know of an object that is kept. */
  List<String> warnings(Resource resource, ObjectTree object) {
    var said = new ArrayList<>(Rules.warnings(resource, object));
    said.addAll(Unevaluated.warnings(resource, object));
    return said;
  }

  /** Refuses pods and claims that ask for more or less than the ranges of their namespace say. */
  void checkRanges(State state, Resource resource, ObjectTree next) {
    if (!resource.id().group().isEmpty()) {
      return;
    }
    var why =
        switch (resource.kind()) {
          case "Pod" -> Ranges.ofPod(state, next);
          case "PersistentVolumeClaim" -> Ranges.ofClaim(state, next);
          default -> Optional.<String>empty();
        };
    why.ifPresent(
        text -> {
          throw Refusal.forbidden(resource, Tree.text(next, "metadata", "name"), text);
        });
  }

  /** Refuses to delete what the cluster needs. */
  void checkDelete(Resource resource, String name) {
    if (resource.kind().equals("Namespace")
        && resource.id().group().isEmpty()
        && KEPT_NAMESPACES.contains(name)) {
      throw Refusal.forbidden(resource, name, "this namespace may not be deleted");
    }
  }

  /** Gives addresses and ports to services, then keeps the object. */
  <T> T allocating(
      Store store,
      Resource resource,
      ObjectTree object,
      Optional<ObjectTree> live,
      Function<ObjectTree, T> keep) {
    if (!resource.kind().equals("Service") || !resource.id().group().isEmpty()) {
      return keep.apply(object);
    }
    allocation.lock();
    try {
      return keep.apply(ServiceAddresses.allocated(store.head(), resource, object, live));
    } finally {
      allocation.unlock();
    }
  }
}
