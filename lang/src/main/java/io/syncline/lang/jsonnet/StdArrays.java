package io.syncline.lang.jsonnet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;

/** Arrays. */
final class StdArrays {
  private StdArrays() {}

  static void add(Map<String, Object> all) {
    making(all);
    mapping(all);
    asking(all);
    joining(all);
    numbers(all);
  }

  /** Room for {@code count} items, asked for before they are made. */
  private static int room(Arguments a, double count) {
    if (count < 0 || count != Math.rint(count)) {
      throw new Fault("array size " + Values.text(count) + " (expected: a whole number from 0)");
    }
    a.meter().slots(count > 1e15 ? Long.MAX_VALUE / 32 : (long) count);
    return (int) count;
  }

  private static void making(Map<String, Object> all) {
    Std.function(
        all,
        "makeArray(sz, func)",
        a -> {
          var function = a.function(1);
          var items = new Object[room(a, a.number(0))];
          for (var i = 0; i < items.length; i++) {
            var at = (double) i;
            items[i] = a.evaluator().later(() -> a.call(function, at));
          }
          return new ArrayValue(items);
        });
    Std.function(
        all,
        "range(from, to)",
        a -> {
          var from = a.number(0);
          var items = new Object[room(a, 2 * Math.max(0, Math.floor(a.number(1) - from) + 1)) / 2];
          Arrays.setAll(items, i -> from + i);
          return new ArrayValue(items);
        });
    Std.function(all, "repeat(what, count)", StdArrays::repeat);
    Std.function(
        all,
        "slice(indexable, index, end, step)",
        a -> Indexing.slice(a.evaluator(), a.value(0), a.value(1), a.value(2), a.value(3)));
    Std.function(
        all,
        "reverse(arr)",
        a -> {
          var items = a.array(0).items().clone();
          a.meter().slots(items.length);
          for (var i = 0; i < items.length; i++) {
            items[i] = a.array(0).at(items.length - 1 - i);
          }
          return new ArrayValue(items);
        });
    Std.function(
        all,
        "removeAt(arr, idx)",
        a -> {
          var items = new ArrayList<>(Arrays.asList(a.array(0).items()));
          room(a, items.size());
          var at = a.whole(1);
          if (at < 0 || at >= items.size()) {
            throw new Fault("index " + at + " out of bounds, not within [0, " + items.size() + ")");
          }
          items.remove((int) at);
          return ArrayValue.of(items);
        });
    Std.function(
        all,
        "remove(arr, elem)",
        a -> {
          var items = new ArrayList<>(Arrays.asList(a.array(0).items()));
          room(a, items.size());
          for (var i = 0; i < items.size(); i++) {
            if (Comparison.equal(a.evaluator(), a.evaluator().force(items.get(i)), a.value(1))) {
              items.remove(i);
              break;
            }
          }
          return ArrayValue.of(items);
        });
  }

  private static Object repeat(Arguments a) {
    var count = a.number(1);
    if (a.value(0) instanceof String text) {
      a.meter().text((long) (text.length() * Math.max(0, count)));
      return text.repeat((int) count);
    }
    var array = a.array(0);
    var items = new Object[room(a, array.size() * count)];
    for (var i = 0; i < items.length; i++) {
      items[i] = array.at(i % array.size());
    }
    return new ArrayValue(items);
  }

  private static void mapping(Map<String, Object> all) {
    Std.function(
        all,
        "map(func, arr)",
        a -> {
          var function = a.function(0);
          var items = a.sequence(1).items();
          room(a, items.length);
          return new ArrayValue(
              Arrays.stream(items)
                  .map(item -> (Object) a.evaluator().later(() -> a.call(function, item)))
                  .toArray());
        });
    Std.function(
        all,
        "mapWithIndex(func, arr)",
        a -> {
          var function = a.function(0);
          var items = a.sequence(1).items();
          room(a, items.length);
          var mapped = new Object[items.length];
          for (var i = 0; i < items.length; i++) {
            var at = i;
            mapped[i] = a.evaluator().later(() -> a.call(function, (double) at, items[at]));
          }
          return new ArrayValue(mapped);
        });
    Std.function(all, "filter(func, arr)", a -> filter(a, a.function(0), a.array(1)));
    Std.function(
        all,
        "filterMap(filter_func, map_func, arr)",
        a -> {
          var items = filter(a, a.function(0), a.array(2)).items();
          return new ArrayValue(
              Arrays.stream(items)
                  .map(item -> (Object) a.evaluator().later(() -> a.call(a.function(1), item)))
                  .toArray());
        });
    Std.function(all, "flatMap(func, arr)", StdArrays::flatMap);
    Std.function(
        all,
        "foldl(func, arr, init)",
        a -> {
          var function = a.function(0);
          var sum = a.value(2);
          for (var item : a.sequence(1).items()) {
            sum = a.call(function, sum, item);
          }
          return sum;
        });
    Std.function(
        all,
        "foldr(func, arr, init)",
        a -> {
          var function = a.function(0);
          var sum = a.value(2);
          var items = a.sequence(1).items();
          for (var i = items.length - 1; i >= 0; i--) {
            sum = a.call(function, items[i], sum);
          }
          return sum;
        });
  }

  private static ArrayValue filter(Arguments a, Callable function, ArrayValue array) {
    room(a, array.size());
    return new ArrayValue(
        Arrays.stream(array.items()).filter(item -> a.holds(function, item)).toArray());
  }

