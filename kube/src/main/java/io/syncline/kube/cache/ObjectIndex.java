package io.syncline.kube.cache;

import io.syncline.kube.cache.LiveCache.Change;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Objects by key, found again by kind, uid, owner and application. Never goes back in time. */
final class ObjectIndex {
  private static final int GRAVES = 4_096;
  private static final int OWNERS = 8;

  private final Function<Manifest, Optional<String>> instance;
  private final Optional<Recent> recent;
  private final BiConsumer<Held, Manifest> packing = this::pack;
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<GroupKind, Map<ObjectKey, Held>> kinds = new ConcurrentHashMap<>();
  private final Map<GroupKind, Vocabulary> vocabularies = new ConcurrentHashMap<>();
  private final Map<Uid, Held> byUid = new ConcurrentHashMap<>();
  private final Groups<Uid> byOwner = new Groups<>();
  private final Groups<String> byInstance = new Groups<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger marks = new AtomicInteger();

  /** Versions in which objects went, so that a late answer to a write does not bring them back. */
  private final Map<ObjectKey, String> graves =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, String> eldest) {
          return size() > GRAVES;
        }
      };

  /**
   * An empty index.
   *
   * @param recent says which objects stay trees, the others are packed; empty to pack none
   */
  ObjectIndex(Function<Manifest, Optional<String>> instance, Optional<Recent> recent) {
    this.instance = instance;
    this.recent = recent;
  }

  private void pack(Held held, Manifest tree) {
    held.pack(tree, vocabularies.computeIfAbsent(held.key.groupKind(), _ -> new Vocabulary()));
  }

  /** A mark for the objects of one list. */
  int mark() {
    return marks.incrementAndGet();
  }

  Optional<Change> put(Manifest object) {
    return put(object, 0);
  }

  /**
   * Takes in {@code object}, unless what is held is as new; {@code mark} says which list had it.
   */
  Optional<Change> put(Manifest object, int mark) {
    var key = object.key();
    var tracked = instance.apply(object);
    Held held;
    Change change;
    writing.lock();
    try {
      var known = find(key);
      if (known != null && mark != 0) {
        known.mark = mark;
      }
      var grave = graves.get(key);
      if (known != null && !known.olderThan(object.resourceVersion())
          || grave != null && !newer(object.resourceVersion(), grave)) {
        return Optional.empty();
      }
      graves.remove(key);
      var before = known == null ? null : new State(known);
      held = known == null ? add(key, object) : known;
      held.mark = mark == 0 ? held.mark : mark;
      relink(held, object, tracked);
      held.body(object);
      change = change(held, before, object, tracked);
    } finally {
      writing.unlock();
    }
    recent.ifPresent(r -> r.use(held, object, packing));
    return Optional.of(change);
  }

  /** What was held before a change. */
  private final class State {
    private final Held held;
    private final Object body;
    private final Optional<String> instance;

    State(Held held) {
      this.held = held;
      this.body = held.body();
      this.instance = held.instance;
    }

    Manifest manifest() {
      return tree(held, body);
    }
  }

  private static Change change(
      Held held, @Nullable State before, @Nullable Manifest after, Optional<String> tracked) {
    var instances = new LinkedHashSet<String>();
    if (before != null) {
      before.instance.ifPresent(instances::add);
    }
    tracked.ifPresent(instances::add);
    return new Change(
        held.key,
        before == null ? Optional.empty() : Optional.of(before::manifest),
        Optional.ofNullable(after),
        instances);
  }

  private Held add(ObjectKey key, Manifest object) {
    var held = new Held(key, object);
    kinds.computeIfAbsent(key.groupKind(), _ -> new ConcurrentHashMap<>()).put(held.key, held);
    size.incrementAndGet();
    return held;
  }

  private void relink(Held held, Manifest object, Optional<String> tracked) {
    var uid = held.uid;
    var owners = held.owners;
    var instanceBefore = held.instance;
    held.describe(object, tracked);
    if (held.uid != uid || byUid.get(uid) != held) {
      byUid.remove(uid, held);
      byUid.put(held.uid, held);
    }
    if (!Arrays.equals(owners, held.owners)) {
      Arrays.stream(owners).forEach(owner -> byOwner.remove(owner, held));
      Arrays.stream(held.owners).forEach(owner -> byOwner.add(owner, held));
    } else {
      held.owners = owners;
    }
    if (!instanceBefore.equals(held.instance)) {
      instanceBefore.ifPresent(name -> byInstance.remove(name, held));
      held.instance.ifPresent(name -> byInstance.add(name, held));
    }
  }

  /** Takes out an object whose last state is {@code last}, unless what is held is newer. */
  Optional<Change> remove(Manifest last) {
    var key = last.key();
    writing.lock();
    try {
      graves.put(key, last.resourceVersion());
      var held = find(key);
      return held == null || held.newerThan(last.resourceVersion())
          ? Optional.empty()
          : Optional.of(removed(held));
    } finally {
      writing.unlock();
    }
  }

  private Change removed(Held held) {
    var before = new State(held);
    var kind = kinds.get(held.key.groupKind());
    if (kind != null && kind.remove(held.key) != null) {
      size.decrementAndGet();
    }
    byUid.remove(held.uid, held);
    Arrays.stream(held.owners).forEach(owner -> byOwner.remove(owner, held));
    held.instance.ifPresent(name -> byInstance.remove(name, held));
    return change(held, before, null, Optional.empty());
  }

  /**
   * Takes out what a list did not name.
   *
   * @param among which objects of {@code kind} it would have named
   * @param mark of the list
   * @param version of the list; what came later is not its business
   */
  List<Change> sweep(GroupKind kind, Predicate<ObjectKey> among, int mark, String version) {
    var changes = new ArrayList<Change>();
    writing.lock();
    try {
      for (var held : held(kind)) {
        if (held.mark != mark && among.test(held.key) && !held.newerThan(version)) {
          graves.put(held.key, held.version());
          changes.add(removed(held));
        }
      }
    } finally {
      writing.unlock();
    }
    return changes;
  }

  /** Takes out all objects of a kind. */
  List<Change> clear(GroupKind kind) {
    var changes = new ArrayList<Change>();
    writing.lock();
    try {
      held(kind).forEach(held -> changes.add(removed(held)));
      kinds.remove(kind);
      vocabularies.remove(kind);
    } finally {
      writing.unlock();
    }
    return changes;
  }

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

  private Collection<Held> held(GroupKind kind) {
    return kinds.getOrDefault(kind, Map.of()).values();
  }

  private @Nullable Held find(ObjectKey key) {
    var kind = kinds.get(key.groupKind());
    return kind == null ? null : kind.get(key);
  }

  private Manifest tree(Held held, Object body) {
    if (body instanceof Packed packed) {
      var known = packed.known();
      if (known != null) {
        return known;
      }
      var made = packed.unpack();
      recent.ifPresent(r -> r.use(held, made, packing));
      return made;
    }
    return (Manifest) body;
  }

  int size() {
    return size.get();
  }

  Optional<Manifest> get(ObjectKey key) {
    var held = find(key);
    return held == null ? Optional.empty() : Optional.of(tree(held, held.body()));
  }

  Optional<Manifest> withUid(String uid) {
    var held = byUid.get(Uid.of(uid));
    return held == null ? Optional.empty() : Optional.of(tree(held, held.body()));
  }

  /** The application that the topmost owner of {@code object} is tracked to. */
  Optional<String> instanceAbove(Manifest object) {
    var owners = object.owners().stream().map(o -> Uid.of(Tree.text(o, "uid"))).toArray(Uid[]::new);
    Optional<String> found = Optional.empty();
    for (var depth = 0; depth <= OWNERS; depth++) {
      var owner = first(owners);
      if (owner == null) {
        return found;
      }
      found = owner.instance;
      owners = owner.owners;
      if (owners.length == 0) {
        return found;
      }
    }
    return found;
  }

  private @Nullable Held first(Uid[] uids) {
    for (var uid : uids) {
      var held = byUid.get(uid);
      if (held != null) {
        return held;
      }
    }
    return null;
  }

  List<Manifest> tracked(String name) {
    return read(byInstance.get(name), _ -> true);
  }

  List<Manifest> ownedBy(String uid) {
    return read(byOwner.get(Uid.of(uid)), _ -> true);
  }

  List<Manifest> all(GroupKind kind) {
    return read(held(kind), _ -> true);
  }

  List<Manifest> unowned(GroupKind kind, String namespace) {
    return read(
        held(kind), held -> held.owners.length == 0 && held.key.namespace().equals(namespace));
  }

  private List<Manifest> read(Collection<Held> objects, Predicate<Held> wanted) {
    return objects.stream()
        .filter(wanted)
        .sorted(Comparator.comparing((Held held) -> held.key))
        .map(held -> tree(held, held.body()))
        .toList();
  }
}
