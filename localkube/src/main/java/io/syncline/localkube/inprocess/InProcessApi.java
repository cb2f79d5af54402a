package io.syncline.localkube.inprocess;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Cursor;
import io.syncline.localkube.store.Written;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.Versions;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link LocalApi} on a {@link Cluster}. */
public final class InProcessApi implements LocalApi {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessApi.class);
  private static final Duration LOOK_AT_CLOSE = Duration.ofSeconds(1);

  private final Cluster cluster;

  /** The door to {@code cluster}. */
  public InProcessApi(Cluster cluster) {
    this.cluster = cluster;
  }

  private Resource resource(ResourceId id) {
    return cluster.kinds().get(id).orElseThrow(Refusal::noSuchResource);
  }

  @Override
  public Optional<Manifest> get(ResourceId id, String namespace, String name) {
    var resource = resource(id);
    return cluster
        .state()
        .get(resource.key(namespace, name))
        .map(stored -> new Manifest(Versions.served(resource, stored.object())));
  }

  @Override
  public List<Manifest> list(ResourceId id, String namespace) {
    var resource = resource(id);
    var manifests = new ArrayList<Manifest>();
    for (var stored : cluster.state().objects().under(resource.prefix(namespace))) {
      manifests.add(new Manifest(Versions.served(resource, stored.object())));
    }
    return manifests;
  }

  @Override
  public List<Manifest> ownedBy(String uid) {
    return cluster.state().ownedBy(uid).stream()
        .map(stored -> new Manifest(stored.object()))
        .toList();
  }

  @Override
  public Manifest create(ResourceId id, Manifest object, String fieldManager) {
    return new Manifest(
        cluster.create(
            resource(id), object.namespace(), object.root(), WriteOptions.by(fieldManager)));
  }

  @Override
  public Manifest update(ResourceId id, Manifest object, String fieldManager) {
    return changed(id, object, Part.MAIN, fieldManager);
  }

  @Override
  public Manifest updateStatus(ResourceId id, Manifest object, String fieldManager) {
    return changed(id, object, Part.STATUS, fieldManager);
  }

  private Manifest changed(ResourceId id, Manifest object, Part part, String fieldManager) {
    return new Manifest(
        cluster.change(
            resource(id),
            object.namespace(),
            object.name(),
            part,
            WriteOptions.by(fieldManager),
            live -> object.root()));
  }

  @Override
  public void delete(
      ResourceId id, String namespace, String name, Propagation propagation, long graceSeconds) {
    var options =
        new DeleteOptions(
            Optional.of(propagation),
            graceSeconds < 0 ? Optional.empty() : Optional.of(graceSeconds),
            Optional.empty(),
            Optional.empty(),
            false);
    try {
      cluster.delete(resource(id), namespace, name, options);
    } catch (ApiException e) {
      if (!e.notFound()) {
        throw e;
      }
    }
  }

  @Override
  public Optional<ResourceId> resourceOf(String apiVersion, String kind) {
    return cluster.kinds().of(apiVersion, kind).map(Resource::id);
  }

  @Override
  public Subscription subscribe(Consumer<Event> listener) {
    var cursor = cluster.store().cursor();
    var reader = Thread.ofVirtual().name("kube-subscription").start(() -> follow(cursor, listener));
    return reader::interrupt;
  }

  private void follow(Cursor cursor, Consumer<Event> listener) {
    try {
      while (!cluster.store().closed()) {
        var change = cursor.next(LOOK_AT_CLOSE);
        if (change.isPresent()) {
          told(listener, event(change.get()));
        }
      }
    } catch (InterruptedException e) {
      // Interruption is how a subscription ends.
      Thread.currentThread().interrupt();
    }
  }

  private static void told(Consumer<Event> listener, Event event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.error("listener failed on {} of {}", event.change(), event.object(), e);
    }
  }

  private Event event(Written change) {
    var object = change.after().or(change::before).orElse(ObjectTree.EMPTY);
    var kind =
        change.after().isEmpty()
            ? LocalApi.Change.DELETED
            : change.before().isEmpty() ? LocalApi.Change.ADDED : LocalApi.Change.MODIFIED;
    var key = change.key();
    var id =
        Kinds.of(cluster.state())
            .stored(key.group(), key.plural())
            .map(Resource::id)
            .orElseGet(
                () ->
                    // The definition is gone already; the object still tells its version.
                    new ResourceId(key.group(), new Manifest(object).version(), key.plural()));
    var stamped =
        kind == LocalApi.Change.DELETED
            ? Tree.with(object, Long.toString(change.revision()), "metadata", "resourceVersion")
            : object;
    return new Event(kind, id, new Manifest(stamped));
  }
}