  private static Object flatMap(Arguments a) {
    var function = a.function(0);
    if (a.value(1) instanceof String text) {
      var out = new StringBuilder();
      for (var item : a.characters(text).items()) {
        var part = a.call(function, item);
        if (!(part instanceof String more)) {
          throw Fault.type(part, "string");
        }
        a.meter().text(more.length());
        out.append(more);
      }
      return out.toString();
    }
    var all = new ArrayList<Object>();
    for (var item : a.array(1).items()) {
      var part = a.call(function, item);
      if (!(part instanceof ArrayValue more)) {
        throw Fault.type(part, "array");
      }
      room(a, more.size());
      all.addAll(Arrays.asList(more.items()));
    }
    return ArrayValue.of(all);
  }

  private static void asking(Map<String, Object> all) {
    Std.function(
        all,
        "length(x)",
        a ->
            (double)
                switch (a.value(0)) {
                  case String text -> Values.length(text);
                  case ArrayValue array -> array.size();
                  case ObjectValue object -> object.names(false).size();
                  case Callable function -> function.parameters().size();
                  default -> throw Fault.type(a.value(0), "string, array, object or function");
                });
    Std.function(all, "member(arr, x)", StdArrays::member);
    Std.function(all, "contains(arr, elem)", StdArrays::member);
    Std.function(
        all,
        "count(arr, x)",
        a ->
            (double)
                a.values(a.array(0)).stream()
                    .filter(item -> Comparison.equal(a.evaluator(), item, a.value(1)))
                    .count());
    Std.function(
        all,
        "find(value, arr)",
        a -> {
          var found = new ArrayList<Object>();
          var values = a.values(a.array(1));
          for (var i = 0; i < values.size(); i++) {
            if (Comparison.equal(a.evaluator(), values.get(i), a.value(0))) {
              found.add((double) i);
            }
          }
          room(a, found.size());
          return ArrayValue.of(found);
        });
    Std.function(all, "all(arr)", a -> a.values(a.array(0)).stream().allMatch(StdArrays::truth));
    Std.function(all, "any(arr)", a -> a.values(a.array(0)).stream().anyMatch(StdArrays::truth));
  }

  private static boolean truth(Object value) {
    if (value instanceof Boolean yes) {
      return yes;
    }
    throw Fault.type(value, "boolean");
  }

  private static Object member(Arguments a) {
    if (a.value(0) instanceof String text) {
      return text.contains(a.text(1));
    }
    return a.values(a.array(0)).stream()
        .anyMatch(item -> Comparison.equal(a.evaluator(), item, a.value(1)));
  }

  private static void joining(Map<String, Object> all) {
    Std.function(
        all,
        "join(sep, arr)",
        a ->
            a.value(0) instanceof String separator
                ? text(a, separator, a.array(1))
                : array(a, a.array(0), a.array(1)));
    Std.function(
        all,
        "lines(arr)",
        a -> {
          var text = text(a, "\n", a.array(0));
          return text.isEmpty() && a.array(0).size() == 0 ? "" : text + "\n";
        });
    Std.function(all, "deepJoin(arr)", a -> deep(a, a.value(0)));
    Std.function(all, "flattenArrays(arrs)", a -> array(a, ArrayValue.EMPTY, a.array(0)));
    Std.function(
        all,
        "flattenDeepArray(value)",
        a -> {
          var flat = new ArrayList<Object>();
          flatten(a, a.value(0), flat);
          return ArrayValue.of(flat);
        });
  }

  private static String text(Arguments a, String separator, ArrayValue array) {
    var out = new StringBuilder();
    var first = true;
    for (var item : a.values(array)) {
      if (item == Values.NULL) {
        continue;
      }
      if (!(item instanceof String part)) {
        throw Fault.type(item, "string");
      }
      a.meter().text((long) part.length() + separator.length());
      out.append(first ? "" : separator).append(part);
      first = false;
    }
    return out.toString();
  }

  private static Object array(Arguments a, ArrayValue separator, ArrayValue arrays) {
    var joined = new ArrayList<Object>();
    var first = true;
    for (var item : a.values(arrays)) {
      if (item == Values.NULL) {
        continue;
      }
      if (!(item instanceof ArrayValue part)) {
        throw Fault.type(item, "array");
      }
      room(a, (double) part.size() + separator.size());
      if (!first) {
        joined.addAll(Arrays.asList(separator.items()));
      }
      joined.addAll(Arrays.asList(part.items()));
      first = false;
    }
    return ArrayValue.of(joined);
  }

  private static String deep(Arguments a, Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (!(value instanceof ArrayValue array)) {
      throw Fault.type(value, "string or array");
    }
    a.meter().enter();
    var out = new StringBuilder();
    for (var item : a.values(array)) {
      var part = deep(a, item);
      a.meter().text(part.length());
      out.append(part);
    }
    a.meter().leave();
    return out.toString();
  }

  private static void flatten(Arguments a, Object value, ArrayList<Object> flat) {
    if (value instanceof ArrayValue array) {
      a.meter().enter();
      a.values(array).forEach(item -> flatten(a, item, flat));
      a.meter().leave();
    } else {
      a.meter().slots(1);
      flat.add(value);
    }
  }

  private static void numbers(Map<String, Object> all) {
    Std.function(all, "sum(arr)", a -> Values.number(sum(a)));
    Std.function(
        all,
        "avg(arr)",
        a -> {
          if (a.array(0).size() == 0) {
            throw new Fault("cannot calculate average of an empty array");
          }
          return Values.number(sum(a) / a.array(0).size());
        });
  }

  private static double sum(Arguments a) {
    var sum = 0.0;
    for (var item : a.values(a.array(0))) {
      if (!(item instanceof Double number)) {
        throw Fault.type(item, "number");
      }
      sum += number;
    }
    return sum;
  }
}
