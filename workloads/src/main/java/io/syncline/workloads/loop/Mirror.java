package io.syncline.workloads.loop;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The stored objects as last seen, with indexes by owner, namespace, pod label and node. Older
 * versions never replace newer ones, so own writes can be entered before their events arrive. Safe
 * for many threads.
 */
public final class Mirror implements View {
  private static final int REMEMBERED_REMOVALS = 20_000;

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::namespace).thenComparing(Key::name);

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Key, Manifest> objects = new HashMap<>();
  private final Map<Place, TreeMap<String, Manifest>> byNamespace = new HashMap<>();
  private final Map<Owned, Set<Key>> byOwner = new HashMap<>();
  private final Map<Label, TreeSet<String>> byLabel = new HashMap<>();
  private final Map<String, NodeLoad> loads = new HashMap<>();
  private final Map<String, Manifest> intended = new HashMap<>();
  private final Map<Key, Manifest> nominated = new TreeMap<>(ORDER);
  private final Map<String, Manifest> nominating = new HashMap<>();
  private final Map<String, Key> addresses = new HashMap<>();
  private final Set<Key> repelling = new HashSet<>();
  private final Map<String, Instant> deleting = new HashMap<>();
  private final Map<Key, Refusal> refusals = new ConcurrentHashMap<>();
  private final Map<String, Boolean> removed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED_REMOVALS;
        }
      };

  private record Place(Kind kind, String namespace) {}

  private record Owned(Kind kind, String uid) {}

  private record Label(String namespace, String name, String value) {}

  /**
   * What entering an object changed.
   *
   * @param before the version known until now
   * @param after the version known from now on
   */
  public record Turn(Optional<Manifest> before, Optional<Manifest> after) {}

  /** Enters an object; empty when this or a newer version was known, or it is known to be gone. */
  public Optional<Turn> put(Kind kind, Manifest object, Instant now) {
    lock.writeLock().lock();
    try {
      var key = Key.of(kind, object);
      var known = Optional.ofNullable(objects.get(key));
      if (removed.containsKey(object.uid())
          || known.filter(k -> version(k) >= version(object)).isPresent()) {
        return Optional.empty();
      }
      known.ifPresent(k -> unlink(key, k));
      link(key, object);
      if (object.deleting()) {
        deleting.putIfAbsent(object.uid(), now);
      }
      return Optional.of(new Turn(known, Optional.of(object)));
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Removes the object with this uid; empty when it was not known. */
  public Optional<Turn> remove(Kind kind, Manifest object) {
    lock.writeLock().lock();
    try {
      var key = Key.of(kind, object);
      removed.put(object.uid(), true);
      deleting.remove(object.uid());
      var known = objects.get(key);
      if (known == null || !known.uid().equals(object.uid())) {
        return Optional.empty();
      }
      unlink(key, known);
      refusals.remove(key);
      return Optional.of(new Turn(Optional.of(known), Optional.empty()));
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static long version(Manifest object) {
    var text = object.resourceVersion();
    return text.isEmpty() || text.length() > 18 ? 0 : Long.parseLong(text);
  }

  private void link(Key key, Manifest object) {
    objects.put(key, object);
    byNamespace
        .computeIfAbsent(new Place(key.kind(), key.namespace()), p -> new TreeMap<>())
        .put(key.name(), object);
    for (var owner : object.owners()) {
      byOwner
          .computeIfAbsent(
              new Owned(key.kind(), Tree.text(owner, "uid")), o -> new TreeSet<>(ORDER))
          .add(key);
    }
    if (key.kind() == Kind.POD) {
      object
          .labels()
          .forEach(
              (name, value) ->
                  byLabel
                      .computeIfAbsent(
                          new Label(key.namespace(), name, value), l -> new TreeSet<>())
                      .add(key.name()));
      load(object, 1);
      if (object.text("spec", "nodeName").isEmpty()
          && !object.text("status", "nominatedNodeName").isEmpty()) {
        nominated.put(key, object);
      }
      if (repels(object)) {
        repelling.add(key);
      }
      if (!object.text("status", "podIP").isEmpty() && !Pods.finished(object)) {
        addresses.put(object.text("status", "podIP"), key);
      }
    }
  }

  private void unlink(Key key, Manifest object) {
    objects.remove(key);
    drop(byNamespace, new Place(key.kind(), key.namespace()), key.name());
    for (var owner : object.owners()) {
      dropMember(byOwner, new Owned(key.kind(), Tree.text(owner, "uid")), key);
    }
    if (key.kind() == Kind.POD) {
      object
          .labels()
          .forEach(
              (name, value) ->
                  dropMember(byLabel, new Label(key.namespace(), name, value), key.name()));
      load(object, -1);
      nominated.remove(key);
      repelling.remove(key);
      addresses.remove(object.text("status", "podIP"), key);
    }
  }

  private static boolean repels(Manifest pod) {
    return pod.at(
                "spec",
                "affinity",
                "podAntiAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution")
            != null
        && !Pods.finished(pod);
  }

  private static <K> void drop(Map<K, TreeMap<String, Manifest>> index, K at, String name) {
    index.computeIfPresent(
        at,
        (k, names) -> {
          names.remove(name);
          return names.isEmpty() ? null : names;
        });
  }

  private static <K, V, C extends Collection<V>> void dropMember(Map<K, C> index, K at, V member) {
    index.computeIfPresent(
        at,
        (k, members) -> {
          members.remove(member);
          return members.isEmpty() ? null : members;
        });
  }

  /** Counts a pod on its node, or as one for which room is made, before that is written. */
  void intend(Manifest pod) {
    lock.writeLock().lock();
    try {
      if (pod.text("spec", "nodeName").isEmpty()
          && !pod.text("status", "nominatedNodeName").isEmpty()) {
        nominating.put(pod.uid(), pod);
      }
      if (!pod.text("spec", "nodeName").isEmpty() && intended.put(pod.uid(), pod) == null) {
        load(pod, 1);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Takes back an intention, because it came true or came to nothing. */
  void settle(String podUid) {
    lock.writeLock().lock();
    try {
      nominating.remove(podUid);
      var pod = intended.remove(podUid);
      if (pod != null) {
        load(pod, -1);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void load(Manifest pod, int sign) {
    var node = pod.text("spec", "nodeName");
    if (!node.isEmpty()) {
      loads.merge(
          node, NodeLoad.NONE.plus(Pods.requests(pod), sign), (all, one) -> all.plus(one, 1));
    }
  }

  private <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Keeps or, when empty, forgets the refusal of an object's controller. */
  void refused(Key key, Optional<Refusal> refusal) {
    refusal.ifPresentOrElse(r -> refusals.put(key, r), () -> refusals.remove(key));
  }

  /** The places of all known objects of a kind. */
  List<Key> keys(Kind kind) {
    return everywhere(kind).stream().map(object -> Key.of(kind, object)).toList();
  }

  @Override
  public Optional<Manifest> get(Kind kind, String namespace, String name) {
    return reading(() -> Optional.ofNullable(objects.get(new Key(kind, namespace, name))));
  }

  @Override
  public List<Manifest> in(Kind kind, String namespace) {
    return reading(
        () ->
            List.copyOf(
                byNamespace.getOrDefault(new Place(kind, namespace), new TreeMap<>()).values()));
  }

  @Override
  public List<Manifest> everywhere(Kind kind) {
    return reading(
        () ->
            byNamespace.entrySet().stream()
                .filter(e -> e.getKey().kind() == kind)
                .flatMap(e -> e.getValue().values().stream())
                .toList());
  }

  @Override
  public List<Manifest> owned(Kind kind, String ownerUid) {
    return reading(
        () -> {
          var found = new ArrayList<Manifest>();
          for (var key : byOwner.getOrDefault(new Owned(kind, ownerUid), Set.of())) {
            Optional.ofNullable(objects.get(key)).ifPresent(found::add);
          }
          return found;
        });
  }

  @Override
  public List<Manifest> pods(String namespace, Map<String, String> labels) {
    if (labels.isEmpty()) {
      return in(Kind.POD, namespace);
    }
    return reading(
        () -> {
          var rarest =
              labels.entrySet().stream()
                  .map(
                      e ->
                          byLabel.getOrDefault(
                              new Label(namespace, e.getKey(), e.getValue()), new TreeSet<>()))
                  .min(Comparator.comparingInt(Set::size))
                  .orElseGet(TreeSet::new);
          var found = new ArrayList<Manifest>();
          for (var name : rarest) {
            var pod = objects.get(new Key(Kind.POD, namespace, name));
            if (pod != null && pod.labels().entrySet().containsAll(labels.entrySet())) {
              found.add(pod);
            }
          }
          return found;
        });
  }

  @Override
  public NodeLoad load(String node) {
    return reading(() -> loads.getOrDefault(node, NodeLoad.NONE));
  }

  @Override
  public List<Manifest> placed() {
    return reading(
        () -> {
          var found = new ArrayList<Manifest>();
          for (var names : byNamespace.entrySet()) {
            if (names.getKey().kind() == Kind.POD) {
              for (var pod : names.getValue().values()) {
                var seen = intended.getOrDefault(pod.uid(), pod);
                if (!seen.text("spec", "nodeName").isEmpty() && !Pods.finished(seen)) {
                  found.add(seen);
                }
              }
            }
          }
          found.sort(Comparator.comparing(Manifest::namespace).thenComparing(Manifest::name));
          return found;
        });
  }

  @Override
  public List<Manifest> nominated() {
    return reading(
        () ->
            Stream.concat(
                    nominated.values().stream().filter(p -> !nominating.containsKey(p.uid())),
                    nominating.values().stream())
                .toList());
  }

  @Override
  public boolean addressTaken(String address) {
    return reading(() -> addresses.containsKey(address));
  }

  @Override
  public boolean repelling() {
    return reading(() -> !repelling.isEmpty());
  }

  @Override
  public Optional<Instant> deletingSince(String uid) {
    return reading(() -> Optional.ofNullable(deleting.get(uid)));
  }

  @Override
  public Optional<Refusal> refusal(Key key) {
    return Optional.ofNullable(refusals.get(key));
  }
}
