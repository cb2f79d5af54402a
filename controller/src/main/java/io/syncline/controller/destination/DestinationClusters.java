package io.syncline.controller.destination;

import io.syncline.engine.destination.ClusterBook;
import io.syncline.engine.destination.RegisteredCluster;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.application.Application;
import io.syncline.model.application.Destination;
import io.syncline.model.object.Manifest;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** All clusters applications deploy to; each is opened when the first application means it. */
public final class DestinationClusters implements AutoCloseable {
  /** Makes the way into a registered cluster without asking it anything. */
  @FunctionalInterface
  public interface Connector {
    /**
     * The way in.
     *
     * @throws ClusterException when what is registered does not say how
     */
    Cluster connect(RegisteredCluster registered);
  }

  /**
   * What clusters are made with.
   *
   * @param own the cluster we run in
   * @param connector the way into others
   * @param instance the application an object is tracked to; empty for none
   * @param turns how many workers one cluster may have at a time
   * @param clock what time it is
   */
  public record Making(
      Cluster own,
      Connector connector,
      Function<Manifest, Optional<String>> instance,
      int turns,
      InstantSource clock) {}

  private final Making making;
  private final Map<String, DestinationCluster> open = new ConcurrentHashMap<>();
  private final List<Consumer<DestinationCluster>> closed = new CopyOnWriteArrayList<>();
  private final List<Consumer<DestinationCluster>> moved = new CopyOnWriteArrayList<>();
  private volatile ClusterBook book = ClusterBook.of(List.of(), true);

  /** No cluster is open yet. */
  public DestinationClusters(Making making) {
    this.making = making;
  }

  /** Tells {@code listener} of each cluster that was closed. */
  public void onClose(Consumer<DestinationCluster> listener) {
    closed.add(listener);
  }

  /** Tells {@code listener} of each cluster that begins or ceases to answer. */
  public void onConnection(Consumer<DestinationCluster> listener) {
    moved.add(listener);
  }

  /** The registered clusters. */
  public ClusterBook book() {
    return book;
  }

  /** From now on these are registered: what changed is closed and opened again when needed. */
  public void register(ClusterBook now) {
    book = now;
    for (var entry : List.copyOf(open.entrySet())) {
      var known = entry.getValue().registered();
      if (!known.equals(now.at(entry.getKey()).orElse(RegisteredCluster.IN_CLUSTER))) {
        reopen(entry.getKey());
      }
    }
  }

  /** Closes the cluster at {@code server}; the next application that means it opens it again. */
  public void reopen(String server) {
    var place = open.remove(server);
    if (place != null) {
      place.close();
      closed.forEach(listener -> listener.accept(place));
    }
  }

  /**
   * Tries a cluster that need not be registered.
   *
   * @return its version
   * @throws ClusterException when it does not let us in
   */
  public String attempt(RegisteredCluster registered) {
    return in(
        registered,
        cluster -> {
          cluster.discovery();
          return cluster.version();
        });
  }

  /**
   * Does {@code work} in a cluster that need not be registered, over a connection that ends with
   * it.
   *
   * @throws ClusterException when it does not let us in
   */
  public <T> T in(RegisteredCluster registered, Function<Cluster, T> work) {
    if (registered.own()) {
      return work.apply(making.own());
    }
    try (var cluster = making.connector().connect(registered)) {
      return work.apply(cluster);
    }
  }

  /** The cluster {@code app} means; empty when it is not clear which one. */
  public Optional<DestinationCluster> of(Application app) {
    return of(app.destination());
  }

  /** The cluster {@code destination} means; empty when it is not clear which one. */
  public Optional<DestinationCluster> of(Destination destination) {
    return book.find(destination).map(this::opened);
  }

  /** The cluster we run in, whether registered or not. */
  public DestinationCluster own() {
    return opened(book.at(Destination.IN_CLUSTER).orElse(RegisteredCluster.IN_CLUSTER));
  }

  /** The clusters open now. */
  public List<DestinationCluster> inUse() {
    return List.copyOf(open.values());
  }

  private DestinationCluster opened(RegisteredCluster registered) {
    var known = open.get(registered.server());
    return known != null ? known : open.computeIfAbsent(registered.server(), _ -> make(registered));
  }

  private DestinationCluster make(RegisteredCluster registered) {
    var cluster = registered.own() ? making.own() : connect(registered);
    var cache = new LiveCache(cluster, making.instance(), kind -> selections(registered, kind));
    var turns = registered.own() ? Integer.MAX_VALUE : Math.max(1, making.turns());
    var made = new DestinationCluster(registered, cluster, cache, making.clock(), turns);
    made.look(() -> moved.forEach(listener -> listener.accept(made)));
    return made;
  }

  private Cluster connect(RegisteredCluster registered) {
    try {
      return making.connector().connect(registered);
    } catch (ClusterException e) {
      return refusing(e);
    }
  }

  /** A cluster that answers everything with why there is no way in. */
  private static Cluster refusing(ClusterException problem) {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (_, method, _) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              throw problem;
            });
  }

  private static List<Selection> selections(RegisteredCluster registered, ResourceKind kind) {
    if (!registered.restricted() || (!kind.namespaced() && registered.clusterResources())) {
      return List.of(Selection.ALL);
    }
    return kind.namespaced()
        ? registered.namespaces().stream().map(Selection::in).toList()
        : List.of();
  }

  @Override
  public void close() {
    open.values().forEach(DestinationCluster::close);
    open.clear();
  }
}
