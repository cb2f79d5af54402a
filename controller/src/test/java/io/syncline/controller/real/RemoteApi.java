package io.syncline.controller.real;

import io.syncline.kube.ClusterException;
import io.syncline.kube.Deletion;
import io.syncline.kube.PatchType;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.http.HttpCluster;
import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An API server behind HTTP, as the tests and the simulated workloads see the embedded one. */
public final class RemoteApi implements LocalApi, AutoCloseable {
  private final HttpCluster cluster;
  private final Observation seen;
  private final Chores chores;

  RemoteApi(HttpCluster cluster) {
    this.cluster = cluster;
    this.seen = new Observation(cluster);
    this.chores = new Chores(this, seen);
  }

  private ResourceKind kind(ResourceId id) {
    return known(id)
        .or(
            () -> {
              cluster.rediscover();
              return known(id);
            })
        .orElseThrow(() -> new ApiException(404, "NotFound", id + " is not served", none()));
  }

  private Optional<ResourceKind> known(ResourceId id) {
    return cluster.discovery().kinds().stream()
        .filter(k -> k.plural().equals(id.plural()))
        .filter(k -> k.group().equals(id.group()) && k.version().equals(id.version()))
        .findFirst();
  }

  private static ObjectTree none() {
    return ObjectTree.EMPTY;
  }

  static ResourceId id(ResourceKind kind) {
    return new ResourceId(kind.group(), kind.version(), kind.plural());
  }

  private static <T> T asked(Supplier<T> request) {
    try {
      return request.get();
    } catch (ClusterException e) {
      var reason =
          switch (e.code()) {
            case NOT_FOUND -> "NotFound";
            case ALREADY_EXISTS -> "AlreadyExists";
            case CONFLICT -> "Conflict";
            case INVALID -> "Invalid";
            case FORBIDDEN -> "Forbidden";
            default -> "InternalError";
          };
      throw new ApiException(e.httpStatus(), reason, e.text(), none());
    }
  }

  @Override
  public Optional<Manifest> get(ResourceId resource, String namespace, String name) {
    return asked(() -> cluster.get(kind(resource), namespace, name));
  }

  @Override
  public List<Manifest> list(ResourceId resource, String namespace) {
    return asked(() -> cluster.list(kind(resource), Selection.in(namespace)).items());
  }

  @Override
  public List<Manifest> ownedBy(String uid) {
    return seen.all().stream()
        .filter(o -> o.owners().stream().anyMatch(w -> Tree.text(w, "uid").equals(uid)))
        .toList();
  }

  @Override
  public Manifest create(ResourceId resource, Manifest object, String fieldManager) {
    // Pods are refused until their namespace has its account.
    if (resource.plural().equals("pods")) {
      chores.account(object.namespace());
    }
    return asked(() -> cluster.create(object, WriteOptions.by(fieldManager)));
  }

  @Override
  public Manifest update(ResourceId resource, Manifest object, String fieldManager) {
    if (resource.plural().equals("pods") && !object.text("spec", "nodeName").isEmpty()) {
      var stored = get(resource, object.namespace(), object.name()).orElse(object);
      if (stored.text("spec", "nodeName").isEmpty()) {
        return bound(resource, object);
      }
    }
    var done = asked(() -> cluster.update(object, WriteOptions.by(fieldManager)));
    return done;
  }

  /** A pod gets its node by a binding, nothing else. */
  private Manifest bound(ResourceId resource, Manifest pod) {
    var target =
        ObjectTree.of("apiVersion", "v1", "kind", "Node", "name", pod.text("spec", "nodeName"));
    var metadata = ObjectTree.of("name", pod.name(), "namespace", pod.namespace());
    var binding =
        ObjectTree.of("apiVersion", "v1", "kind", "Binding", "metadata", metadata)
            .with("target", target);
    raw("POST", kind(resource).path(pod.namespace(), pod.name()) + "/binding", binding);
    return get(resource, pod.namespace(), pod.name()).orElse(pod);
  }

  /** Any request with a body; the answer's. */
  ObjectTree raw(String method, String path, ObjectTree body) {
    var answer =
        cluster.raw(method, path, Map.of("Content-Type", "application/json"), Json.write(body));
    var tree = Json.parseObject(answer.body());
    if (answer.status() / 100 != 2) {
      throw new ApiException(
          answer.status(), Tree.text(tree, "reason"), Tree.text(tree, "message"), tree);
    }
    return tree;
  }

  @Override
  public Manifest updateStatus(ResourceId resource, Manifest object, String fieldManager) {
    // A replacement would also replace annotations, which are others' here.
    var patch = new ArrayList<Object>();
    if (!object.resourceVersion().isEmpty()) {
      patch.add(replacement("/metadata/resourceVersion", object.resourceVersion()));
    }
    patch.add(replacement("/status", object.at("status")));
    return asked(
        () ->
            cluster.patch(
                kind(resource),
                object.key(),
                "status",
                PatchType.JSON,
                Tree.list(patch),
                WriteOptions.by(fieldManager)));
  }

  private static ObjectTree replacement(String path, @Nullable Object value) {
    return new ObjectTree.Builder(3).put("op", "add").put("path", path).put("value", value).build();
  }

  @Override
  public void delete(
      ResourceId resource,
      String namespace,
      String name,
      Propagation propagation,
      long graceSeconds) {
    var way = Deletion.of(Deletion.Propagation.valueOf(propagation.name()));
    var grace = graceSeconds < 0 ? way : way.grace(graceSeconds);
    asked(
        () -> {
          var kind = kind(resource);
          return cluster.get(kind, namespace, name).map(o -> cluster.delete(kind, o.key(), grace));
        });
  }

  @Override
  public Subscription subscribe(Consumer<Event> listener) {
    return seen.subscribe(listener);
  }

  @Override
  public Optional<ResourceId> resourceOf(String apiVersion, String kind) {
    return cluster
        .discovery()
        .find(apiVersion, kind)
        .or(() -> cluster.rediscover().find(apiVersion, kind))
        .map(RemoteApi::id);
  }

  /** Takes what is there now for what {@link #wipe} leaves. */
  public void keep() {
    chores.keep();
  }

  /** Deletes what came since {@link #keep}, whoever holds it, and waits for its end. */
  public void wipe() {
    chores.wipe();
  }

  @Override
  public void close() {
    chores.close();
    seen.close();
  }
}
