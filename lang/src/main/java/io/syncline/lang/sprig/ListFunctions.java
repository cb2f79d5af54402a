package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.number;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoInts;
import io.syncline.lang.gotemplate.GoLists;
import io.syncline.lang.gotemplate.GoNil;
import io.syncline.lang.gotemplate.GoStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Functions over lists; none changes a list it was given. */
final class ListFunctions {
  private ListFunctions() {}

  /** Each function under its name and as {@code must…}, which reports the same faults. */
  private static void both(Map<String, GoFunction> all, String name, GoFunction function) {
    all.put(name, function);
    all.put("must" + Character.toUpperCase(name.charAt(0)) + name.substring(1), function);
  }

  private static void list(
      Map<String, GoFunction> all,
      String name,
      Function<List<@Nullable Object>, @Nullable Object> body) {
    both(all, name, GoFunction.of("any", a -> body.apply(items(a[0], name))));
  }

  static void addTo(Map<String, GoFunction> all) {
    all.put("list", GoFunction.of("any...", a -> copy(StringFunctions.tail(a, 0))));
    all.put("tuple", GoFunction.of("any...", a -> copy(StringFunctions.tail(a, 0))));
    list(all, "first", items -> items.isEmpty() ? null : items.getFirst());
    list(all, "last", items -> items.isEmpty() ? null : items.getLast());
    list(all, "rest", items -> items.isEmpty() ? GoNil.LIST : copy(items.subList(1, items.size())));
    list(
        all,
        "initial",
        items -> items.isEmpty() ? GoNil.LIST : copy(items.subList(0, items.size() - 1)));
    list(all, "reverse", items -> copy(items.reversed()));
    list(all, "uniq", ListFunctions::distinct);
    list(
        all,
        "compact",
        items -> {
          var kept = copy(items);
          kept.removeIf(Cast::empty);
          return kept;
        });
    both(all, "append", GoFunction.of("any any", a -> added(items(a[0], "push"), a[1], false)));
    both(all, "push", GoFunction.of("any any", a -> added(items(a[0], "push"), a[1], false)));
    both(all, "prepend", GoFunction.of("any any", a -> added(items(a[0], "prepend"), a[1], true)));
    both(all, "without", GoFunction.of("any any...", ListFunctions::without));
    both(all, "has", GoFunction.of("any any", a -> a[1] != null && has(items(a[1], "has"), a[0])));
    both(all, "slice", GoFunction.of("any any...", ListFunctions::slice));
    both(all, "chunk", GoFunction.of("int any", a -> chunk(number(a[0]), items(a[1], "chunk"))));
    all.put("concat", GoFunction.of("any...", ListFunctions::concat));
    all.put("until", GoFunction.of("int", a -> range(0, number(a[0]), number(a[0]) < 0 ? -1 : 1)));
    all.put(
        "untilStep",
        GoFunction.of("int int int", a -> range(number(a[0]), number(a[1]), number(a[2]))));
  }

  private static List<@Nullable Object> copy(List<? extends @Nullable Object> items) {
    return new ArrayList<@Nullable Object>(items);
  }

  private static List<@Nullable Object> items(@Nullable Object value, String function) {
    return switch (value) {
      case List<?> list -> copy(list);
      case byte[] bytes -> {
        var items = new ArrayList<@Nullable Object>();
        for (var b : bytes) {
          items.add(b & 0xff);
        }
        yield items;
      }
      case null -> throw new CallException("Cannot " + function + " on nil");
      default ->
          throw new CallException(
              "Cannot "
                  + fault(function)
                  + " "
                  + GoFormat.kindName(value)
                  + (function.equals("concat") ? " as list" : ""));
    };
  }

  private static String fault(String function) {
    return switch (function) {
      case "compact", "push", "prepend" -> function + " on type";
      case "chunk", "concat" -> function + " type";
      default -> "find " + function + " on type";
    };
  }

  static boolean has(List<? extends @Nullable Object> items, @Nullable Object wanted) {
    for (var item : items) {
      if (LogicFunctions.deepEqual(item, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static List<@Nullable Object> distinct(List<@Nullable Object> items) {
    var kept = new ArrayList<@Nullable Object>();
    for (var item : items) {
      if (!has(kept, item)) {
        kept.add(item);
      }
    }
    return kept;
  }

  private static List<@Nullable Object> added(
      List<@Nullable Object> items, @Nullable Object item, boolean front) {
    items.add(front ? 0 : items.size(), item);
    return items;
  }

  private static List<@Nullable Object> without(@Nullable Object[] a) {
    var unwanted = StringFunctions.tail(a, 1);
    var kept = items(a[0], "without");
    kept.removeIf(item -> has(unwanted, item));
    return kept;
  }

  private static @Nullable Object slice(@Nullable Object[] a) {
    if (!(a[0] instanceof List<?>)) {
      throw new CallException(
          "list should be type of slice or array but " + GoFormat.kindName(a[0]));
    }
    var items = items(a[0], "slice");
    if (items.isEmpty()) {
      return null;
    }
    var from = a.length > 1 ? Cast.whole(a[1]) : 0;
    var to = a.length > 2 ? Cast.whole(a[2]) : items.size();
    if (from < 0 || to > items.size() || from > to) {
      throw new CallException("runtime error: slice bounds out of range [" + from + ":" + to + "]");
    }
    var part = items.subList((int) from, (int) to);
    return a[0] instanceof GoStrings
        ? new GoStrings(part.stream().map(String::valueOf).toList())
        : copy(part);
  }

  private static GoLists chunk(int size, List<@Nullable Object> items) {
    if (size < 1) {
      throw new CallException("chunk size " + size + " (expected: 1 or more)");
    }
    var chunks = new ArrayList<List<@Nullable Object>>();
    for (var i = 0; i < items.size(); i += size) {
      chunks.add(copy(items.subList(i, Math.min(items.size(), i + size))));
    }
    return new GoLists(chunks);
  }

  private static List<@Nullable Object> concat(@Nullable Object[] lists) {
    var all = new ArrayList<@Nullable Object>();
    for (var list : lists) {
      all.addAll(items(list, "concat"));
    }
    if (all.size() > Sprig.MAX_LENGTH) {
      throw new CallException("list exceeds " + Sprig.MAX_LENGTH + " items");
    }
    return all.isEmpty() ? GoNil.LIST : all;
  }

  static GoInts range(long from, long to, long step) {
    var numbers = new ArrayList<Number>();
    if (step == 0 || to < from && step > 0 || to > from && step < 0) {
      return new GoInts(numbers);
    }
    if (Math.abs(to - from) / Math.abs(step) > 1_000_000) {
      throw new CallException("range from " + from + " to " + to + " exceeds 1000000 numbers");
    }
    for (var i = from; step > 0 ? i < to : i > to; i += step) {
      numbers.add(GoFormat.integer(i));
    }
    return new GoInts(numbers);
  }
}
