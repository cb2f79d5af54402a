package io.syncline.merge.managed;

import io.syncline.merge.schema.Schema;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How two objects of one schema differ.
 *
 * @param removed places only the first has
 * @param modified leaves both have with different values
 * @param added places only the second has
 */
public record Comparison(FieldSet removed, FieldSet modified, FieldSet added) {
  /** Whether there is no difference. */
  public boolean same() {
    return removed.isEmpty() && modified.isEmpty() && added.isEmpty();
  }

  /** The difference from {@code before} to {@code after}. */
  public static Comparison of(Schema schema, ObjectTree before, ObjectTree after) {
    var walk = new Walk();
    if (before != after) {
      walk.compare(schema, Side.of(before), Side.of(after));
    }
    return new Comparison(walk.removed.build(), walk.modified.build(), walk.added.build());
  }

  /** This difference without the places in or below {@code ignored}. */
  Comparison without(FieldSet ignored) {
    return ignored.isEmpty()
        ? this
        : new Comparison(
            removed.recursiveDifference(ignored),
            modified.recursiveDifference(ignored),
            added.recursiveDifference(ignored));
  }

  /** A value that may be absent, which is not the same as null. */
  private record Side(boolean present, @Nullable Object value) {
    static final Side ABSENT = new Side(false, null);

    static Side of(@Nullable Object value) {
      return new Side(true, value);
    }

    static Side in(@Nullable ObjectTree object, String key) {
      return object != null && object.containsKey(key) ? of(object.get(key)) : ABSENT;
    }
  }

  private static final class Walk {
    final FieldSet.Builder removed = new FieldSet.Builder();
    final FieldSet.Builder modified = new FieldSet.Builder();
    final FieldSet.Builder added = new FieldSet.Builder();
    private final List<String> path = new ArrayList<>();

    void compare(Schema schema, Side before, Side after) {
      if (before.present && after.present && before.value == after.value) {
        return;
      }
      var old = Shape.of(schema, before.value);
      var now = Shape.of(schema, after.value);
      boolean leaf;
      if (!after.present) {
        leaf = handle(old, schema, before, after);
      } else if (!before.present || old == now) {
        leaf = handle(now, schema, before, after);
      } else {
        handle(old, schema, before, after);
        leaf = handle(now, schema, before, after);
      }
      if (!leaf && !before.present) {
        added.insert(path);
      } else if (!leaf && !after.present) {
        removed.insert(path);
      }
    }

    private boolean handle(Shape shape, Schema schema, Side before, Side after) {
      return switch (shape) {
        case SCALAR -> leaf(before, after);
        case OBJECT -> {
          var old = before.value instanceof ObjectTree tree ? tree : null;
          var now = after.value instanceof ObjectTree tree ? tree : null;
          var empty = (old == null || old.isEmpty()) && (now == null || now.isEmpty());
          yield shape.leaf(schema) || empty ? leaf(before, after) : objects(schema, old, now);
        }
        case LIST -> {
          var old = before.value instanceof List<?> list ? list : List.of();
          var now = after.value instanceof List<?> list ? list : List.of();
          yield shape.leaf(schema)
                  || (old.isEmpty() && now.isEmpty())
                  || !(schema instanceof Schema.ListOf list)
              ? leaf(before, after)
              : lists(list, old, now);
        }
      };
    }

    private boolean leaf(Side before, Side after) {
      if (!before.present) {
        added.insert(path);
      } else if (!after.present) {
        removed.insert(path);
      } else if (!Objects.equals(before.value, after.value)) {
        modified.insert(path);
      }
      return true;
    }

    private boolean objects(
        Schema schema, @Nullable ObjectTree before, @Nullable ObjectTree after) {
      if (before != null) {
        for (var i = 0; i < before.size(); i++) {
          var key = before.keyAt(i);
          descend(
              PathElements.field(key),
              schema.child(key),
              Side.of(before.valueAt(i)),
              Side.in(after, key));
        }
      }
      if (after != null) {
        for (var i = 0; i < after.size(); i++) {
          var key = after.keyAt(i);
          if (before == null || !before.containsKey(key)) {
            descend(
                PathElements.field(key), schema.child(key), Side.ABSENT, Side.of(after.valueAt(i)));
          }
        }
      }
      return false;
    }

    private void descend(String element, Schema schema, Side before, Side after) {
      path.add(element);
      compare(schema, before, after);
      path.removeLast();
    }

    private boolean lists(Schema.ListOf list, List<?> before, List<?> after) {
      var old = index(list, before);
      var now = index(list, after);
      old.forEach(
          (element, items) -> item(list, element, items, now.getOrDefault(element, List.of())));
      now.forEach(
          (element, items) -> {
            if (!old.containsKey(element)) {
              item(list, element, List.of(), items);
            }
          });
      return false;
    }

    private static Map<String, List<@Nullable Object>> index(Schema.ListOf list, List<?> items) {
      var index = new LinkedHashMap<String, List<@Nullable Object>>();
      for (var item : items) {
        index.computeIfAbsent(PathElements.item(list, item), _ -> new ArrayList<>(1)).add(item);
      }
      return index;
    }

    /** Items that stand more than once under one key are compared as one value. */
    private void item(
        Schema.ListOf list,
        String element,
        List<@Nullable Object> old,
        List<@Nullable Object> now) {
      if (old.size() <= 1 && now.size() <= 1) {
        descend(element, list.element(), first(old), first(now));
        return;
      }
      path.add(element);
      if (old.size() >= 2 && now.size() >= 2) {
        if (!old.equals(now)) {
          modified.insert(path);
        }
      } else if (old.size() >= 2) {
        if (!now.isEmpty()) {
          compare(list.element(), Side.ABSENT, first(now));
        }
        removed.insert(path);
      } else {
        if (!old.isEmpty()) {
          compare(list.element(), first(old), Side.ABSENT);
        }
        added.insert(path);
      }
      path.removeLast();
    }

    private static Side first(List<@Nullable Object> items) {
      return items.isEmpty() ? Side.ABSENT : Side.of(items.getFirst());
    }
  }
}
