package io.syncline.localkube.store;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one copy of what stands in many objects: the field sets in {@code metadata.managedFields},
 * which are the larger half of most objects and equal for all objects of one origin, and small
 * parts such as labels, probes and the texts in them. Safe for many threads.
 */
final class SharedTrees {
  private static final int MOST = 4_096;
  private static final int SLOTS = 1 << 14;

  /** Longer texts are seldom equal and would be kept here for nothing. */
  private static final int LONGEST = 128;

  /** Parts of more values than this are not looked for; their parts are. */
  private static final int HEAVIEST = 64;

  /** Parts deeper than this stay as they are. */
  private static final int DEEPEST = 64;

  /** Least recently used goes first. */
  private final Map<ObjectTree, ObjectTree> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectTree, ObjectTree> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Parts seen lately, each at the place of its hash. Threads may overwrite each other's: what is
   * here is immutable, and a part that is missing is only not shared.
   */
  private final @Nullable Object[] latest = new @Nullable Object[SLOTS];

  /** {@code object} with its parts replaced by equal ones known already, members in their order. */
  ObjectTree shared(ObjectTree object) {
    return object.mapped(new Walk()::shared);
  }

  /** {@code key} with texts known already; {@code object} is what stands there. */
  Key shared(Key key, ObjectTree object) {
    var name = Tree.text(object, "metadata", "name");
    return new Key(
        text(key.group()),
        text(key.plural()),
        text(key.namespace()),
        name.equals(key.name()) ? name : key.name());
  }

  private String text(String text) {
    return (String) known(text, text.hashCode());
  }

  private synchronized ObjectTree canonical(ObjectTree fields) {
    var first = known.putIfAbsent(fields, fields);
    return first == null ? fields : first;
  }

  private Object known(Object part, int hash) {
    var slot = (hash ^ hash >>> 14) & SLOTS - 1;
    var found = latest[slot];
    if (found != null && same(found, part)) {
      return found;
    }
    latest[slot] = part;
    return part;
  }

  /** Whether two parts are the same to every reader; what is in them was replaced before. */
  private static boolean same(Object one, Object other) {
    if (one instanceof ObjectTree a) {
      return other instanceof ObjectTree b && sameMembers(a, b);
    }
    if (one instanceof List<?> a) {
      return other instanceof List<?> b && sameItems(a, b);
    }
    return one.equals(other);
  }

  private static boolean sameMembers(ObjectTree one, ObjectTree other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (var i = 0; i < one.size(); i++) {
      if (!one.keyAt(i).equals(other.keyAt(i)) || !sameLeaf(one.valueAt(i), other.valueAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameItems(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (var i = 0; i < one.size(); i++) {
      if (!sameLeaf(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameLeaf(@Nullable Object one, @Nullable Object other) {
    return one == other
        || !(one instanceof ObjectTree) && !(one instanceof List<?>) && Objects.equals(one, other);
  }

  /** The way through one object; after each part it knows the hash and the weight of that part. */
  private final class Walk {
    private int hash;
    private int weight;
    private int depth;

    private @Nullable Object shared(@Nullable Object value) {
      return switch (value) {
        case String text when text.length() <= LONGEST -> leaf(text);
        case Long number when number != number.byteValue() -> leaf(number);
        case ObjectTree tree when depth < DEEPEST -> members(tree);
        case List<?> list when depth < DEEPEST -> items(list);
        case null -> {
          remember(0, 1);
          yield null;
        }
        case ObjectTree deep -> heavy(deep);
        case List<?> deep -> heavy(deep);
        default -> {
          remember(value.hashCode(), 1);
          yield value;
        }
      };
    }

    private Object leaf(Object value) {
      remember(value.hashCode(), 1);
      return known(value, hash);
    }

    private Object heavy(Object value) {
      remember(0, HEAVIEST + 1);
      return value;
    }

    private void remember(int newHash, int newWeight) {
      hash = newHash;
      weight = newWeight;
    }

    private Object members(ObjectTree tree) {
      if (tree.isEmpty()) {
        remember(7, 1);
        return ObjectTree.EMPTY;
      }
      if (tree.get("fieldsV1") instanceof ObjectTree fields && tree.containsKey("manager")) {
        var shared = tree.with("fieldsV1", canonical(fields));
        remember(Objects.hash(tree.get("manager"), tree.get("time")), 1);
        return fieldsOwner(shared);
      }
      var total = new int[] {1, 1};
      depth++;
      var next =
          tree.mapped(
              value -> {
                var part = shared(value);
                total[0] = total[0] * 31 + hash;
                total[1] = Math.min(HEAVIEST + 1, total[1] + weight);
                return part;
              });
      depth--;
      var hashed = total[0] * 31 + tree.keyAt(0).hashCode() + tree.size();
      remember(hashed, total[1]);
      return weight > HEAVIEST ? next : known(next, hashed);
    }

    /** An entry of managed fields: equal ones stem from one second of one writer. */
    private Object fieldsOwner(ObjectTree entry) {
      var hashed = hash ^ System.identityHashCode(entry.get("fieldsV1"));
      return known(entry, hashed);
    }

    private Object items(List<?> list) {
      var total = 17;
      var sum = 1;
      var changed = false;
      var next = new ArrayList<@Nullable Object>(list.size());
      depth++;
      for (var item : list) {
        var part = shared(item);
        total = total * 31 + hash;
        sum = Math.min(HEAVIEST + 1, sum + weight);
        changed |= part != item;
        next.add(part);
      }
      depth--;
      var one = changed ? Tree.list(next) : list;
      remember(total, sum);
      return weight > HEAVIEST ? one : known(one, total);
    }
  }
}
