package io.syncline.lang.jsonnet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Objects. */
final class StdObjects {
  private StdObjects() {}

  static void add(Map<String, Object> all) {
    for (var suffix : new String[] {"", "All"}) {
      var hidden = !suffix.isEmpty();
      Std.function(
          all,
          "objectHas" + suffix + "(o, f)",
          a -> hidden ? a.object(0).has(a.text(1)) : a.object(0).shows(a.text(1)));
      Std.function(all, "objectFields" + suffix + "(o)", a -> names(a, hidden));
      Std.function(all, "objectValues" + suffix + "(o)", a -> values(a, hidden));
      Std.function(all, "objectKeysValues" + suffix + "(o)", a -> pairs(a, hidden));
    }
    Std.function(
        all,
        "objectHasEx(obj, fname, hidden)",
        a -> a.flag(2) ? a.object(0).has(a.text(1)) : a.object(0).shows(a.text(1)));
    Std.function(all, "objectFieldsEx(obj, hidden)", a -> names(a, a.flag(1)));
    Std.function(all, "get(o, f, default?, inc_hidden?)", StdObjects::get);
    Std.function(all, "mapWithKey(func, obj)", StdObjects::mapWithKey);
    Std.function(
        all,
        "objectRemoveKey(obj, key)",
        a -> {
          var fields = fields(a, a.object(0));
          fields.remove(a.text(1));
          return ObjectValue.of(fields);
        });
    Std.function(all, "mergePatch(target, patch)", a -> mergePatch(a, a.value(0), a.value(1)));
    Std.function(all, "prune(a)", a -> prune(a, a.value(0)));
    Std.function(all, "extVar(x)", a -> a.evaluator().files().variable(a.evaluator(), a.text(0)));
  }

  private static Object names(Arguments a, boolean hiddenToo) {
    var names = a.object(0).names(hiddenToo);
    a.meter().slots(names.size());
    return ArrayValue.of(names);
  }

  private static Thunk field(Arguments a, ObjectValue object, String name) {
    return a.evaluator().later(() -> Indexing.index(a.evaluator(), object, name));
  }

  private static Object values(Arguments a, boolean hiddenToo) {
    var object = a.object(0);
    a.meter().slots(object.names(hiddenToo).size());
    return ArrayValue.of(
        object.names(hiddenToo).stream().map(name -> (Object) field(a, object, name)).toList());
  }

  private static Object pairs(Arguments a, boolean hiddenToo) {
    var object = a.object(0);
    var pairs = new ArrayList<Object>();
    for (var name : object.names(hiddenToo)) {
      a.meter().slots(20);
      var pair = new LinkedHashMap<String, Object>();
      pair.put("key", name);
      pair.put("value", field(a, object, name));
      pairs.add(ObjectValue.of(pair));
    }
    return ArrayValue.of(pairs);
  }

  private static Object get(Arguments a) {
    var object = a.object(0);
    var name = a.text(1);
    var there = a.flag(3, true) ? object.has(name) : object.shows(name);
    return there ? Indexing.index(a.evaluator(), object, name) : a.value(2);
  }

  private static LinkedHashMap<String, Object> fields(Arguments a, ObjectValue object) {
    var fields = new LinkedHashMap<String, Object>();
    for (var name : object.names(false)) {
      a.meter().slots(8);
      fields.put(name, field(a, object, name));
    }
    return fields;
  }

  private static Object mapWithKey(Arguments a) {
    var function = a.function(0);
    var mapped = new LinkedHashMap<String, Object>();
    fields(a, a.object(1))
        .forEach(
            (name, slot) ->
                mapped.put(name, a.evaluator().later(() -> a.call(function, name, slot))));
    return ObjectValue.of(mapped);
  }

  private static Object mergePatch(Arguments a, Object target, Object patch) {
    if (!(patch instanceof ObjectValue changes)) {
      return patch;
    }
    a.meter().enter();
    var base = target instanceof ObjectValue object ? object : ObjectValue.of(Map.of());
    var merged = fields(a, base);
    for (var name : changes.names(false)) {
      var value = Indexing.index(a.evaluator(), changes, name);
      if (value == Values.NULL) {
        merged.remove(name);
      } else if (value instanceof ObjectValue) {
        var old = base.shows(name) ? Indexing.index(a.evaluator(), base, name) : Values.NULL;
        merged.put(name, mergePatch(a, old, value));
      } else {
        merged.put(name, value);
      }
    }
    a.meter().leave();
    return ObjectValue.of(merged);
  }

  private static boolean hollow(Object value) {
    return value == Values.NULL
        || value instanceof ArrayValue array && array.size() == 0
        || value instanceof ObjectValue object && object.names(false).isEmpty();
  }

  private static Object prune(Arguments a, Object value) {
    a.meter().enter();
    var pruned =
        switch (value) {
          case ArrayValue array -> {
            var kept = new ArrayList<Object>();
            for (var item : a.values(array)) {
              var rest = prune(a, item);
              if (!hollow(rest)) {
                a.meter().slots(1);
                kept.add(rest);
              }
            }
            yield ArrayValue.of(kept);
          }
          case ObjectValue object -> {
            var kept = new LinkedHashMap<String, Object>();
            for (var name : object.names(false)) {
              var rest = prune(a, Indexing.index(a.evaluator(), object, name));
              if (!hollow(rest)) {
                a.meter().slots(6);
                kept.put(name, rest);
              }
            }
            yield ObjectValue.of(kept);
          }
          default -> value;
        };
    a.meter().leave();
    return pruned;
  }
}
