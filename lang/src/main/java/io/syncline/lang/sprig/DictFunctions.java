package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoData;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoNil;
import io.syncline.lang.gotemplate.GoStringMap;
import io.syncline.lang.gotemplate.GoStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Functions over maps. {@code set}, {@code unset} and {@code merge} change the map they are given.
 */
final class DictFunctions {
  private DictFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    all.put("dict", GoFunction.of("any...", DictFunctions::dict));
    all.put("get", GoFunction.of("map string", a -> get(a)));
    all.put("hasKey", GoFunction.of("map string", a -> map(a[0]).containsKey(string(a[1]))));
    all.put(
        "set",
        GoFunction.of(
            "map string any",
            a -> {
              map(a[0]).put(string(a[1]), a[2]);
              return a[0];
            }));
    all.put(
        "unset",
        GoFunction.of(
            "map string",
            a -> {
              map(a[0]).remove(string(a[1]));
              return a[0];
            }));
    all.put("pluck", GoFunction.of("string map...", DictFunctions::pluck));
    all.put("keys", GoFunction.of("map...", DictFunctions::keys));
    all.put(
        "values", GoFunction.of("map", a -> new ArrayList<@Nullable Object>(map(a[0]).values())));
    all.put("pick", GoFunction.of("map string...", a -> filtered(a, true)));
    all.put("omit", GoFunction.of("map string...", a -> filtered(a, false)));
    all.put("dig", GoFunction.of("any...", DictFunctions::dig));
    all.put("deepCopy", GoFunction.of("any", DictFunctions::copy));
    all.put("mustDeepCopy", GoFunction.of("any", DictFunctions::copy));
    var merge = GoFunction.of("map map...", a -> merge(a, false));
    var overwrite = GoFunction.of("map map...", a -> merge(a, true));
    all.put("merge", merge);
    all.put("mustMerge", merge);
    all.put("mergeOverwrite", overwrite);
    all.put("mustMergeOverwrite", overwrite);
  }

  @SuppressWarnings("unchecked") // keys of template maps are strings by contract
  static Map<String, @Nullable Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : new TreeMap<>();
  }

  private static Object dict(@Nullable Object[] pairs) {
    var map = new TreeMap<String, @Nullable Object>();
    for (var i = 0; i < pairs.length; i += 2) {
      map.put(Cast.text(pairs[i]), i + 1 < pairs.length ? pairs[i + 1] : "");
    }
    return map;
  }

  private static @Nullable Object copy(@Nullable Object[] a) {
    if (a[0] == null) {
      throw new CallException("nil has no copy (expected: a value)");
    }
    return GoData.copy(a[0]);
  }

  private static @Nullable Object get(@Nullable Object[] a) {
    var map = map(a[0]);
    return map.containsKey(string(a[1])) ? map.get(string(a[1])) : "";
  }

  private static Object pluck(@Nullable Object[] a) {
    var found = new ArrayList<@Nullable Object>();
    for (var map : StringFunctions.tail(a, 1)) {
      if (map(map).containsKey(string(a[0]))) {
        found.add(map(map).get(string(a[0])));
      }
    }
    return found;
  }

  private static Object keys(@Nullable Object[] a) {
    var keys = new ArrayList<String>();
    for (var map : a) {
      keys.addAll(map(map).keySet());
    }
    return new GoStrings(keys);
  }

  private static Object filtered(@Nullable Object[] a, boolean named) {
    var names = StringFunctions.tail(a, 1);
    var kept = new TreeMap<String, @Nullable Object>();
    map(a[0])
        .forEach(
            (k, v) -> {
              if (names.contains(k) == named) {
                kept.put(k, v);
              }
            });
    return kept;
  }

  private static @Nullable Object dig(@Nullable Object[] a) {
    if (a.length < 3) {
      throw new CallException("dig needs at least three arguments");
    }
    for (var i = 0; i < a.length - 2; i++) {
      if (!(a[i] instanceof String)) {
        throw new CallException(
            "interface conversion: interface {} is "
                + (a[i] == null ? "nil" : GoFormat.typeName(a[i]))
                + ", not string");
      }
    }
    var here = a[a.length - 1];
    if (!(here instanceof Map<?, ?>) || here instanceof GoStringMap) {
      throw notTable(here);
    }
    for (var i = 0; i < a.length - 2; i++) {
      var map = map(here);
      var key = string(a[i]);
      if (!map.containsKey(key)) {
        return a[a.length - 2];
      }
      here = map.get(key);
      if (i < a.length - 3 && (!(here instanceof Map<?, ?>) || here instanceof GoStringMap)) {
        throw notTable(here);
      }
    }
    return here;
  }

  private static CallException notTable(@Nullable Object value) {
    return new CallException(
        "interface conversion: interface {} is "
            + (value == null ? "nil" : GoFormat.typeName(value))
            + ", not map[string]interface {}");
  }

  private static @Nullable Object merge(@Nullable Object[] a, boolean overwrite) {
    Object into = GoNil.is(a[0]) ? new TreeMap<String, @Nullable Object>() : a[0];
    for (var source : StringFunctions.tail(a, 1)) {
      merge(map(into), map(source), overwrite, 0);
    }
    return into;
  }

  private static void merge(
      Map<String, @Nullable Object> into,
      Map<String, @Nullable Object> from,
      boolean overwrite,
      int depth) {
    if (depth > 200) {
      throw new CallException("maps are nested deeper than 200 levels, or contain themselves");
    }
    for (var key : List.copyOf(from.keySet())) {
      var theirs = from.get(key);
      var ours = into.get(key);
      if (theirs == null) {
        if (overwrite) {
          into.put(key, null);
        }
      } else if (ours instanceof Map<?, ?> && theirs instanceof Map<?, ?>) {
        if (((Map<?, ?>) ours).isEmpty()) {
          into.put(key, theirs instanceof GoStringMap ? theirs : map(theirs));
        } else if (ours != theirs) {
          merge(map(ours), map(theirs), overwrite, depth + 1);
        }
      } else if (overwrite || Cast.empty(ours)) {
        into.put(key, theirs);
      }
    }
  }
}
