package io.syncline.lang.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions of lists and sets. */
final class Lists {
  private Lists() {}

  static Optional<Object> one(String name, Object value) {
    if (!(value instanceof List<?> list)) {
      return Optional.empty();
    }
    return switch (name) {
      case "isSorted" -> Optional.of(isSorted(list));
      case "sum" -> Optional.of(sum(list));
      case "min", "math.least" -> Optional.of(extreme(list, -1));
      case "max", "math.greatest" -> Optional.of(extreme(list, 1));
      case "distinct" -> Optional.of(Functions.distinct(list));
      case "sort" ->
          Optional.of(
              list.stream()
                  .sorted(
                      (a, b) ->
                          Operators.compared(Evaluation.known(a), Evaluation.known(b))
                              .orElseThrow(CelException::noOverload))
                  .toList());
      case "flatten" -> {
        var flat = new ArrayList<@Nullable Object>();
        list.forEach(
            item -> {
              if (item instanceof List<?> inner) {
                flat.addAll(inner);
              } else {
                flat.add(item);
              }
            });
        yield Optional.of(flat);
      }
      default -> Optional.empty();
    };
  }

  static Optional<Object> two(String name, Object a, Object b) {
    if (name.startsWith("math.")) {
      return Optional.of(extreme(List.of(a, b), name.equals("math.least") ? -1 : 1));
    }
    if (a instanceof List<?> x && b instanceof List<?> y && name.startsWith("sets.")) {
      return switch (name) {
        case "sets.contains" -> Optional.of(Functions.containsAll(x, y));
        case "sets.equivalent" ->
            Optional.of(Functions.containsAll(x, y) && Functions.containsAll(y, x));
        case "sets.intersects" ->
            Optional.of(x.stream().anyMatch(item -> Functions.containsAll(y, List.of(item))));
        default -> Optional.empty();
      };
    }
    if (a instanceof List<?> x && (name.equals("indexOf") || name.equals("lastIndexOf"))) {
      var found = -1L;
      for (var i = 0; i < x.size(); i++) {
        if (Operators.same(x.get(i), b)) {
          found = i;
          if (name.equals("indexOf")) {
            break;
          }
        }
      }
      return Optional.of(found);
    }
    return Optional.empty();
  }

  private static boolean isSorted(List<?> list) {
    for (var i = 1; i < list.size(); i++) {
      var order =
          Operators.compared(Evaluation.known(list.get(i - 1)), Evaluation.known(list.get(i)))
              .orElseThrow(CelException::noOverload);
      if (order > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object sum(List<?> list) {
    Object sum = null;
    for (var item : list) {
      var next = Evaluation.known(item);
      sum =
          sum == null ? next : Operators.two("+", sum, next).orElseThrow(CelException::noOverload);
    }
    return sum == null ? (Object) 0L : sum;
  }

  private static Object extreme(List<?> list, int sign) {
    Object best = null;
    for (var item : list) {
      var next = Evaluation.known(item);
      var better =
          best == null
              || Operators.compared(next, best).orElseThrow(CelException::noOverload) * sign > 0;
      best = better ? next : best;
    }
    if (best == null) {
      throw CelException.evaluation("min or max called on empty list");
    }
    return best;
  }
}
