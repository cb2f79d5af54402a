package io.syncline.engine.diff;

import io.syncline.merge.schema.Field;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Schema.ListRelation;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.Json;
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
    return list.keys().stream()
        .allMatch(key -> Objects.equals(value(a, key, list), value(b, key, list)));
  }

  /** The value of a key, which need not be written when it is the default. */
  private static @Nullable Object value(@Nullable Object item, String key, Schema.ListOf list) {
    var value = Tree.at(item, key);
    return value != null || !(list.element() instanceof Struct struct)
        ? value
        : struct.field(key).map(Field::declaredDefault).flatMap(d -> d).orElse(null);
  }

  /** Whether everything in {@code owned}, a {@code fieldsV1}, is in {@code wanted}. */
  static boolean covers(ObjectTree owned, @Nullable Object wanted, Schema schema) {
    for (var i = 0; i < owned.size(); i++) {
      var element = owned.keyAt(i);
      var inner = Tree.object(owned.valueAt(i));
      if (!element.equals(".") && !covers(element, inner, wanted, schema)) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(
      String element, ObjectTree inner, @Nullable Object wanted, Schema schema) {
    var name = element.substring(Math.min(2, element.length()));
    if (element.startsWith("f:")) {
      return wanted instanceof ObjectTree tree
          && tree.containsKey(name)
          && covers(inner, tree.get(name), schema.child(name));
    }
    if (element.startsWith("v:")) {
      return wanted instanceof List<?> list && list.contains(Json.parse(name));
    }
    return element.startsWith("k:")
        && wanted instanceof List<?> list
        && schema instanceof Schema.ListOf items
        && item(Json.parse(name), list, items)
            .filter(found -> covers(inner, found, items.element()))
            .isPresent();
  }

  private static Optional<Object> item(@Nullable Object keys, List<?> list, Schema.ListOf items) {
    var place = place(keys, list, items, 0);
    return place < 0 ? Optional.empty() : Optional.ofNullable(list.get(place));
  }
}
