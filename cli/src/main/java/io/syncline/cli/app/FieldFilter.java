package io.syncline.cli.app;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Parts of an object that people ask for by the path of a field. */
final class FieldFilter {
  private FieldFilter() {}

  /**
   * {@code object} with its name and only the fields named, such as {@code status.podIP}. A path
   * goes through lists: of each entry what it names is kept.
   */
  static ObjectTree only(ObjectTree object, List<String> fields) {
    var kept = ObjectTree.EMPTY;
    for (var field : fields) {
      var found = part(object, List.of(field.split("\\.")));
      if (found.isPresent() && found.get() instanceof ObjectTree tree) {
        kept = Tree.object(merged(kept, tree));
      }
    }
    return Tree.with(kept, Tree.text(object, "metadata", "name"), "metadata", "name");
  }

  private static Optional<Object> part(@Nullable Object value, List<String> path) {
    if (path.isEmpty()) {
      return Optional.ofNullable(value);
    }
    return switch (value) {
      case ObjectTree map ->
          part(map.get(path.getFirst()), path.subList(1, path.size()))
              .map(found -> ObjectTree.of(path.getFirst(), found));
      case List<?> list -> {
        var parts = list.stream().flatMap(entry -> part(entry, path).stream()).toList();
        yield parts.isEmpty() ? Optional.empty() : Optional.of(parts);
      }
      case null, default -> Optional.empty();
    };
  }

  /** Two parts of one object put together, entry by entry where both are lists of its entries. */
  private static Object merged(@Nullable Object one, Object other) {
    if (one instanceof ObjectTree left && other instanceof ObjectTree right) {
      var both = left;
      for (var entry : right.entrySet()) {
        var value = Objects.requireNonNull(entry.getValue());
        both = both.with(entry.getKey(), merged(both.get(entry.getKey()), value));
      }
      return both;
    }
    if (one instanceof List<?> left
        && other instanceof List<?> right
        && left.size() == right.size()) {
      var both = new ArrayList<Object>();
      for (var i = 0; i < left.size(); i++) {
        both.add(merged(left.get(i), Objects.requireNonNull(right.get(i))));
      }
      return both;
    }
    return other;
  }

  /** Tells {@code row} of each scalar with its path, such as {@code spec.ports[0].port}. */
  static void scalars(ObjectTree object, BiConsumer<String, Object> row) {
    object.forEach((key, value) -> scalars(key, value, row));
  }

  private static void scalars(String path, @Nullable Object value, BiConsumer<String, Object> row) {
    switch (value) {
      case ObjectTree map -> map.forEach((key, v) -> scalars(path + "." + key, v, row));
      case List<?> list -> {
        for (var i = 0; i < list.size(); i++) {
          scalars(path + "[" + i + "]", list.get(i), row);
        }
      }
      case null -> row.accept(path, "<nil>");
      default -> row.accept(path, value);
    }
  }
}
