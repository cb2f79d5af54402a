package io.syncline.merge.managed;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of places in an object, as a trie of path elements in the spelling of {@code
 * FieldsV1}: {@code f:name} for a field, {@code k:{"name":"web"}} for a keyed list item, {@code
 * v:"x"} for an item of a set.
 */
public final class FieldSet {
  /** The set without places. */
  public static final FieldSet EMPTY = new FieldSet(false, Map.of());

  private final boolean member;
  private final Map<String, FieldSet> children;

  /** What {@link #json} gave before. */
  private @Nullable ObjectTree json;

  private FieldSet(boolean member, Map<String, FieldSet> children) {
    this.member = member;
    this.children = children;
  }

  private static FieldSet node(boolean member, Map<String, FieldSet> children) {
    return !member && children.isEmpty() ? EMPTY : new FieldSet(member, children);
  }

  /** The set of the single place that the path of field names leads to. */
  public static FieldSet of(String... names) {
    var builder = new Builder();
    var here = builder;
    for (var name : names) {
      here = here.child(PathElements.field(name));
    }
    here.member();
    return builder.build();
  }

  /** The set that {@code fieldsV1} writes. */
  public static FieldSet parse(ObjectTree fieldsV1) {
    var slot = System.identityHashCode(fieldsV1) & PARSED.length - 1;
    var known = PARSED[slot];
    if (known != null && known.tree == fieldsV1) {
      return known.set;
    }
    var set = parsed(fieldsV1);
    PARSED[slot] = new Parsed(fieldsV1, set);
    return set;
  }

  /** A set and the very tree it was read from. */
  private record Parsed(ObjectTree tree, FieldSet set) {}

  /**
   * The latest sets that were read: writers bring the same trees back with every write. Threads may
   * lose each other's entries, never get a wrong one.
   */
  private static final @Nullable Parsed[] PARSED = new Parsed[1 << 10];

  private static FieldSet parsed(ObjectTree fieldsV1) {
    var children = new LinkedHashMap<String, FieldSet>();
    for (var i = 0; i < fieldsV1.size(); i++) {
      var key = fieldsV1.keyAt(i);
      if (!key.equals(".")) {
        var inner = Tree.object(fieldsV1.valueAt(i));
        var below = parsed(inner);
        var owned = inner.isEmpty() || inner.containsKey(".");
        var child = new FieldSet(owned, below.children);
        children.merge(PathElements.canonical(key), child, FieldSet::union);
      }
    }
    return node(false, children);
  }

  /** This set as {@code fieldsV1}, path elements sorted. */
  public ObjectTree json() {
    var known = json;
    if (known == null) {
      known = written();
      json = known;
    }
    return known;
  }

  private ObjectTree written() {
    if (children.isEmpty()) {
      return ObjectTree.EMPTY;
    }
    var tree = new ObjectTree.Builder(children.size() + 1);
    if (member && !children.isEmpty()) {
      tree.put(".", ObjectTree.EMPTY);
    }
    var keys = children.keySet().toArray(new String[0]);
    Arrays.sort(keys);
    for (var key : keys) {
      tree.put(key, below(key).written());
    }
    return tree.build();
  }

  /** Whether it has no places. */
  public boolean isEmpty() {
    return !member && children.isEmpty();
  }

  /** Whether this very place is in the set of which this is the part below the place. */
  boolean isMember() {
    return member;
  }

  Map<String, FieldSet> children() {
    return children;
  }

  /** The part below one path element. */
  FieldSet below(String element) {
    return children.getOrDefault(element, EMPTY);
  }

