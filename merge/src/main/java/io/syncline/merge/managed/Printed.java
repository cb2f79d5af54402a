package io.syncline.merge.managed;

import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as the messages about misfits of an API server show them. */
public final class Printed {
  private Printed() {}

  /** A value that stands where another shape is expected. */
  static String of(Object value) {
    return "&{" + plain(value) + "}";
  }

  /** A value within others: {@code map[a:1 b:[x y]]}. */
  public static String plain(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case List<?> items ->
          items.stream().map(Printed::plain).collect(Collectors.joining(" ", "[", "]"));
      case ObjectTree object ->
          new TreeSet<>(object.keySet())
              .stream()
                  .map(key -> key + ":" + plain(object.get(key)))
                  .collect(Collectors.joining(" ", "map[", "]"));
      default -> String.valueOf(value);
    };
  }
}
