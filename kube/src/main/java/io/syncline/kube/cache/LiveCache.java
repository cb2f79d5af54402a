package io.syncline.kube.cache;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.Watch;
import io.syncline.kube.WatchListener;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live objects of the kinds somebody asked for, kept current by one watch a kind.
 *
 * <p>Manifests are immutable, so what is read here stays what it was. Answers to our own writes are
 * taken in at once by {@link #observe}: a read after a write sees it without waiting for the watch.
 */
public final class LiveCache implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveCache.class);
  private static final GroupKind DEFINITIONS =
      new GroupKind("apiextensions.k8s.io", "CustomResourceDefinition");

  /** One object made, changed or gone. */
  public static final class Change {
    private final ObjectKey key;
    private final Optional<Supplier<Manifest>> before;
    private final Optional<Manifest> after;
    private final Set<String> instances;

    Change(
        ObjectKey key,
        Optional<Supplier<Manifest>> before,
        Optional<Manifest> after,
        Set<String> instances) {
      this.key = key;
      this.before = before;
      this.after = after;
      this.instances = Collections.unmodifiableSet(instances);
    }

    /** The change that brought {@code object}, tracked to nobody. */
    public static Change made(Manifest object) {
      return new Change(object.key(), Optional.empty(), Optional.of(object), Set.of());
    }

    /** The object. */
    public ObjectKey key() {
      return key;
    }

    /** Its state until now; empty when it is new. Unpacked when asked for: that takes a while. */
    public Optional<Manifest> before() {
      return before.map(Supplier::get);
    }

    /** Its state from now on; empty when it is gone. */
    public Optional<Manifest> after() {
      return after;
    }

    /** The applications it was tracked to, and is from now on. */
    public Set<String> instances() {
      return instances;
    }

    /** Whether it was there and still is. */
    public boolean goesOn() {
      return before.isPresent() && after.isPresent();
    }
  }

  /** Told of each change, on the thread that brought it; must return soon. */
  public interface Listener {
    /**
     * One change; of two changes of one object the later call may have been overtaken: read again.
     */
    void changed(Change change);
  }

  /** One watched kind: settled once there was a first list or a first refusal. */
  private static final class Watched {
    private final GroupKind kind;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicInteger unlisted = new AtomicInteger();
    private volatile boolean open;
    private volatile @Nullable ClusterException problem;
    private volatile @Nullable ResourceKind served;

    Watched(GroupKind kind) {
      this.kind = kind;
    }

    boolean synced() {
      return open && unlisted.get() == 0;
    }

    void close() {
      watches.forEach(Watch::close);
    }
  }

  /** What share of the heap trees of objects may take that nobody else keeps. */
  private static final int TREE_SHARE = 64;

  /** One for the caches of all clusters: most of them rest most of the time. */
  private static final Recent RECENT = new Recent(Runtime.getRuntime().maxMemory() / TREE_SHARE);

  private final Cluster cluster;
  private final Function<ResourceKind, List<Selection>> selections;
  private final Function<Manifest, Optional<String>> instance;
  private final ObjectIndex index;
  private final Map<GroupKind, Watched> watched = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * An empty cache.
   *
   * @param cluster what to watch
   * @param instance the application an object is tracked to; empty for none
   */
  public LiveCache(Cluster cluster, Function<Manifest, Optional<String>> instance) {
    this(cluster, instance, _ -> List.of(Selection.ALL));
  }

  /**
   * An empty cache of a part of a cluster.
   *
   * @param selections which objects of a kind to hold; no selection, no objects
   */
  public LiveCache(
      Cluster cluster,
      Function<Manifest, Optional<String>> instance,
      Function<ResourceKind, List<Selection>> selections) {
    this(cluster, instance, selections, true);
  }

  /**
   * An empty cache of a part of a cluster.
   *
   * @param selections which objects of a kind to hold; no selection, no objects
   * @param packing whether objects are packed that nobody used for a while; to read them again
   *     takes a while
   */
  public LiveCache(
      Cluster cluster,
      Function<Manifest, Optional<String>> instance,
      Function<ResourceKind, List<Selection>> selections,
      boolean packing) {
    this.cluster = cluster;
    this.selections = selections;
    this.instance = instance;
    this.index = new ObjectIndex(instance, packing ? Optional.of(RECENT) : Optional.empty());
  }

  /** Tells {@code listener} of changes from now on; the returned handle ends that. */
  public Runnable listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Watches {@code kinds} and waits until they are known.
   *
   * @return the kinds that could not be read, each with the reason; kinds that are not served are
   *     none of these: they have no objects
   */
  public Map<GroupKind, ClusterException> require(Collection<GroupKind> kinds, Duration patience) {
    follow(DEFINITIONS);
    var waiting = new ArrayList<Watched>();
    kinds.forEach(kind -> waiting.add(follow(kind)));
    var problems = new TreeMap<GroupKind, ClusterException>();
    var end = System.nanoTime() + patience.toNanos();
    for (var one : waiting) {
      if (!settled(one, end)) {
        problems.put(
            one.kind,
            new ClusterException(
                ClusterException.Code.TIMEOUT,
                one.kind + " was not listed within " + patience.toSeconds() + " s",
                null));
        continue;
      }
      var problem = one.problem;
      if (problem != null && !one.synced()) {
        problems.put(one.kind, problem);
      }
    }
    return problems;
  }

  private static boolean settled(Watched one, long end) {
    try {
      return one.settled.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Watches {@code kinds} without waiting. */
  public void follow(Collection<GroupKind> kinds) {
    kinds.forEach(this::follow);
  }

  private Watched follow(GroupKind kind) {
    var one = watched.get(kind);
    if (one != null && one.open) {
      return one;
    }
    return watched.compute(kind, (k, old) -> old != null && old.open ? old : open(new Watched(k)));
  }

  private Watched open(Watched one) {
    try {
      var served = cluster.discovery().find(one.kind);
      if (closed || served.isEmpty() || !served.get().watchable()) {
        // Nothing to watch until a definition brings the kind: see definitionChanged.
        one.settled.countDown();
        return one;
      }
      var wanted = selections.apply(served.get());
      one.unlisted.set(wanted.size());
      one.open = true;
      one.served = served.get();
      if (wanted.isEmpty()) {
        one.settled.countDown();
      }
      for (var part : wanted) {
        one.watches.add(cluster.watch(served.get(), part, new Feed(one, part)));
      }
    } catch (ClusterException e) {
      one.problem = e;
      one.settled.countDown();
    }
    return one;
  }

  /** The kinds being watched now. */
  public Set<GroupKind> watchedKinds() {
    var kinds = new java.util.TreeSet<GroupKind>();
    watched.forEach(
        (kind, one) -> {
          if (one.open) kinds.add(kind);
        });
    return kinds;
  }

  /** How many objects are held. */
  public int size() {
    return index.size();
  }

  /** The object with {@code key}, when its kind is watched and it exists. */
  public Optional<Manifest> get(ObjectKey key) {
    return index.get(key);
  }

  /** The objects tracked to {@code instance}, sorted by key. */
  public List<Manifest> tracked(String instance) {
    return index.tracked(instance);
  }

  /** The objects that name {@code uid} as an owner, sorted by key. */
  public List<Manifest> ownedBy(String uid) {
    return index.ownedBy(uid);
  }

  /** The object with {@code uid}. */
  public Optional<Manifest> withUid(String uid) {
    return index.withUid(uid);
  }

  /** All objects of a kind, sorted by key. */
  public List<Manifest> all(GroupKind kind) {
    return index.all(kind);
  }

  /** The objects of a kind in a namespace, "" for none, that have no owner; sorted by key. */
  public List<Manifest> unowned(GroupKind kind, String namespace) {
    return index.unowned(kind, namespace);
  }

  /** The application that the topmost known owner of {@code object} is tracked to. */
  public Optional<String> instanceAbove(Manifest object) {
    return index.instanceAbove(object);
  }

  /** Takes in the answer to a write. */
  public void observe(Manifest written) {
    var one = watched.get(written.groupKind());
    var served = one == null ? null : one.served;
    // In another version the object looks different: wait for the watch.
    if (served != null && served.describes(written)) {
      publish(index.put(written));
    }
  }

  private void publish(Optional<Change> change) {
    change.ifPresent(
        c -> {
          for (var listener : listeners) {
            try {
              listener.changed(c);
            } catch (RuntimeException e) {
              log.atError()
                  .addKeyValue("object", c.key())
                  .setCause(e)
                  .log("change listener failed");
            }
          }
        });
  }

  /** Nobody compares what others made: its field owners would fill half the cache. */
  private Manifest slim(Manifest object) {
    return object.owners().isEmpty() || instance.apply(object).isPresent()
        ? object
        : object.without("metadata", "managedFields");
  }

  private final class Feed implements WatchListener {
    private final Watched one;
    private final Selection part;
    private boolean listed;

    Feed(Watched one, Selection part) {
      this.one = one;
      this.part = part;
    }

    private boolean ours(ObjectKey key) {
      return part.namespace().isEmpty() || part.namespace().equals(key.namespace());
    }

    @Override
    public void replaced(List<Manifest> objects) {
      throw new IllegalStateException("a list was given as a whole (expected: in parts)");
    }

    @Override
    public Intake listing() {
      return new Parts();
    }

    /**
     * Takes in a list part by part: all of it at once would be many times the size of the cache.
     */
    private final class Parts implements Intake {
      private final int mark = index.mark();
      private boolean definitionsMissing;

      @Override
      public void part(List<Manifest> objects) {
        for (var object : objects) {
          publish(index.put(slim(object), mark));
        }
        definitionsMissing |=
            one.kind.equals(DEFINITIONS) && objects.stream().anyMatch(LiveCache.this::unknown);
      }

      @Override
      public void end(String version) {
        for (var gone : index.sweep(one.kind, Feed.this::ours, mark, version)) {
          publish(Optional.of(gone));
          if (one.kind.equals(DEFINITIONS)) {
            gone.before().ifPresent(LiveCache.this::definitionGone);
          }
        }
        if (definitionsMissing) {
          // A definition made while nobody watched comes with a list, not as a change.
          definitionChanged();
        }
        var left = listed ? one.unlisted.get() : one.unlisted.decrementAndGet();
        listed = true;
        if (left == 0) {
          one.problem = null;
          one.settled.countDown();
        }
      }
    }

    @Override
    public void changed(Manifest object) {
      var change = index.put(slim(object));
      if (one.kind.equals(DEFINITIONS) && change.map(LiveCache::affectsDiscovery).orElse(false)) {
        definitionChanged();
      }
      publish(change);
    }

    @Override
    public void deleted(Manifest object) {
      publish(index.remove(object));
      if (one.kind.equals(DEFINITIONS)) {
        definitionGone(object);
      }
    }

    @Override
    public void interrupted(ClusterException problem) {
      one.problem = problem;
      one.settled.countDown();
    }
  }

  private static boolean affectsDiscovery(Change change) {
    var now = change.after();
    return now.isPresent()
        && (change.before().isEmpty()
            || established(change.before().get()) != established(now.get())
            || !java.util.Objects.equals(change.before().get().at("spec"), now.get().at("spec")));
  }

  /** Whether the API server serves the kinds of a definition. */
  public static boolean established(Manifest definition) {
    return Tree.items(definition.at("status", "conditions")).stream()
        .anyMatch(
            c ->
                Tree.text(c, "type").equals("Established")
                    && Tree.text(c, "status").equals("True"));
  }

  private boolean unknown(Manifest definition) {
    return cluster.discovery().find(definedKind(definition)).isEmpty();
  }

  private static GroupKind definedKind(Manifest definition) {
    return new GroupKind(
        definition.text("spec", "group"), definition.text("spec", "names", "kind"));
  }

  private void definitionChanged() {
    try {
      cluster.rediscover();
      List.copyOf(watched.keySet()).forEach(this::follow);
    } catch (ClusterException e) {
      log.atWarn().addKeyValue("problem", e.text()).log("discovery was not read");
    }
  }

  private void definitionGone(Manifest definition) {
    var kind = definedKind(definition);
    var one = watched.remove(kind);
    if (one != null) {
      one.close();
      index.clear(kind).forEach(change -> publish(Optional.of(change)));
    }
    definitionChanged();
  }

  /** Ends all watches. */
  @Override
  public void close() {
    closed = true;
    watched.values().forEach(Watched::close);
  }
}