  /** Whether every place of this set is in the other. */
  boolean within(FieldSet other) {
    if (this == other || isEmpty()) {
      return true;
    }
    if (member && !other.member || children.size() > other.children.size()) {
      return false;
    }
    for (var child : children.entrySet()) {
      if (!child.getValue().within(other.below(child.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** Places in this set, in the other, or in both. */
  public FieldSet union(FieldSet other) {
    if (other.isEmpty() || other == this) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    var union = new LinkedHashMap<>(children);
    other.children.forEach((key, child) -> union.merge(key, child, FieldSet::union));
    return node(member || other.member, union);
  }

  /** Places in both sets. */
  public FieldSet intersection(FieldSet other) {
    var common = new LinkedHashMap<String, FieldSet>();
    children.forEach(
        (key, child) -> {
          var theirs = other.children.get(key);
          if (theirs != null) {
            putUnlessEmpty(common, key, child.intersection(theirs));
          }
        });
    return node(member && other.member, common);
  }

  /** Places in this set and not in the other; places below those of the other stay. */
  public FieldSet difference(FieldSet other) {
    if (other.isEmpty() || isEmpty()) {
      return this;
    }
    var rest = new Rest(this);
    for (var entry : children.entrySet()) {
      var theirs = other.children.get(entry.getKey());
      var child = entry.getValue();
      rest.put(entry.getKey(), child, theirs == null ? child : child.difference(theirs));
    }
    return rest.node(member && !other.member);
  }

  /** Places in this set that are neither in the other nor below one of the other. */
  public FieldSet recursiveDifference(FieldSet other) {
    if (other.isEmpty() || isEmpty()) {
      return this;
    }
    var rest = new Rest(this);
    for (var entry : children.entrySet()) {
      var theirs = other.children.get(entry.getKey());
      var child = entry.getValue();
      rest.put(
          entry.getKey(),
          child,
          theirs == null ? child : theirs.member ? EMPTY : child.recursiveDifference(theirs));
    }
    return rest.node(member && !other.member);
  }

  /** What is left of the children of a set; copied only when something is taken away. */
  private static final class Rest {
    private final FieldSet from;
    private @Nullable Map<String, FieldSet> changed;

    Rest(FieldSet from) {
      this.from = from;
    }

    /** To be called for every child in order. */
    void put(String key, FieldSet before, FieldSet after) {
      if (changed == null && after == before) {
        return;
      }
      if (changed == null) {
        changed = new LinkedHashMap<>();
        for (var earlier : from.children.entrySet()) {
          if (earlier.getKey().equals(key)) {
            break;
          }
          changed.put(earlier.getKey(), earlier.getValue());
        }
      }
      putUnlessEmpty(changed, key, after);
    }

    FieldSet node(boolean member) {
      if (changed == null) {
        return member == from.member ? from : FieldSet.node(member, from.children);
      }
      return FieldSet.node(member, changed);
    }
  }

  private static void putUnlessEmpty(Map<String, FieldSet> map, String key, FieldSet set) {
    if (!set.isEmpty()) {
      map.put(key, set);
    }
  }

  /** All places, each as a list of path elements, sorted. */
  public List<List<String>> paths() {
    var paths = new ArrayList<List<String>>();
    collect(new ArrayList<>(), paths);
    return paths;
  }

  private void collect(List<String> prefix, List<List<String>> paths) {
    new TreeMap<>(children)
        .forEach(
            (key, child) -> {
              prefix.add(key);
              if (child.member) {
                paths.add(List.copyOf(prefix));
              }
              child.collect(prefix, paths);
              prefix.removeLast();
            });
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || other instanceof FieldSet set && member == set.member && children.equals(set.children);
  }

  @Override
  public int hashCode() {
    return children.hashCode() * 31 + Boolean.hashCode(member);
  }

  @Override
  public String toString() {
    return json().toString();
  }

  /** Collects places; each builder stands for one place and makes its children when asked. */
  static final class Builder {
    private boolean member;
    private @Nullable Map<String, Builder> children;

    Builder child(String element) {
      if (children == null) {
        children = new LinkedHashMap<>();
      }
      return children.computeIfAbsent(element, _ -> new Builder());
    }

    void member() {
      member = true;
    }

    void insert(Iterable<String> path) {
      var here = this;
      for (var element : path) {
        here = here.child(element);
      }
      here.member = true;
    }

    FieldSet build() {
      if (children == null) {
        return member ? new FieldSet(true, Map.of()) : EMPTY;
      }
      var built = LinkedHashMap.<String, FieldSet>newLinkedHashMap(children.size());
      children.forEach((key, child) -> putUnlessEmpty(built, key, child.build()));
      return node(member, Collections.unmodifiableMap(built));
    }
  }
}
