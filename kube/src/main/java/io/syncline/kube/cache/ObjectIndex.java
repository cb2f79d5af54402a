package io.syncline.kube.cache;

import io.syncline.kube.cache.LiveCache.Change;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Tree;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Objects by key, found again by kind, uid, owner and application. Never goes back in time. */
final class ObjectIndex {
  private static final int GRAVES = 4_096;

  private final Function<Manifest, Optional<String>> instance;
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<ObjectKey, Manifest> objects = new ConcurrentHashMap<>();
  private final Map<String, ObjectKey> byUid = new ConcurrentHashMap<>();
  private final Map<String, Set<ObjectKey>> byOwner = new ConcurrentHashMap<>();
  private final Map<String, Set<ObjectKey>> byInstance = new ConcurrentHashMap<>();
  private final Map<GroupKind, Set<ObjectKey>> byKind = new ConcurrentHashMap<>();

  /** Versions in which objects went, so that a late answer to a write does not bring them back. */
  private final Map<ObjectKey, String> graves =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, String> eldest) {
          return size() > GRAVES;
        }
      };

  ObjectIndex(Function<Manifest, Optional<String>> instance) {
    this.instance = instance;
  }

  Optional<Change> put(Manifest object) {
    var key = object.key();
    writing.lock();
    try {
      var before = Optional.ofNullable(objects.get(key));
      var grave = graves.get(key);
      if (before.isPresent() && !newer(object.resourceVersion(), before.get().resourceVersion())
          || grave != null && !newer(object.resourceVersion(), grave)) {
        return Optional.empty();
      }
      graves.remove(key);
      before.ifPresent(this::unlink);
      objects.put(key, object);
      link(object);
      return Optional.of(new Change(key, before, Optional.of(object)));
    } finally {
      writing.unlock();
    }
  }

  Optional<Change> remove(Manifest last) {
    var key = last.key();
    writing.lock();
    try {
      var before = Optional.ofNullable(objects.get(key));
      graves.put(key, last.resourceVersion());
      if (before.isEmpty() || newer(before.get().resourceVersion(), last.resourceVersion())) {
        return Optional.empty();
      }
      objects.remove(key);
      unlink(before.get());
      return Optional.of(new Change(key, before, Optional.empty()));
    } finally {
      writing.unlock();
    }
  }

  private void link(Manifest object) {
    var key = object.key();
    byUid.put(object.uid(), key);
    add(byKind, object.groupKind(), key);
    owners(object).forEach(uid -> add(byOwner, uid, key));
    instance.apply(object).ifPresent(name -> add(byInstance, name, key));
  }

  private void unlink(Manifest object) {
    var key = object.key();
    byUid.remove(object.uid(), key);
    drop(byKind, object.groupKind(), key);
    owners(object).forEach(uid -> drop(byOwner, uid, key));
    instance.apply(object).ifPresent(name -> drop(byInstance, name, key));
  }

  private static Set<String> owners(Manifest object) {
    var uids = new HashSet<String>();
    object.owners().forEach(owner -> uids.add(Tree.text(owner, "uid")));
    return uids;
  }

  private static <K> void add(Map<K, Set<ObjectKey>> index, K name, ObjectKey key) {
    index.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet()).add(key);
  }

  private static <K> void drop(Map<K, Set<ObjectKey>> index, K name, ObjectKey key) {
    index.computeIfPresent(
        name,
        (_, keys) -> {
          keys.remove(key);
          return keys.isEmpty() ? null : keys;
        });
  }

  /** API servers count versions up; where one does not, every version counts as newer. */
  private static boolean newer(String version, String than) {
    if (version.equals(than)) {
      return false;
    }
    try {
      return Long.parseLong(version) > Long.parseLong(than);
    } catch (NumberFormatException opaque) {
      return true;
    }
  }

  int size() {
    return objects.size();
  }

  Optional<Manifest> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  Optional<Manifest> withUid(String uid) {
    return Optional.ofNullable(byUid.get(uid)).flatMap(this::get);
  }

  List<Manifest> tracked(String name) {
    return read(byInstance.getOrDefault(name, Set.of()));
  }

  List<Manifest> ownedBy(String uid) {
    return read(byOwner.getOrDefault(uid, Set.of()));
  }

  List<Manifest> all(GroupKind kind) {
    return read(byKind.getOrDefault(kind, Set.of()));
  }

  private List<Manifest> read(Set<ObjectKey> keys) {
    return keys.stream()
        .map(this::get)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Manifest::key))
        .toList();
  }
}
