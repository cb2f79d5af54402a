package io.syncline.lang.jsonnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Order and sets: arrays in order without equals. */
final class StdSets {
  /** An item with what it is ordered by. */
  private record Keyed(Object key, Object item) {}

  private StdSets() {}

  static void add(Map<String, Object> all) {
    Std.function(all, "sort(arr, keyF?)", a -> array(a, sorted(a, 0, 1)));
    Std.function(all, "uniq(arr, keyF?)", a -> array(a, distinct(a, keyed(a, 0, 1))));
    Std.function(all, "set(arr, keyF?)", a -> array(a, distinct(a, sorted(a, 0, 1))));
    Std.function(
        all,
        "setMember(x, arr, keyF?)",
        a -> {
          var key = key(a, 2, a.slot(0));
          return keyed(a, 1, 2).stream()
              .anyMatch(one -> Comparison.equal(a.evaluator(), one.key(), key));
        });
    Std.function(all, "setUnion(a, b, keyF?)", a -> array(a, merged(a, true, true, true)));
    Std.function(all, "setInter(a, b, keyF?)", a -> array(a, merged(a, false, true, false)));
    Std.function(all, "setDiff(a, b, keyF?)", a -> array(a, merged(a, true, false, false)));
    Std.function(all, "minArray(arr, keyF?, onEmpty?)", a -> extreme(a, -1));
    Std.function(all, "maxArray(arr, keyF?, onEmpty?)", a -> extreme(a, 1));
  }

  private static Object key(Arguments a, int function, Object slot) {
    return a.given(function) ? a.call(a.function(function), slot) : a.evaluator().force(slot);
  }

  private static List<Keyed> keyed(Arguments a, int array, int function) {
    var items = a.array(array).items();
    a.meter().slots(3L * items.length);
    var keyed = new ArrayList<Keyed>(items.length);
    for (var item : items) {
      keyed.add(new Keyed(key(a, function, item), item));
    }
    return keyed;
  }

  private static List<Keyed> sorted(Arguments a, int array, int function) {
    var keyed = keyed(a, array, function);
    if (keyed.size() == 1) {
      return keyed;
    }
    keyed.sort((x, y) -> Comparison.compare(a.evaluator(), x.key(), y.key()));
    return keyed;
  }

  private static List<Keyed> distinct(Arguments a, List<Keyed> sorted) {
    var distinct = new ArrayList<Keyed>();
    for (var one : sorted) {
      if (distinct.isEmpty()
          || !Comparison.equal(a.evaluator(), distinct.getLast().key(), one.key())) {
        distinct.add(one);
      }
    }
    return distinct;
  }

  private static Object array(Arguments a, List<Keyed> keyed) {
    a.meter().slots(keyed.size());
    return ArrayValue.of(keyed.stream().map(Keyed::item).toList());
  }

  private static List<Keyed> merged(Arguments a, boolean left, boolean both, boolean right) {
    var x = keyed(a, 0, 2);
    var y = keyed(a, 1, 2);
    var merged = new ArrayList<Keyed>();
    var i = 0;
    var j = 0;
    while (i < x.size() || j < y.size()) {
      var order =
          i == x.size()
              ? 1
              : j == y.size()
                  ? -1
                  : Comparison.compare(a.evaluator(), x.get(i).key(), y.get(j).key());
      if (order < 0 ? left : order == 0 ? both : right) {
        merged.add(order <= 0 ? x.get(i) : y.get(j));
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return merged;
  }

  private static Object extreme(Arguments a, int sign) {
    var keyed = keyed(a, 0, 1);
    if (keyed.isEmpty()) {
      if (a.given(2)) {
        return a.value(2);
      }
      throw new Fault("expected at least one element in array, got none");
    }
    var best = keyed.getFirst();
    for (var one : keyed) {
      if (Comparison.compare(a.evaluator(), one.key(), best.key()) * sign > 0) {
        best = one;
      }
    }
    return a.evaluator().force(best.item());
  }
}
