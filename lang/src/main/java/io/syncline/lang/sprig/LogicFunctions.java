package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Defaults, emptiness, choice and types. */
final class LogicFunctions {
  private LogicFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    all.put(
        "default",
        GoFunction.of("any any...", a -> a.length < 2 || Cast.empty(a[1]) ? a[0] : a[1]));
    all.put("empty", GoFunction.of("any", a -> Cast.empty(a[0])));
    all.put("coalesce", GoFunction.of("any...", LogicFunctions::coalesce));
    all.put("all", GoFunction.of("any...", a -> Arrays.stream(a).noneMatch(Cast::empty)));
    all.put("any", GoFunction.of("any...", a -> !Arrays.stream(a).allMatch(Cast::empty)));
    all.put("ternary", GoFunction.of("any any bool", a -> Boolean.TRUE.equals(a[2]) ? a[0] : a[1]));
    all.put("typeOf", GoFunction.of("any", a -> GoFormat.typeName(a[0])));
    all.put("kindOf", GoFunction.of("any", a -> GoFormat.kindName(a[0])));
    all.put("typeIs", GoFunction.of("string any", a -> GoFormat.typeName(a[1]).equals(a[0])));
    all.put("kindIs", GoFunction.of("string any", a -> GoFormat.kindName(a[1]).equals(a[0])));
    all.put(
        "typeIsLike",
        GoFunction.of(
            "string any",
            a ->
                GoFormat.typeName(a[1]).equals(a[0])
                    || GoFormat.typeName(a[1]).equals("*" + string(a[0]))));
    all.put("deepEqual", GoFunction.of("any any", a -> deepEqual(a[0], a[1])));
  }

  private static @Nullable Object coalesce(@Nullable Object[] values) {
    for (var value : values) {
      if (!Cast.empty(value)) {
        return value;
      }
    }
    return null;
  }

  /** Equality of Go's {@code reflect.DeepEqual}: types count. */
  static boolean deepEqual(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b;
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return GoFormat.typeName(a).equals(GoFormat.typeName(b))
          && left.size() == right.size()
          && left.entrySet().stream()
              .allMatch(
                  e ->
                      right.containsKey(e.getKey())
                          && deepEqual(e.getValue(), right.get(e.getKey())));
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      if (left.size() != right.size() || !GoFormat.typeName(a).equals(GoFormat.typeName(b))) {
        return false;
      }
      for (var i = 0; i < left.size(); i++) {
        if (!deepEqual(left.get(i), right.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a instanceof byte[] left && b instanceof byte[] right
        ? Arrays.equals(left, right)
        : a.equals(b);
  }
}
