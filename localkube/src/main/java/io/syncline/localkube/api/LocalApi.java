package io.syncline.localkube.api;

import io.syncline.model.object.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads and writes objects of the embedded Kubernetes without HTTP. Safe for use by many threads.
 */
public interface LocalApi {
  /** What happened to an object. */
  enum Change {
    ADDED,
    MODIFIED,
    DELETED
  }

  /**
   * One committed write, in commit order.
   *
   * @param change what happened
   * @param resource which resource
   * @param object the object after the write; for a deletion the last state
   */
  record Event(Change change, ResourceId resource, Manifest object) {}

  /** How to delete. */
  enum Propagation {
    BACKGROUND,
    FOREGROUND,
    ORPHAN
  }

  /** One object; {@code namespace} is "" for cluster-scoped resources. */
  Optional<Manifest> get(ResourceId resource, String namespace, String name);

  /** All objects of a resource, of one namespace or ("") of all, sorted by namespace and name. */
  List<Manifest> list(ResourceId resource, String namespace);

  /** All objects of any resource with an owner reference to {@code uid}. */
  List<Manifest> ownedBy(String uid);

  /**
   * Creates an object.
   *
   * @throws ApiException when refused
   */
  Manifest create(ResourceId resource, Manifest object, String fieldManager);

  /**
   * Replaces an object; with a resourceVersion in it, only that version. Status is left as it is.
   */
  Manifest update(ResourceId resource, Manifest object, String fieldManager);

  /** Replaces the status of an object; with a resourceVersion in it, only on that version. */
  Manifest updateStatus(ResourceId resource, Manifest object, String fieldManager);

  /**
   * Deletes an object; absent is fine.
   *
   * @param graceSeconds grace for pods; negative for the default of the kind
   */
  void delete(
      ResourceId resource,
      String namespace,
      String name,
      Propagation propagation,
      long graceSeconds);

  /**
   * Calls {@code listener} for every write from now on, in order, on one thread that belongs to the
   * subscription.
   */
  Subscription subscribe(Consumer<Event> listener);

  /** The served resource of a kind, when there is one. */
  Optional<ResourceId> resourceOf(String apiVersion, String kind);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
