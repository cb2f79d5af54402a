package io.syncline.model.tree;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from string to tree value that keeps insertion order and holds its entries in
 * one array. It is the object node of every tree in Syncline: small in memory, safe to share
 * between threads, and changed only by copying the path that changes.
 */
public final class ObjectTree extends AbstractMap<String, Object> {
  /** The object without entries. */
  public static final ObjectTree EMPTY = new ObjectTree(new Object[0]);

  private static final int INDEX_FROM = 16;

  /**
   * Keys at even places, values at odd ones. From {@link #INDEX_FROM} entries on there is one place
   * more, for an {@link Index} that is made when it is first needed: a field of its own would make
   * every small object larger.
   */
  private final @Nullable Object[] entries;

  /** Where each key stands; the final field makes it safe to be found by another thread. */
  private record Index(HashMap<String, Integer> places) {}

  private ObjectTree(@Nullable Object[] entries) {
    this.entries = entries;
  }

  /** Keys and values in turn; keys must be distinct strings. Values are taken as they are. */
  public static ObjectTree of(@Nullable Object... keysAndValues) {
    return from(build(keysAndValues));
  }

  private static Builder build(@Nullable Object[] keysAndValues) {
    var builder = new Builder(keysAndValues.length / 2);
    for (var i = 0; i < keysAndValues.length; i += 2) {
      builder.put(
          (String) java.util.Objects.requireNonNull(keysAndValues[i]),
          Tree.freeze(keysAndValues[i + 1]));
    }
    return builder;
  }

  private static ObjectTree from(Builder builder) {
    return builder.build();
  }

  /** A deep immutable copy of {@code map}, in its iteration order. */
  public static ObjectTree copyOf(Map<String, ?> map) {
    if (map instanceof ObjectTree tree) {
      return tree;
    }
    var entries = new Object[room(map.size())];
    var i = 0;
    for (var entry : map.entrySet()) {
      entries[i++] = Names.pooled(entry.getKey());
      entries[i++] = Tree.freeze(entry.getValue());
    }
    return new ObjectTree(entries);
  }

  /** Length of the array for {@code size} entries. */
  private static int room(int size) {
    return size < INDEX_FROM ? 2 * size : 2 * size + 1;
  }

