package io.syncline.localkube.table;

import io.syncline.localkube.kind.Column;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cells of custom resources, read by the JSONPath of their column. */
final class CustomCells {
  private CustomCells() {}

  @SuppressWarnings("NullAway") // an absent cell is a JSON null
  static Object cell(Column column, ObjectTree object, Instant now) {
    var found = JsonPath.parse(column.jsonPath().orElse("")).find(object);
    if (found.isEmpty()) {
      return null;
    }
    var first = found.getFirst();
    return switch (column.type()) {
      case "date" -> first instanceof String time ? Age.since(time, now) : "<unknown>";
      case "integer" ->
          first instanceof Double d ? (Object) d.longValue() : typed(first, Long.class);
      case "number" -> typed(first, Number.class);
      case "boolean" -> typed(first, Boolean.class);
      default -> text(found);
    };
  }

  private static @Nullable Object typed(@Nullable Object value, Class<?> type) {
    return type.isInstance(value) ? value : null;
  }

  private static String text(List<@Nullable Object> found) {
    var texts =
        found.stream()
            .map(
                value ->
                    value instanceof Map || value instanceof List
                        ? Json.write(value)
                        : String.valueOf(value))
            .toList();
    return String.join(",", texts);
  }
}
