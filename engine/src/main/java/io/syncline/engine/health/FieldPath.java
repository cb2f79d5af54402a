package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where in an object a rule looks: names between dots, those with dots in brackets, and {@code *}
 * for every entry of a list or an object.
 */
record FieldPath(List<String> steps) {
  /** Copies the list. */
  FieldPath {
    steps = List.copyOf(steps);
  }

  /** Reads {@code status.conditions.*.type} or {@code metadata.labels[example.org/x]}. */
  static FieldPath parse(String text) {
    var steps = new ArrayList<String>();
    var step = new StringBuilder();
    var inside = false;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var ends = inside ? c == ']' : c == '.' || c == '[';
      if (!ends) {
        step.append(c);
        continue;
      }
      if (!step.isEmpty()) {
        steps.add(step.toString());
        step.setLength(0);
      }
      inside = c == '[';
    }
    if (!step.isEmpty()) {
      steps.add(step.toString());
    }
    return new FieldPath(steps);
  }

  /** Whether {@code text} is meant as a path and not as a value. */
  static boolean looksLike(String text) {
    return text.startsWith("status.")
        || text.startsWith("spec.")
        || text.startsWith("metadata.")
        || text.equals("status")
        || text.equals("spec");
  }

  /** What stands there, absent and null entries left out; several only behind a {@code *}. */
  List<Object> values(Manifest live) {
    Stream<Object> here = Stream.of(live.root());
    for (var step : steps) {
      here = here.flatMap(value -> step(value, step));
    }
    return here.toList();
  }

  private static Stream<Object> step(Object value, String step) {
    var every = step.equals("*");
    return switch (value) {
      case Map<?, ?> map when every -> present(map.values().stream());
      case List<?> list when every -> present(list.stream());
      case Map<?, ?> map -> present(Stream.ofNullable(map.get(step)));
      default -> Stream.empty();
    };
  }

  private static Stream<Object> present(Stream<?> values) {
    return values.filter(v -> v != null).map(v -> (Object) v);
  }

  /** The texts there; of numbers and flags as YAML writes them. */
  List<String> texts(Manifest live) {
    return values(live).stream()
        .filter(v -> !(v instanceof Map) && !(v instanceof List))
        .map(String::valueOf)
        .toList();
  }

  /** The first number there, 0 when there is none. */
  double number(Manifest live) {
    return values(live).stream().map(FieldPath::numeric).findFirst().orElse(0.0);
  }

  private static double numeric(@Nullable Object value) {
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    try {
      return Double.parseDouble(String.valueOf(value));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
