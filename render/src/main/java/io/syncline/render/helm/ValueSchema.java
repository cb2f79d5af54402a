package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoData;
import io.syncline.model.tree.Json;
import io.syncline.render.RenderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks values against the schemas of a chart and its subcharts. */
final class ValueSchema {
  private ValueSchema() {}

  /**
   * @throws RenderException naming every place of every chart that does not fit
   */
  static void check(Chart chart, Map<String, @Nullable Object> values) {
    var problems = new ArrayList<String>();
    collect(chart, values, problems);
    if (!problems.isEmpty()) {
      throw RenderException.in(
          ChartLoader.join(chart.place(), "values.schema.json"),
          0,
          "values don't meet the specifications of the schema(s) in the following chart(s):\n"
              + String.join("\n", problems));
    }
  }

  private static void collect(
      Chart chart, Map<String, @Nullable Object> values, List<String> problems) {
    chart
        .schema()
        .ifPresent(
            text -> {
              var found = problems(chart, text, values);
              if (!found.isEmpty()) {
                problems.add(chart.name() + ":");
                problems.addAll(found);
              }
            });
    for (var dependency : chart.dependencies()) {
      collect(
          dependency,
          Values.table(values.get(dependency.name())).orElseGet(TreeMap::new),
          problems);
    }
  }

  private static List<String> problems(
      Chart chart, byte[] text, Map<String, @Nullable Object> values) {
    var file = ChartLoader.join(chart.place(), "values.schema.json");
    try {
      return new JsonSchema(Json.parse(text)).problems(GoData.plain(values));
    } catch (Json.SyntaxException | ChartException e) {
      throw RenderException.in(file, 0, String.valueOf(e.getMessage()));
    }
  }
}
