package io.syncline.localkube.store;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map from string to value. Putting and removing copy only the path to the
 * entry, so old versions stay readable without locks and copies of the whole cost nothing. Balanced
 * by weight: every operation on n entries takes O(log n).
 */
public final class SortedTree<V> {
  private static final int HEAVY = 3;
  private static final int SINGLE = 2;

  private final @Nullable Node<V> root;

  private record Node<V>(
      String key, V value, @Nullable Node<V> left, @Nullable Node<V> right, int size) {}

  private SortedTree(@Nullable Node<V> root) {
    this.root = root;
  }

  /** The map without entries. */
  public static <V> SortedTree<V> empty() {
    return new SortedTree<>(null);
  }

  /** Number of entries. */
  public int size() {
    return size(root);
  }

  /** The value of {@code key}. */
  public Optional<V> get(String key) {
    var node = root;
    while (node != null) {
      var order = key.compareTo(node.key);
      if (order == 0) {
        return Optional.of(node.value);
      }
      node = order < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  /** This map with {@code key} set to {@code value}. */
  public SortedTree<V> put(String key, V value) {
    return new SortedTree<>(put(root, key, value));
  }

  /** This map without {@code key}; itself when it has none. */
  public SortedTree<V> remove(String key) {
    return get(key).isEmpty() ? this : new SortedTree<>(remove(root, key));
  }

  /** How many keys sort before {@code key}. */
  public int rank(String key) {
    var before = 0;
    var node = root;
    while (node != null) {
      if (key.compareTo(node.key) <= 0) {
        node = node.left;
      } else {
        before += 1 + size(node.left);
        node = node.right;
      }
    }
    return before;
  }

  /** How many keys start with {@code prefix}. */
  public int count(String prefix) {
    return rank(after(prefix)) - rank(prefix);
  }

  /** The values of the keys that start with {@code prefix}, in key order. */
  public Iterable<V> under(String prefix) {
    return from(prefix, prefix);
  }

  /** The values of the keys that start with {@code prefix} and are not before {@code first}. */
  public Iterable<V> from(String prefix, String first) {
    return () -> new Ascent<>(root, prefix, first);
  }

  private static String after(String prefix) {
    return prefix + Character.MAX_VALUE;
  }

  private static int size(@Nullable Node<?> node) {
    return node == null ? 0 : node.size;
  }

  private static <V> Node<V> node(
      String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
    return new Node<>(key, value, left, right, size(left) + size(right) + 1);
  }

  private static <V> Node<V> put(@Nullable Node<V> node, String key, V value) {
    if (node == null) {
      return node(key, value, null, null);
    }
    var order = key.compareTo(node.key);
    if (order == 0) {
      return node(key, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node.key, node.value, put(node.left, key, value), node.right)
        : balanced(node.key, node.value, node.left, put(node.right, key, value));
  }

  private static <V> @Nullable Node<V> remove(@Nullable Node<V> node, String key) {
    if (node == null) {
      return null;
    }
    var order = key.compareTo(node.key);
    if (order < 0) {
      return balanced(node.key, node.value, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node.key, node.value, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    var next = node.right;
    while (next.left != null) {
      next = next.left;
    }
    return balanced(next.key, next.value, node.left, remove(node.right, next.key));
  }

  private static <V> Node<V> balanced(
      String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
    var l = size(left);
    var r = size(right);
    if (l + r > 1 && right != null && r > HEAVY * l) {
      return leftwards(key, value, left, right);
    }
    if (l + r > 1 && left != null && l > HEAVY * r) {
      return rightwards(key, value, left, right);
    }
    return node(key, value, left, right);
  }

  private static <V> Node<V> leftwards(String key, V value, @Nullable Node<V> left, Node<V> right) {
    var inner = right.left;
    if (inner == null || size(inner) < SINGLE * size(right.right)) {
      return node(right.key, right.value, node(key, value, left, inner), right.right);
    }
    return node(
        inner.key,
        inner.value,
        node(key, value, left, inner.left),
        node(right.key, right.value, inner.right, right.right));
  }

  private static <V> Node<V> rightwards(
      String key, V value, Node<V> left, @Nullable Node<V> right) {
    var inner = left.right;
    if (inner == null || size(inner) < SINGLE * size(left.left)) {
      return node(left.key, left.value, left.left, node(key, value, inner, right));
    }
    return node(
        inner.key,
        inner.value,
        node(left.key, left.value, left.left, inner.left),
        node(key, value, inner.right, right));
  }

  /** Walks up the keys from a start, as long as they carry the prefix. */
  private static final class Ascent<V> implements Iterator<V> {
    private final ArrayDeque<Node<V>> path = new ArrayDeque<>();
    private final String prefix;

    Ascent(@Nullable Node<V> root, String prefix, String first) {
      this.prefix = prefix;
      var node = root;
      while (node != null) {
        if (first.compareTo(node.key) <= 0) {
          path.push(node);
          node = node.left;
        } else {
          node = node.right;
        }
      }
    }

    @Override
    public boolean hasNext() {
      var next = path.peek();
      return next != null && next.key.startsWith(prefix);
    }

    @Override
    public V next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var found = path.pop();
      var node = found.right;
      while (node != null) {
        path.push(node);
        node = node.left;
      }
      return found.value;
    }
  }
}
