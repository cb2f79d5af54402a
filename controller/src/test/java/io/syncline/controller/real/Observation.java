package io.syncline.controller.real;

import io.syncline.kube.Selection;
import io.syncline.kube.Watch;
import io.syncline.kube.WatchListener;
import io.syncline.kube.http.HttpCluster;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.LocalApi.Change;
import io.syncline.localkube.api.LocalApi.Event;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** All objects of a server as its watches tell of them, in the order of each kind. */
final class Observation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<String> DULL =
      Set.of("events", "componentstatuses", "leases", "flowschemas", "apiservices");

  private final HttpCluster cluster;
  private final Map<ResourceId, Watch> watches = new ConcurrentHashMap<>();
  private final Map<ResourceId, Map<String, Manifest>> objects = new HashMap<>();
  private final List<Listener> listeners = new ArrayList<>();

  Observation(HttpCluster cluster) {
    this.cluster = cluster;
    watchAll();
    watches.values().forEach(w -> w.awaitSynced(PATIENCE));
  }

  /** Also what was not served before. */
  private void watchAll() {
    var discovery = cluster.rediscover();
    for (var kind : discovery.kinds()) {
      var preferred = discovery.find(kind.groupKind()).filter(kind::equals).isPresent();
      if (preferred && kind.watchable() && !DULL.contains(kind.plural())) {
        watches.computeIfAbsent(
            RemoteApi.id(kind), id -> cluster.watch(kind, Selection.ALL, new Ear(id)));
      }
    }
  }

  synchronized List<Manifest> all() {
    return objects.values().stream().flatMap(m -> m.values().stream()).toList();
  }

  Set<ResourceId> kinds() {
    return Set.copyOf(watches.keySet());
  }

  synchronized LocalApi.Subscription subscribe(Consumer<Event> consumer) {
    var listener = new Listener(consumer);
    listeners.add(listener);
    return () -> {
      synchronized (this) {
        listeners.remove(listener);
      }
      listener.thread.interrupt();
    };
  }

  private synchronized void tell(Change change, ResourceId id, Manifest object) {
    listeners.forEach(l -> l.queue.add(new Event(change, id, object)));
    if (id.plural().equals("customresourcedefinitions")) {
      Thread.ofVirtual().start(this::followDefinitions);
    }
  }

  /** A definition is served a moment after it is established. */
  private void followDefinitions() {
    try {
      watchAll();
    } catch (RuntimeException e) {
      System.out.println("observation of definitions ended: " + e.getMessage());
    }
  }

  private synchronized void entered(ResourceId id, Manifest object) {
    var known = objects.computeIfAbsent(id, _ -> new LinkedHashMap<>()).put(key(object), object);
    if (known != null && known.resourceVersion().equals(object.resourceVersion())) {
      return;
    }
    var same = known != null && known.uid().equals(object.uid());
    tell(same ? Change.MODIFIED : Change.ADDED, id, object);
  }

  private synchronized void left(ResourceId id, Manifest object) {
    if (objects.getOrDefault(id, new HashMap<>()).remove(key(object)) != null) {
      tell(Change.DELETED, id, object);
    }
  }

  private static String key(Manifest object) {
    return object.namespace() + "/" + object.name();
  }

  @Override
  public void close() {
    watches.values().forEach(Watch::close);
    synchronized (this) {
      listeners.forEach(l -> l.thread.interrupt());
    }
  }

  private final class Ear implements WatchListener {
    private final ResourceId id;

    Ear(ResourceId id) {
      this.id = id;
    }

    @Override
    public void replaced(List<Manifest> now) {
      synchronized (Observation.this) {
        var there = now.stream().map(Observation::key).toList();
        List.copyOf(objects.getOrDefault(id, Map.of()).values()).stream()
            .filter(o -> !there.contains(key(o)))
            .forEach(o -> left(id, o));
        now.forEach(o -> entered(id, o));
      }
    }

    @Override
    public void changed(Manifest object) {
      entered(id, object);
    }

    @Override
    public void deleted(Manifest object) {
      left(id, object);
    }
  }

  private static final class Listener {
    private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    private final Thread thread;

    Listener(Consumer<Event> consumer) {
      this.thread = Thread.ofVirtual().start(() -> run(consumer));
    }

    private void run(Consumer<Event> consumer) {
      try {
        while (true) {
          consumer.accept(queue.take());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
