package io.syncline.pipeline;

import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody changed in the cluster of one object.
 *
 * @param key identity in the cluster
 * @param synced as the object would be after a sync, with what the cluster fills in
 * @param live as it is
 */
public record LiveChange(ObjectKey key, Manifest synced, Manifest live) {
  /** {@code document}, which says what Git wants of the object, with the change in it. */
  public ObjectTree in(ObjectTree document) {
    return Tree.object(adopted(document, synced.root(), live.root()));
  }

  /** A patch that Kustomize merges into the object: the changed fields and nothing else. */
  public ObjectTree patch() {
    var identity =
        ObjectTree.of(
            "apiVersion",
            live.apiVersion(),
            "kind",
            live.kind(),
            "metadata",
            ObjectTree.of("name", live.name()));
    var changes = Tree.object(difference(synced.root(), live.root()));
    return laid(identity, changes);
  }

  private static ObjectTree laid(ObjectTree base, ObjectTree over) {
    var result = base;
    for (var entry : over.entrySet()) {
      var known = result.get(entry.getKey());
      result =
          known instanceof ObjectTree a && entry.getValue() instanceof ObjectTree b
              ? result.with(entry.getKey(), laid(a, b))
              : result.with(entry.getKey(), entry.getValue());
    }
    return result;
  }

  private static @Nullable Object adopted(
      @Nullable Object wanted, @Nullable Object synced, @Nullable Object live) {
    if (Objects.equals(synced, live)) {
      return wanted;
    }
    if (synced instanceof ObjectTree a && live instanceof ObjectTree b) {
      return fields(Tree.object(wanted), a, b);
    }
    if (synced instanceof List<?> a && live instanceof List<?> b && wanted instanceof List<?> w) {
      var first = named(a);
      var second = named(b);
      var third = named(w);
      if (first.isPresent() && second.isPresent() && third.isPresent()) {
        return items(third.get(), first.get(), second.get());
      }
      if (a.size() == b.size() && b.size() == w.size()) {
        var items = new ArrayList<@Nullable Object>();
        for (var i = 0; i < b.size(); i++) {
          items.add(adopted(w.get(i), a.get(i), b.get(i)));
        }
        return Tree.list(items);
      }
    }
    return live;
  }

  private static ObjectTree fields(ObjectTree wanted, ObjectTree synced, ObjectTree live) {
    var result = wanted;
    var keys = new LinkedHashSet<>(synced.keySet());
    keys.addAll(live.keySet());
    for (var key : keys) {
      if (Objects.equals(synced.get(key), live.get(key))) {
        continue;
      }
      result =
          live.containsKey(key)
              ? result.with(key, adopted(wanted.get(key), synced.get(key), live.get(key)))
              : result.without(key);
    }
    return result;
  }

  private static List<Object> items(
      Map<String, ObjectTree> wanted,
      Map<String, ObjectTree> synced,
      Map<String, ObjectTree> live) {
    var items = new ArrayList<@Nullable Object>();
    wanted.forEach(
        (name, item) -> {
          if (!synced.containsKey(name)) {
            items.add(item);
          } else if (live.containsKey(name)) {
            items.add(adopted(item, synced.get(name), live.get(name)));
          }
        });
    live.forEach(
        (name, item) -> {
          if (!wanted.containsKey(name) && !synced.containsKey(name)) {
            items.add(item);
          }
        });
    return Tree.list(items);
  }

  /** The fields that differ, in the form of a patch: null for what is gone. */
  private static @Nullable Object difference(@Nullable Object synced, @Nullable Object live) {
    if (synced instanceof ObjectTree a && live instanceof ObjectTree b) {
      var changes = new ObjectTree.Builder(4);
      b.forEach(
          (key, value) -> {
            if (!Objects.equals(a.get(key), value)) {
              changes.put(key, difference(a.get(key), value));
            }
          });
      a.keySet().stream().filter(key -> !b.containsKey(key)).forEach(k -> changes.put(k, null));
      return changes.build();
    }
    if (synced instanceof List<?> a && live instanceof List<?> b) {
      var first = named(a);
      var second = named(b);
      if (first.isPresent() && second.isPresent()) {
        return changedItems(first.get(), second.get());
      }
    }
    return live;
  }

  private static List<Object> changedItems(
      Map<String, ObjectTree> synced, Map<String, ObjectTree> live) {
    var items = new ArrayList<@Nullable Object>();
    live.forEach(
        (name, item) -> {
          var before = synced.get(name);
          if (before == null) {
            items.add(item);
          } else if (!before.equals(item)) {
            var changes = Tree.object(difference(before, item));
            items.add(laid(ObjectTree.of("name", name), changes));
          }
        });
    synced.keySet().stream()
        .filter(name -> !live.containsKey(name))
        .forEach(name -> items.add(ObjectTree.of("$patch", "delete", "name", name)));
    return Tree.list(items);
  }

  private static Optional<Map<String, ObjectTree>> named(List<?> items) {
    var byName = new LinkedHashMap<String, ObjectTree>();
    for (var item : items) {
      var name = Tree.text(item, "name");
      if (name.isEmpty() || byName.put(name, Tree.object(item)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(byName);
  }
}