  private int find(@Nullable Object key) {
    var n = entries.length;
    if (n > INDEX_FROM * 2) {
      var place = index().get(key);
      return place == null ? -1 : place;
    }
    for (var i = 0; i < n; i += 2) {
      if (entries[i] == key) {
        return i;
      }
    }
    if (!(key instanceof String name)) {
      return -1;
    }
    // A key that is not there is asked for often: its hash tells so without a look at its letters.
    var hash = name.hashCode();
    for (var i = 0; i < n; i += 2) {
      var known = (String) java.util.Objects.requireNonNull(entries[i]);
      if (known.hashCode() == hash && known.equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private HashMap<String, Integer> index() {
    var last = entries.length - 1;
    if (entries[last] instanceof Index known) {
      return known.places();
    }
    var places = HashMap.<String, Integer>newHashMap(size());
    for (var i = 0; i < last; i += 2) {
      places.put((String) java.util.Objects.requireNonNull(entries[i]), i);
    }
    entries[last] = new Index(places);
    return places;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    var i = find(key);
    return i < 0 ? null : entries[i + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return find(key) >= 0;
  }

  @Override
  public int size() {
    return entries.length / 2;
  }

  /** The key at place {@code i}, counted from 0 in insertion order. */
  public String keyAt(int i) {
    return (String) java.util.Objects.requireNonNull(entries[2 * i]);
  }

  /** The value at place {@code i}, counted from 0 in insertion order. */
  public @Nullable Object valueAt(int i) {
    return entries[2 * i + 1];
  }

  /** This object with {@code key} set to {@code value}: in its old place, or last when new. */
  public ObjectTree with(String key, @Nullable Object value) {
    var frozen = Tree.freeze(value);
    var i = find(key);
    if (i >= 0) {
      if (entries[i + 1] == frozen) {
        return this;
      }
      var copy = entries.clone();
      copy[i + 1] = frozen;
      return new ObjectTree(copy);
    }
    var used = 2 * size();
    var copy = Arrays.copyOf(entries, room(size() + 1));
    copy[used] = Names.pooled(key);
    copy[used + 1] = frozen;
    return new ObjectTree(copy);
  }

  /** This object without {@code key}; itself when it has none. */
  public ObjectTree without(String key) {
    var i = find(key);
    if (i < 0) {
      return this;
    }
    var used = 2 * size();
    var copy = new Object[room(size() - 1)];
    System.arraycopy(entries, 0, copy, 0, i);
    System.arraycopy(entries, i + 2, copy, i, used - i - 2);
    return new ObjectTree(copy);
  }

  /**
   * This object with each value replaced by what {@code change} makes of it, which must be a tree
   * value; itself when every value stays the same one.
   */
  public ObjectTree mapped(UnaryOperator<@Nullable Object> change) {
    var used = 2 * size();
    @Nullable Object[] copy = entries;
    for (var i = 1; i < used; i += 2) {
      var value = change.apply(entries[i]);
      if (value != entries[i]) {
        copy = copy == entries ? entries.clone() : copy;
        copy[i] = value;
      }
    }
    return copy == entries ? this : new ObjectTree(copy);
  }

  /** Made anew each time: a kept one would make every object larger. */
  @Override
  public Set<String> keySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return ObjectTree.this.size();
      }

      @Override
      public boolean contains(@Nullable Object key) {
        return containsKey(key);
      }

      @Override
      public Iterator<String> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < ObjectTree.this.size();
          }

          @Override
          public String next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            return keyAt(next++);
          }
        };
      }
    };
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return ObjectTree.this.size();
      }

      @Override
      public Iterator<Map.Entry<String, Object>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < 2 * ObjectTree.this.size();
          }

          @Override
          @SuppressWarnings("NullAway") // a JSON null is a value like any other
          public Map.Entry<String, Object> next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            var entry = new SimpleImmutableEntry<>((String) entries[next], entries[next + 1]);
            next += 2;
            return entry;
          }
        };
      }
    };
  }

  /** Collects entries in order; a key put twice keeps its first place and its last value. */
  public static final class Builder {
    private @Nullable Object[] entries;
    private int used;
    private @Nullable HashMap<String, Integer> index;

    /** Room for {@code size} entries; it grows when more come. */
    public Builder(int size) {
      entries = new Object[Math.max(2, size * 2)];
    }

    /** Sets {@code key} to {@code value}, which must already be a tree value. */
    public Builder put(String key, @Nullable Object value) {
      var place = place(key);
      if (place >= 0) {
        entries[place + 1] = value;
        return this;
      }
      if (used == entries.length) {
        entries = Arrays.copyOf(entries, used * 2);
      }
      entries[used] = Names.pooled(key);
      entries[used + 1] = value;
      if (index != null) {
        index.put(key, used);
      }
      used += 2;
      return this;
    }

    private int place(String key) {
      if (used < 64) {
        for (var i = 0; i < used; i += 2) {
          if (java.util.Objects.requireNonNull(entries[i]).equals(key)) {
            return i;
          }
        }
        return -1;
      }
      if (index == null) {
        index = new HashMap<>();
        for (var i = 0; i < used; i += 2) {
          index.put((String) java.util.Objects.requireNonNull(entries[i]), i);
        }
      }
      var found = index.get(key);
      return found == null ? -1 : found;
    }

    /** How many keys were put so far. */
    public int size() {
      return used / 2;
    }

    /** The object with the entries put so far. */
    public ObjectTree build() {
      if (used == 0) {
        return EMPTY;
      }
      var whole = new Object[room(size())];
      System.arraycopy(entries, 0, whole, 0, used);
      return new ObjectTree(whole);
    }
  }
}
