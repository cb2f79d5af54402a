package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How values of charts and users are laid over each other. Maps are changed in place; a null of
 * higher rank takes the key away.
 */
final class Values {
  private static final String GLOBAL = "global";

  private Values() {}

  @SuppressWarnings("unchecked") // keys are strings by contract
  static Optional<Map<String, @Nullable Object>> table(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? Optional.of((Map<String, @Nullable Object>) map)
        : Optional.empty();
  }

  static TreeMap<String, @Nullable Object> copy(Map<String, @Nullable Object> values) {
    var copy = new TreeMap<String, @Nullable Object>();
    values.forEach((k, v) -> copy.put(k, GoData.copy(v)));
    return copy;
  }

  /** {@code over} laid on {@code base}: tables merge, all else is replaced, nulls included. */
  static void merge(Map<String, @Nullable Object> base, Map<String, @Nullable Object> over) {
    over.forEach(
        (key, value) -> {
          var below = table(base.get(key));
          var above = table(value);
          if (below.isPresent() && above.isPresent()) {
            merge(below.get(), above.get());
          } else {
            base.put(key, value);
          }
        });
  }

  /** The values a chart and its dependencies render with, {@code values} given by the user. */
  static TreeMap<String, @Nullable Object> coalesced(
      Chart chart, Map<String, @Nullable Object> values) {
    var all = copy(values);
    coalesce(chart, all);
    return all;
  }

  private static void coalesce(Chart chart, Map<String, @Nullable Object> values) {
    addDefaults(chart, values);
    for (var dependency : chart.dependencies()) {
      var name = dependency.name();
      if (!values.containsKey(name) || values.get(name) == null) {
        values.put(name, new TreeMap<String, @Nullable Object>());
      }
      var own =
          table(values.get(name))
              .orElseThrow(
                  () ->
                      new ChartException(
                          "value "
                              + name
                              + " of chart "
                              + chart.name()
                              + " is no table (expected: values of the subchart)"));
      spreadGlobals(own, values);
      coalesce(dependency, own);
    }
  }

  private static void addDefaults(Chart chart, Map<String, @Nullable Object> values) {
    copy(chart.values())
        .forEach(
            (key, byDefault) -> {
              if (!values.containsKey(key)) {
                values.put(key, byDefault);
                return;
              }
              var value = values.get(key);
              if (value == null) {
                values.remove(key);
                return;
              }
              var over = table(value);
              var under = table(byDefault);
              if (over.isPresent() && under.isPresent()) {
                // What is taken away from a subchart must still be so when its own defaults come.
                var ofSubchart = chart.dependencies().stream().anyMatch(d -> d.name().equals(key));
                fill(over.get(), under.get(), ofSubchart);
              }
            });
  }

  /**
   * Adds to {@code over} what only {@code under} has; unless {@code keepNulls}, nulls drop keys.
   */
  static void fill(
      Map<String, @Nullable Object> over, Map<String, @Nullable Object> under, boolean keepNulls) {
    for (var key : List.copyOf(over.keySet())) {
      if (over.get(key) == null) {
        under.put(key, null);
      }
    }
    for (var key : List.copyOf(under.keySet())) {
      var below = under.get(key);
      if (!over.containsKey(key)) {
        over.put(key, below);
        continue;
      }
      var above = over.get(key);
      if (above == null) {
        if (!keepNulls) {
          over.remove(key);
        }
      } else if (table(above).isPresent() && table(below).isPresent()) {
        fill(table(above).get(), table(below).get(), keepNulls);
      }
    }
  }

  /** Hands the globals of {@code from} down; those it has already win over the child's own. */
  private static void spreadGlobals(
      Map<String, @Nullable Object> to, Map<String, @Nullable Object> from) {
    var source =
        from.containsKey(GLOBAL)
            ? table(from.get(GLOBAL))
            : Optional.of(new TreeMap<String, @Nullable Object>());
    var target =
        to.containsKey(GLOBAL)
            ? table(to.get(GLOBAL))
            : Optional.of(new TreeMap<String, @Nullable Object>());
    if (source.isEmpty() || target.isEmpty()) {
      return;
    }
    var globals = target.get();
    source
        .get()
        .forEach(
            (key, value) -> {
              var above = table(value);
              var below = table(globals.get(key));
              if (above.isPresent()) {
                var merged = copy(above.get());
                if (!globals.containsKey(key)) {
                  globals.put(key, merged);
                } else if (below.isPresent()) {
                  fill(merged, below.get(), true);
                  globals.put(key, merged);
                }
              } else if (below.isEmpty()) {
                globals.put(key, value);
              }
            });
    to.put(GLOBAL, globals);
  }

  /** The value at a dotted path that leads through tables; empty when it leads nowhere. */
  static Optional<Object> at(Map<String, @Nullable Object> values, String path) {
    Object here = values;
    for (var step : path.split("\\.", -1)) {
      if (!(here instanceof Map<?, ?> map)) {
        return Optional.empty();
      }
      here = map.get(step);
    }
    return Optional.ofNullable(here);
  }

  /** {@code value} wrapped into tables along a dotted path. */
  static Map<String, @Nullable Object> wrapped(String path, Map<String, @Nullable Object> value) {
    if (path.equals(".") || path.isEmpty()) {
      return value;
    }
    Map<String, @Nullable Object> whole = value;
    for (var step : List.of(path.split("\\.")).reversed()) {
      var outer = new TreeMap<String, @Nullable Object>();
      outer.put(step, whole);
      whole = outer;
    }
    return whole;
  }
}
