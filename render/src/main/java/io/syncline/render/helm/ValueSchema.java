package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoData;
import io.syncline.model.tree.Json;
import io.syncline.render.RenderException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks values against the schemas of a chart and its subcharts. */
final class ValueSchema {
  private ValueSchema() {}

  static void check(Chart chart, Map<String, @Nullable Object> values) {
    chart
        .schema()
        .ifPresent(
            text -> {
              var file = ChartLoader.join(chart.place(), "values.schema.json");
              Object schema;
              try {
                schema = Json.parse(text);
              } catch (Json.SyntaxException e) {
                throw RenderException.in(file, 0, String.valueOf(e.getMessage()));
              }
              var problems = new JsonSchema(schema).problems(GoData.plain(values));
              if (!problems.isEmpty()) {
                throw RenderException.in(
                    file,
                    0,
                    "values of chart "
                        + chart.name()
                        + " do not fit the schema: "
                        + String.join("; ", problems));
              }
            });
    for (var dependency : chart.dependencies()) {
      check(dependency, Values.table(values.get(dependency.name())).orElseGet(TreeMap::new));
    }
  }
}
