package io.syncline.localkube.write;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Store;
import io.syncline.localkube.store.StoreException;
import io.syncline.localkube.store.Stored;
import io.syncline.localkube.store.Write;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads and writes objects with everything a real server does around a write: identity, defaults,
 * checks, managed fields, generation, finalizers and compare-and-swap. Safe for many threads.
 */
public final class Cluster {
  private static final int GENERATED_NAME_TRIES = 8;
  private static final int CONFLICT_TRIES = 100;

  private final Store store;
  private final InstantSource clock;
  private final Admission admission = new Admission();

  /** The objects of {@code store}, with times taken from {@code clock}. */
  public Cluster(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Where the objects are kept. */
  public Store store() {
    return store;
  }

  /** The clock of the cluster. */
  public InstantSource clock() {
    return clock;
  }

  /** The last durable state. */
  public State state() {
    return store.visible();
  }

  /** The resources served now. */
  public Kinds kinds() {
    return Kinds.of(store.visible());
  }

  /**
   * One object in the version of {@code resource}.
   *
   * @throws ApiException NotFound
   */
  public ObjectTree get(Resource resource, String namespace, String name) {
    return store
        .visible()
        .get(resource.key(namespace, name))
        .map(stored -> Versions.served(resource, stored.object()))
        .orElseThrow(() -> Refusal.notFound(resource, name));
  }

  /**
   * Makes an object.
   *
   * @return the object as kept
   * @throws ApiException when refused
   */
  public ObjectTree create(
      Resource resource, String namespace, ObjectTree body, WriteOptions options) {
    var decoded = Shape.decoded(resource, body, options);
    BodyCheck.forCreate(resource, namespace, decoded);
    if (!Tree.text(decoded, "metadata", "name").isEmpty()) {
      return createNamed(resource, namespace, decoded, options);
    }
    var prefix = Tree.text(decoded, "metadata", "generateName");
    for (var attempt = 1; ; attempt++) {
      var named = Tree.with(decoded, Metadata.generated(prefix), "metadata", "name");
      try {
        return createNamed(resource, namespace, named, options);
      } catch (ApiException e) {
        if (!e.reason().equals("AlreadyExists") || attempt == GENERATED_NAME_TRIES) {
          throw e;
        }
      }
    }
  }

  private ObjectTree createNamed(
      Resource resource, String namespace, ObjectTree decoded, WriteOptions options) {
    var head = store.head();
    var name = Tree.text(decoded, "metadata", "name");
    var key = resource.key(namespace, name);
    new Opening(resource, namespace, name).check(head);
    var fresh = Metadata.fresh(resource, decoded, namespace, Metadata.uid(), clock.instant());
    var said = Tree.without(OnCreate.defaulted(resource, fresh), "metadata", "managedFields");
    var defaulted = Shape.shaped(resource, said);
    // What the server itself adds after the defaults belongs to no writer.
    var managed =
        Tree.at(
            Shape.managed(
                resource,
                Optional.empty(),
                defaulted,
                Tree.at(decoded, "metadata", "managedFields"),
                Part.MAIN,
                options,
                clock.instant()),
            "metadata",
            "managedFields");
    var prepared =
        Tree.without(
            admission.onCreate(head, resource, fresh, clock.instant()),
            "metadata",
            "managedFields");
    var shaped = prepared.equals(said) ? defaulted : Shape.shaped(resource, prepared);
    options.approval().check(resource, Optional.empty(), shaped);
    admission.check(resource, shaped, Optional.empty());
    admission.warnings(resource, shaped).forEach(options.warn());
    admission.checkRanges(head, resource, shaped);
    return admission.allocating(
        store,
        resource,
        managed == null ? shaped : Tree.with(shaped, managed, "metadata", "managedFields"),
        Optional.empty(),
        complete ->
            commit(resource, key, 0, complete, options, new Opening(resource, namespace, name))
                .orElseThrow(() -> Refusal.alreadyExists(resource, name, false)));
  }

  private static ApiException exists(Resource resource, String name, ObjectTree live) {
    var deleting = Tree.at(live, "metadata", "deletionTimestamp") != null;
    return Refusal.alreadyExists(resource, name, deleting);
  }

  /** Keeps {@code object}; empty when somebody was faster. */
  private Optional<ObjectTree> commit(
      Resource resource,
      Key key,
      long expected,
      ObjectTree object,
      WriteOptions options,
      Store.Guard guard) {
    // Told last: broken rules and taken addresses come before a taken name.
    var taken = expected == 0 ? store.head().get(key) : Optional.<Stored>empty();
    if (taken.isPresent()) {
      throw exists(resource, Tree.text(object, "metadata", "name"), taken.get().object());
    }
    Store.Guard all =
        head -> {
          guard.check(head);
          new Allowance(resource, key, head.get(key).map(Stored::object), object).check(head);
        };
    if (options.dryRun()) {
      all.check(store.head());
      return Optional.of(
          expected == 0
              ? object
              : Tree.with(object, Long.toString(expected), "metadata", "resourceVersion"));
    }
    return written(new Write(key, expected, Optional.of(Versions.kept(resource, object))), all)
        .map(stored -> Versions.served(resource, stored));
  }

  private Optional<ObjectTree> written(Write write, Store.Guard guard) {
    try {
      return store.commit(List.of(write), guard).map(done -> done.objects().getFirst());
    } catch (StoreException e) {
      throw Refusal.unavailable(String.valueOf(e.getMessage()));
    }
  }

  /** Waits until what a write found unchanged is durable. */
  private void settled(Stored stored) {
    try {
      store.settle(stored.revision());
    } catch (StoreException e) {
      throw Refusal.unavailable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A body for a replace, checked to belong to its place and with unknown fields treated as the
   * writer asked.
   */
  public ObjectTree decoded(
      Resource resource, String namespace, String name, ObjectTree body, WriteOptions options) {
    BodyCheck.sameKind(resource, body);
    BodyCheck.sameNamespace(resource, namespace, body);
    BodyCheck.sameName(name, body);
    var decoded = Shape.decoded(resource, body, options);
    // Managed fields are reset by an empty list, which is otherwise the same as none.
    var fields = Tree.at(body, "metadata", "managedFields");
    return fields instanceof List<?> list && list.isEmpty()
        ? Tree.with(decoded, fields, "metadata", "managedFields")
        : decoded;
  }

  /**
   * Changes an object by a function of its live state, retried when somebody else writes between.
   *
   * @param edit gives the wished object; what it may change is limited by {@code part}
   * @return the object as kept, or as it was when nothing changed
   * @throws ApiException when refused
   */
  public ObjectTree change(
      Resource resource,
      String namespace,
      String name,
      Part part,
      WriteOptions options,
      UnaryOperator<ObjectTree> edit) {
    return update(resource, namespace, name, new Update(part, options, edit, false));
  }

  /** Applies a configuration: made when absent, else merged by field ownership. */
  public ObjectTree apply(
      Resource resource,
      String namespace,
      String name,
      Part part,
      ObjectTree configuration,
      WriteOptions options) {
    var config = Shape.configuration(resource, configuration, options);
    BodyCheck.forApply(resource, namespace, name, config);
    var absent = store.head().get(resource.key(namespace, name)).isEmpty();
    if (absent && part != Part.MAIN && Tree.text(config, "metadata", "name").isEmpty()) {
      throw BodyCheck.nameless(name);
    }
    if (absent && part == Part.MAIN) {
      try {
        return applyAsCreate(resource, namespace, name, config, options);
      } catch (ApiException e) {
        if (!e.reason().equals("AlreadyExists")) {
          throw e;
        }
      }
    }
    return update(
        resource,
        namespace,
        name,
        new Update(
            part,
            options,
            live ->
                Shape.applied(resource, Optional.of(live), config, part, options, clock.instant()),
            true));
  }

  private ObjectTree applyAsCreate(
      Resource resource, String namespace, String name, ObjectTree config, WriteOptions options) {
    if (!Tree.text(config, "metadata", "uid").isEmpty()) {
      throw Refusal.conflict(
          resource,
          name,
          "uid mismatch: the provided object specified uid "
              + Tree.text(config, "metadata", "uid")
              + ", and no existing object was found");
    }
    if (Tree.text(config, "metadata", "name").isEmpty()) {
      throw BodyCheck.nameless(name);
    }
    var head = store.head();
    new Opening(resource, namespace, name).check(head);
    // A version is no reason to refuse: operators give one that never was, to make but not change.
    var named =
        Tree.with(Tree.without(config, "metadata", "resourceVersion"), name, "metadata", "name");
    var applied =
        Shape.applied(resource, Optional.empty(), named, Part.MAIN, options, clock.instant());
    var fresh = Metadata.fresh(resource, applied, namespace, Metadata.uid(), clock.instant());
    var prepared = admission.onCreate(head, resource, fresh, clock.instant());
    var shaped = Shape.shaped(resource, prepared);
    options.approval().check(resource, Optional.empty(), shaped);
    admission.check(resource, shaped, Optional.empty());
    admission.warnings(resource, shaped).forEach(options.warn());
    admission.checkRanges(head, resource, shaped);
    return admission.allocating(
        store,
        resource,
        shaped,
        Optional.empty(),
        complete ->
            commit(
                    resource,
                    resource.key(namespace, name),
                    0,
                    complete,
                    options,
                    new Opening(resource, namespace, name))
                .orElseThrow(() -> Refusal.alreadyExists(resource, name, false)));
  }

  /** One wished change. */
  private record Update(
      Part part, WriteOptions options, UnaryOperator<ObjectTree> edit, boolean apply) {}

  private ObjectTree update(Resource resource, String namespace, String name, Update update) {
    var key = resource.key(namespace, name);
    for (var attempt = 1; ; attempt++) {
      var stored = store.head().get(key).orElseThrow(() -> Refusal.notFound(resource, name));
      var live = Versions.served(resource, stored.object());
      var wanted = update.edit().apply(live);
      var done = replaced(resource, name, stored, live, wanted, update);
      if (done.isPresent()) {
        return done.get();
      }
      var pinned = !Tree.text(wanted, "metadata", "resourceVersion").isEmpty();
      if ((pinned && !update.apply()) || attempt == CONFLICT_TRIES) {
        throw Refusal.modified(resource, name);
      }
    }
  }

  private Optional<ObjectTree> replaced(
      Resource resource,
      String name,
      Stored stored,
      ObjectTree live,
      ObjectTree wanted,
      Update update) {
    var options = update.options();
    Metadata.checkIdentity(resource, name, wanted, live);
    Metadata.checkFinalizers(resource, name, wanted, live);
    var limited = PartOf.limited(resource, update.part(), wanted, live);
    var kept = Metadata.kept(limited, live);
    var prepared = admission.onUpdate(resource, kept, live, update.part());
    var shaped = Shape.shaped(resource, prepared);
    options.approval().check(resource, Optional.of(live), shaped);
    admission.check(resource, shaped, Optional.of(live));
    admission.warnings(resource, shaped).forEach(options.warn());
    if (!resource.kind().equals("Pod")) {
      admission.checkRanges(store.head(), resource, shaped);
    }
    var counted = Metadata.counted(resource, shaped, live);
    var next =
        update.apply()
            ? counted
            : OnUpdate.owned(
                counted,
                Shape.managed(
                    resource,
                    Optional.of(live),
                    OnUpdate.said(resource, kept, counted),
                    Tree.at(wanted, "metadata", "managedFields"),
                    update.part(),
                    options,
                    clock.instant()));
    if (Objects.equals(next, live)) {
      settled(stored);
      return Optional.of(live);
    }
    if (Metadata.removable(next) && !options.dryRun()) {
      return written(new Write(stored.key(), stored.revision(), Optional.empty()), head -> {})
          .map(removed -> next);
    }
    return admission.allocating(
        store,
        resource,
        next,
        Optional.of(live),
        complete ->
            commit(resource, stored.key(), stored.revision(), complete, options, head -> {}));
  }

  /**
   * The outcome of a delete.
   *
   * @param object the object as it is now, or was last
   * @param gone whether it is removed already
   */
  public record Deleted(ObjectTree object, boolean gone) {}

  /**
   * Deletes an object, or marks it for deletion when finalizers or a grace period hold it.
   *
   * @throws ApiException NotFound, or Conflict when a precondition does not hold
   */
  public Deleted delete(Resource resource, String namespace, String name, DeleteOptions options) {
    var key = resource.key(namespace, name);
    while (true) {
      var stored = store.head().get(key).orElseThrow(() -> Refusal.notFound(resource, name));
      var live = stored.object();
      Deletion.check(resource, name, live, options);
      admission.checkDelete(resource, name);
      var now = clock.instant();
      var next = Deletion.marked(resource, live, options, now);
      if (next.isPresent() && Objects.equals(next.get(), live)) {
        settled(stored);
        return new Deleted(Versions.served(resource, live), false);
      }
      if (options.dryRun()) {
        var last = next.orElseGet(() -> Deletion.ended(resource, live, live, now));
        return new Deleted(Versions.served(resource, last), next.isEmpty());
      }
      var done = written(new Write(key, stored.revision(), next), head -> {});
      if (done.isPresent()) {
        var last = next.isPresent() ? done.get() : Deletion.ended(resource, live, done.get(), now);
        return new Deleted(Versions.served(resource, last), next.isEmpty());
      }
    }
  }
}
