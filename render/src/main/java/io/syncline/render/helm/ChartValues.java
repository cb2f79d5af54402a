package io.syncline.render.helm;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoObject;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table as Helm hands it to templates, with methods on it. It is a view: what a template sets in
 * it is seen by all who hold the table.
 */
final class ChartValues extends AbstractMap<String, @Nullable Object> implements GoObject {
  private final TreeMap<String, @Nullable Object> table;

  ChartValues(Map<String, @Nullable Object> table) {
    this.table =
        switch (table) {
          case TreeMap<String, @Nullable Object> sorted -> sorted;
          case ChartValues other -> other.table;
          default -> new TreeMap<>(table);
        };
  }

  @Override
  public String typeName() {
    return "chartutil.Values";
  }

  @Override
  public Optional<Member> member(String name) {
    var method =
        switch (name) {
          case "AsMap" -> GoFunction.of("", a -> table);
          case "YAML" -> GoFunction.of("", a -> HelmFunctions.yaml(table) + "\n");
          case "Table" -> GoFunction.of("string", a -> new ChartValues(below(steps(a[0]))));
          case "PathValue" -> GoFunction.of("string", a -> valueAt(String.valueOf(a[0])));
          default -> null;
        };
    return Optional.ofNullable(method).map(Member::new);
  }

  private static List<String> steps(@Nullable Object path) {
    return List.of(String.valueOf(path).split("\\.", -1));
  }

  private Map<String, @Nullable Object> below(List<String> steps) {
    Map<String, @Nullable Object> here = table;
    for (var step : steps) {
      here =
          Values.table(here.get(step))
              .orElseThrow(() -> new CallException(GoFormat.quote(step) + " is not a table"));
    }
    return here;
  }

  private @Nullable Object valueAt(String path) {
    if (path.isEmpty()) {
      throw new CallException("YAML path cannot be empty");
    }
    var steps = steps(path);
    var last = steps.getLast();
    try {
      var owner = below(steps.subList(0, steps.size() - 1));
      if (owner.containsKey(last) && !(owner.get(last) instanceof Map<?, ?>)) {
        return owner.get(last);
      }
    } catch (CallException noTable) {
      // Told below in the words for a value.
    }
    throw new CallException(GoFormat.quote(last) + " is not a value");
  }

  @Override
  public String text() {
    return GoFormat.text(table);
  }

  @Override
  public Object plain() {
    return table;
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return table.entrySet();
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return key == null ? null : table.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && table.containsKey(key);
  }

  @Override
  public @Nullable Object put(String key, @Nullable Object value) {
    return table.put(key, value);
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    return key == null ? null : table.remove(key);
  }
}
