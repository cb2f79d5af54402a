package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * One chart of {@code helmCharts}.
 *
 * @param fields its fields as written
 * @param home folder in which charts are looked for, from the kustomization
 */
record ChartEntry(ObjectTree fields, String home) {
  private static final String HOME = "charts";

  /** The charts of a kustomization; the older {@code helmChartInflationGenerator} comes last. */
  static List<ChartEntry> of(KustomizationFile file) {
    var globals = Tree.object(file.tree().get("helmGlobals"));
    var home = Tree.text(globals, "chartHome");
    var entries = new ArrayList<ChartEntry>();
    for (var chart : file.objects("helmCharts")) {
      entries.add(checked(chart, home));
    }
    for (var old : file.objects("helmChartInflationGenerator")) {
      entries.add(checked(current(old), Tree.text(old, "chartHome")));
    }
    return entries;
  }

  /** The chart a generator's own configuration asks for. */
  static ChartEntry configured(ObjectTree configuration) {
    return checked(configuration, Tree.text(configuration, "chartHome"));
  }

  private static ObjectTree current(ObjectTree old) {
    var chart = old;
    for (var pair :
        List.of(
            List.of("chartName", "name"),
            List.of("chartVersion", "version"),
            List.of("chartRepoUrl", "repo"),
            List.of("values", "valuesFile"),
            List.of("valuesLocal", "valuesInline"))) {
      var value = old.get(pair.get(0));
      if (value != null) {
        chart = chart.without(pair.get(0)).with(pair.get(1), value);
      }
    }
    return chart;
  }

  private static ChartEntry checked(ObjectTree chart, String home) {
    if (Tree.text(chart, "name").isEmpty()) {
      throw new BuildException("chart name cannot be empty");
    }
    var merge = Tree.text(chart, "valuesMerge");
    if (!List.of("", "override", "merge", "replace").contains(merge)) {
      throw new BuildException(
          "valuesMerge '" + merge + "' (expected: override, merge or replace)");
    }
    return new ChartEntry(chart, home.isEmpty() ? HOME : home);
  }

  String text(String field) {
    return Tree.text(fields, field);
  }

  /** Folder of the chart from the kustomization; one with a repository carries its version. */
  String folder() {
    var versioned = !text("version").isEmpty() && !text("repo").isEmpty();
    return home
        + "/"
        + (versioned ? text("name") + "-" + text("version") + "/" : "")
        + text("name");
  }
}
