package io.syncline.engine.diff;

import io.syncline.merge.schema.Field;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Schema.ListRelation;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees at a glance that a server-side apply would change nothing: all that is wanted stands in the
 * live object as it is written, and nothing is owned that is not wanted any more. What it does not
 * see may still change nothing: then the apply has to be worked out.
 */
final class Standing {
  private Standing() {}

  /** Whether every value of {@code wanted} stands in {@code live}. */
  static boolean holds(@Nullable Object wanted, @Nullable Object live, Schema schema) {
    return switch (wanted) {
      case null -> false;
      case ObjectTree tree ->
          live instanceof ObjectTree other
              && (opaque(schema) ? tree.equals(other) : fields(tree, other, schema));
      case List<?> list -> live instanceof List<?> other && items(list, other, schema);
      default -> wanted.equals(live);
    };
  }

  private static boolean opaque(Schema schema) {
    return schema.leaf() && !(schema instanceof Schema.Scalar);
  }

  private static boolean fields(ObjectTree wanted, ObjectTree live, Schema schema) {
    for (var i = 0; i < wanted.size(); i++) {
      var key = wanted.keyAt(i);
      if (!holds(wanted.valueAt(i), live.get(key), schema.child(key))) {
        return false;
      }
    }
    return true;
  }

  private static boolean items(List<?> wanted, List<?> live, Schema schema) {
    if (!(schema instanceof Schema.ListOf list) || list.relation() == ListRelation.ATOMIC) {
      return wanted.equals(live);
    }
    if (list.relation() == ListRelation.SET) {
      return live.containsAll(wanted);
    }
    for (var i = 0; i < wanted.size(); i++) {
      var item = wanted.get(i);
      var place = place(item, live, list, i);
      if (place < 0 || !holds(item, live.get(place), list.element())) {
        return false;
      }
    }
    return true;
  }

  /** Where the item with the keys of {@code item} stands in {@code items}; negative for nowhere. */
  private static int place(@Nullable Object item, List<?> items, Schema.ListOf list, int likely) {
    if (likely < items.size() && same(item, items.get(likely), list)) {
      return likely;
    }
    for (var i = 0; i < items.size(); i++) {
      if (same(item, items.get(i), list)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean same(@Nullable Object a, @Nullable Object b, Schema.ListOf list) {
    for (var key : list.keys()) {
      if (!Objects.equals(value(a, key, list), value(b, key, list))) {
        return false;
      }
    }
    return true;
  }

  /** The value of a key, which need not be written when it is the default. */
  private static @Nullable Object value(@Nullable Object item, String key, Schema.ListOf list) {
    var value = Tree.at(item, key);
    return value != null || !(list.element() instanceof Struct struct)
        ? value
        : struct.field(key).map(Field::declaredDefault).flatMap(d -> d).orElse(null);
  }

  /**
   * Whether all of {@code live} that is in {@code owned}, a {@code fieldsV1}, is in {@code wanted}:
   * what is owned and does not stand there cannot go.
   */
  static boolean covers(
      ObjectTree owned, @Nullable Object wanted, @Nullable Object live, Schema schema) {
    for (var i = 0; i < owned.size(); i++) {
      var element = owned.keyAt(i);
      var inner = Tree.object(owned.valueAt(i));
      if (!element.equals(".") && !covers(OwnedStep.of(element), inner, wanted, live, schema)) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(
      OwnedStep step,
      ObjectTree inner,
      @Nullable Object wanted,
      @Nullable Object live,
      Schema schema) {
    return switch (step.kind()) {
      case 'f' -> {
        var name = step.name();
        if (!(live instanceof ObjectTree there && there.containsKey(name))) {
          yield true;
        }
        yield wanted instanceof ObjectTree tree
            && tree.containsKey(name)
            && covers(inner, tree.get(name), there.get(name), schema.child(name));
      }
      case 'v' ->
          wanted instanceof List<?> list && list.contains(step.value())
              || !(live instanceof List<?> there && there.contains(step.value()));
      case 'k' -> {
        if (!(schema instanceof Schema.ListOf items) || !(live instanceof List<?> there)) {
          yield false;
        }
        var standing = item(step.value(), there, items);
        yield standing.isEmpty()
            || wanted instanceof List<?> list
                && item(step.value(), list, items)
                    .filter(found -> covers(inner, found, standing.get(), items.element()))
                    .isPresent();
      }
      default -> false;
    };
  }

  private static Optional<Object> item(@Nullable Object keys, List<?> list, Schema.ListOf items) {
    var place = place(keys, list, items, 0);
    return place < 0 ? Optional.empty() : Optional.ofNullable(list.get(place));
  }
}
