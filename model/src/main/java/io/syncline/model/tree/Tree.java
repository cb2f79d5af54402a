package io.syncline.model.tree;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions over tree values: freeze, read at a path, change at a path, compare. */
public final class Tree {
  private Tree() {}

  /**
   * {@code value} as a deep immutable tree value. Maps become {@link ObjectTree}, integers {@link
   * Long}, fractions {@link Double}.
   *
   * @throws IllegalArgumentException for a type that no tree can hold
   */
  public static @Nullable Object freeze(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case ObjectTree tree -> tree;
      case String s -> s;
      case Boolean b -> b;
      case Long l -> l;
      case Double d -> d;
      case Integer i -> i.longValue();
      case Short s -> s.longValue();
      case Byte b -> b.longValue();
      case Float f -> f.doubleValue();
      case BigInteger big -> big.bitLength() < 64 ? (Object) big.longValue() : big;
      case BigDecimal decimal -> decimal.doubleValue();
      case Map<?, ?> map -> freezeMap(map);
      case List<?> list -> freezeList(list);
      default -> throw new IllegalArgumentException("no tree value: " + value.getClass().getName());
    };
  }

  private static ObjectTree freezeMap(Map<?, ?> map) {
    var builder = new ObjectTree.Builder(map.size());
    map.forEach((k, v) -> builder.put(String.valueOf(k), freeze(v)));
    return builder.build();
  }

  private static List<?> freezeList(List<?> list) {
    if (list instanceof Frozen) {
      return list;
    }
    var copy = new Object[list.size()];
    var i = 0;
    for (var item : list) {
      copy[i++] = freeze(item);
    }
    return new Frozen(copy);
  }

  /** A list of values that already are tree values; the list is copied, the values are not. */
  public static List<Object> list(List<?> values) {
    return values instanceof Frozen frozen ? frozen : new Frozen(values.toArray());
  }

  /** An immutable list that may hold JSON nulls. */
  private static final class Frozen extends java.util.AbstractList<Object>
      implements java.util.RandomAccess {
    private final @Nullable Object[] items;

    Frozen(@Nullable Object[] items) {
      this.items = items;
    }

    @Override
    @SuppressWarnings("NullAway") // a JSON null is a value like any other
    public Object get(int i) {
      return items[i];
    }

    @Override
    public int size() {
      return items.length;
    }
  }

  /** {@code value} as an object; the empty one when it is something else. */
  public static ObjectTree object(@Nullable Object value) {
    return value instanceof ObjectTree tree
        ? tree
        : value instanceof Map<?, ?> map ? freezeMap(map) : ObjectTree.EMPTY;
  }

  /** {@code value} as a list; the empty one when it is something else. */
  @SuppressWarnings("unchecked")
  public static List<Object> items(@Nullable Object value) {
    return value instanceof List<?> list ? (List<Object>) list : List.of();
  }

  /** {@code value} when it is a string. */
  public static Optional<String> string(@Nullable Object value) {
    return value instanceof String s ? Optional.of(s) : Optional.empty();
  }

  /** The value at {@code path}: names for objects, decimal numbers for places in lists. */
  public static @Nullable Object at(@Nullable Object root, String... path) {
    var here = root;
    for (var step : path) {
      // Nearly all of them are: this line is what programs spend their time in.
      here = here instanceof ObjectTree tree ? tree.get(step) : other(here, step);
      if (here == null) {
        return null;
      }
    }
    return here;
  }

  private static @Nullable Object other(@Nullable Object value, String step) {
    return switch (value) {
      case Map<?, ?> map -> map.get(step);
      case List<?> list -> at(list, step);
      case null, default -> null;
    };
  }

  private static @Nullable Object at(List<?> list, String step) {
    if (step.isEmpty() || !step.chars().allMatch(c -> c >= '0' && c <= '9') || step.length() > 9) {
      return null;
    }
    var i = Integer.parseInt(step);
    return i < list.size() ? list.get(i) : null;
  }

  /** The string at {@code path}, or "" when there is none. */
  public static String text(@Nullable Object root, String... path) {
    return at(root, path) instanceof String s ? s : "";
  }

  /** The whole number at {@code path}, or {@code otherwise} when there is none. */
  public static long number(@Nullable Object root, long otherwise, String... path) {
    return at(root, path) instanceof Number n ? n.longValue() : otherwise;
  }

  /** Whether {@code path} holds {@code true}. */
  public static boolean flag(@Nullable Object root, String... path) {
    return Boolean.TRUE.equals(at(root, path));
  }

  /** {@code root} with {@code value} at {@code path}; objects missing on the way are made. */
  public static ObjectTree with(ObjectTree root, @Nullable Object value, String... path) {
    if (path.length == 1) {
      return root.with(path[0], value);
    }
    var child = object(root.get(path[0]));
    return root.with(path[0], with(child, value, Arrays.copyOfRange(path, 1, path.length)));
  }

  /** {@code root} without what stands at {@code path}; parents stay even when they become empty. */
  public static ObjectTree without(ObjectTree root, String... path) {
    if (path.length == 1) {
      return root.without(path[0]);
    }
    if (!(root.get(path[0]) instanceof ObjectTree child)) {
      return root;
    }
    var changed = without(child, Arrays.copyOfRange(path, 1, path.length));
    return changed == child ? root : root.with(path[0], changed);
  }

  /** {@code value} with all objects in it sorted by key. */
  public static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case ObjectTree tree -> {
        var keys = new ArrayList<>(tree.keySet());
        Collections.sort(keys);
        var builder = new ObjectTree.Builder(keys.size());
        keys.forEach(k -> builder.put(k, sorted(tree.get(k))));
        yield builder.build();
      }
      case List<?> items -> {
        var copy = new ArrayList<@Nullable Object>(items.size());
        items.forEach(item -> copy.add(sorted(item)));
        yield list(copy);
      }
      case null, default -> value;
    };
  }
}
