package io.syncline.merge.managed;

import io.syncline.merge.schema.Schema;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an object, and objects with fields taken out, by schema. */
public final class Typed {
  private Typed() {}

  /** All places of {@code object} that can be owned. */
  public static FieldSet fields(Schema schema, ObjectTree object) {
    var set = new FieldSet.Builder();
    collect(schema, object, set);
    return set.build();
  }

  private static void collect(Schema schema, @Nullable Object value, FieldSet.Builder here) {
    var shape = Shape.of(schema, value);
    if (shape.leaf(schema)) {
      here.member();
    } else if (value instanceof ObjectTree object) {
      for (var i = 0; i < object.size(); i++) {
        var key = object.keyAt(i);
        var inner = object.valueAt(i);
        var place = here.child(PathElements.field(key));
        collect(schema.child(key), inner, place);
        var empty = inner == null || (inner instanceof ObjectTree tree && tree.isEmpty());
        if (empty || !Shape.names(schema, key)) {
          place.member();
        }
      }
    } else if (schema instanceof Schema.ListOf list && value instanceof List<?> items) {
      var elements = PathElements.items(list, items);
      var counts = new HashMap<String, Integer>();
      elements.forEach(element -> counts.merge(element, 1, Integer::sum));
      for (var i = 0; i < items.size(); i++) {
        var place = here.child(elements.get(i));
        place.member();
        if (counts.getOrDefault(elements.get(i), 0) == 1) {
          collect(list.element(), items.get(i), place);
        }
      }
    }
  }

  /** {@code set} and, for every place in it, the named fields above it. */
  static FieldSet withNamedFields(FieldSet set, Schema schema) {
    var builder = new FieldSet.Builder();
    addNamedFields(set, schema, builder);
    return builder.build();
  }

  private static void addNamedFields(FieldSet set, Schema schema, FieldSet.Builder target) {
    set.children()
        .forEach(
            (element, child) -> {
              var place = target.child(element);
              Schema inner = Schema.Any.DEDUCED;
              var named = false;
              if (PathElements.isField(element)) {
                var name = PathElements.fieldName(element);
                named = Shape.names(schema, name) && !child.children().isEmpty();
                inner = schema.child(name);
              } else if (schema instanceof Schema.ListOf list) {
                inner = list.element();
              }
              if (child.isMember() || named) {
                place.member();
              }
              addNamedFields(child, inner, place);
            });
  }

  /** {@code object} without the places in {@code gone}; what becomes empty becomes null. */
  public static ObjectTree without(Schema schema, ObjectTree object, FieldSet gone) {
    return Tree.object(removed(schema, object, gone));
  }

  private static @Nullable Object removed(Schema schema, @Nullable Object value, FieldSet gone) {
    var shape = Shape.of(schema, value);
    if (shape == Shape.SCALAR) {
      return value;
    }
    if (shape.leaf(schema)) {
      return null;
    }
    if (value instanceof ObjectTree object) {
      var kept = new ObjectTree.Builder(object.size());
      object.forEach(
          (key, inner) -> {
            var below = gone.below(PathElements.field(key));
            if (!below.isMember()) {
              kept.put(key, below.isEmpty() ? inner : removed(schema.child(key), inner, below));
            }
          });
      var result = kept.build();
      return result.isEmpty() ? null : result;
    }
    if (schema instanceof Schema.ListOf list && value instanceof List<?> items) {
      return removedItems(list, items, gone);
    }
    return null;
  }

  private static @Nullable List<Object> removedItems(
      Schema.ListOf list, List<?> items, FieldSet gone) {
    var kept = new ArrayList<@Nullable Object>(items.size());
    for (var item : items) {
      var below = gone.below(PathElements.item(list, item));
      if (!below.isMember()) {
        kept.add(below.isEmpty() ? item : removed(list.element(), item, below));
      }
    }
    return kept.isEmpty() ? null : Tree.list(kept);
  }

  /** {@code live} with {@code config} laid over it, as server-side apply does. */
  public static ObjectTree merge(Schema schema, ObjectTree live, ObjectTree config) {
    return Tree.object(mergeValues(schema, live, config));
  }

  private static @Nullable Object mergeValues(
      Schema schema, @Nullable Object live, @Nullable Object config) {
    var shape = Shape.of(schema, config);
    if (shape.leaf(schema)) {
      return config;
    }
    if (shape == Shape.OBJECT) {
      var mine = Tree.object(config);
      var theirs = Tree.object(live);
      return mine.isEmpty() && theirs.isEmpty() ? config : mergeObjects(schema, theirs, mine);
    }
    var mine = Tree.items(config);
    var theirs = Tree.items(live);
    return mine.isEmpty() && theirs.isEmpty() || !(schema instanceof Schema.ListOf list)
        ? config
        : mergeLists(list, theirs, mine);
  }

  private static ObjectTree mergeObjects(Schema schema, ObjectTree live, ObjectTree config) {
    var merged = new ObjectTree.Builder(live.size() + config.size());
    live.forEach(
        (key, value) ->
            merged.put(
                key,
                config.containsKey(key)
                    ? mergeValues(schema.child(key), value, config.get(key))
                    : value));
    config.forEach(
        (key, value) -> {
          if (!live.containsKey(key)) {
            merged.put(key, value);
          }
        });
    return merged.build();
  }

  /** Live-only items keep their places; shared and new items come in the order of the config. */
  private static List<Object> mergeLists(Schema.ListOf list, List<?> live, List<?> config) {
    var theirs = PathElements.items(list, live);
    var mine = PathElements.items(list, config);
    var configured = new HashSet<>(mine);
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    for (var i = 0; i < live.size(); i++) {
      // a live item that stands twice is nobody's match: it is replaced, not merged
      known.put(theirs.get(i), known.containsKey(theirs.get(i)) ? null : live.get(i));
    }
    var shared = mine.stream().filter(known::containsKey).iterator();
    var nextShared = shared.hasNext() ? shared.next() : null;
    var done = new HashSet<String>();
    var merged = new ArrayList<@Nullable Object>(live.size() + config.size());
    var l = 0;
    var c = 0;
    while (l < theirs.size() || c < mine.size()) {
      if (l < theirs.size() && !configured.contains(theirs.get(l))) {
        merged.add(live.get(l++));
        continue;
      }
      if (l < theirs.size() && c < mine.size()) {
        var element = theirs.get(l);
        var isNext = element.equals(nextShared);
        if (!element.equals(mine.get(c)) && nextShared != null && !isNext) {
          l++;
          continue;
        }
      }
      if (l < theirs.size() && done.contains(theirs.get(l))) {
        l++;
        if (c == mine.size()) {
          continue;
        }
      }
      if (c < mine.size()) {
        var element = mine.get(c);
        done.add(element);
        var both = l < theirs.size() && theirs.get(l).equals(element);
        merged.add(mergeItem(list, known, element, config.get(c)));
        c++;
        l += both ? 1 : 0;
        if (element.equals(nextShared)) {
          nextShared = shared.hasNext() ? shared.next() : null;
        }
      } else if (l < theirs.size()) {
        l++;
      }
    }
    return Tree.list(merged);
  }

  private static @Nullable Object mergeItem(
      Schema.ListOf list,
      Map<String, @Nullable Object> known,
      String element,
      @Nullable Object item) {
    var match = known.get(element);
    return match == null ? item : mergeValues(list.element(), match, item);
  }
}
