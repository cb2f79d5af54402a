package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoData;
import io.syncline.lang.semver.Version;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RenderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of a chart to a {@link Chart}, with its subcharts. */
final class ChartLoader {
  private static final int MAX_DEPTH = 20;

  private ChartLoader() {}

  /** The chart at {@code path} of {@code tree}. */
  static Chart load(SourceTree tree, String path) {
    return load(tree, path, path);
  }

  /** The same, called {@code place} in messages. */
  static Chart load(SourceTree tree, String path, String place) {
    return assemble(ChartFolder.files(tree, path), place, 0);
  }

  private static Chart assemble(SortedMap<String, byte[]> files, String place, int depth) {
    if (depth > MAX_DEPTH) {
      throw RenderException.in(place, 0, "subcharts nested deeper than " + MAX_DEPTH);
    }
    var chart = chart(files, place);
    var subcharts = new TreeMap<String, TreeMap<String, byte[]>>();
    files.forEach(
        (name, bytes) -> {
          if (name.startsWith("charts/")) {
            if (name.endsWith(".prov")) {
              chart.files().put(name, bytes);
            } else {
              var inner = name.substring("charts/".length());
              subcharts
                  .computeIfAbsent(inner.split("/", 2)[0], k -> new TreeMap<>())
                  .put(inner, bytes);
            }
          } else {
            sort(chart, name, bytes, place);
          }
        });
    subcharts.forEach(
        (name, inner) -> subchart(chart, name, inner, join(place, "charts/" + name), depth));
    return chart;
  }

  private static Chart chart(SortedMap<String, byte[]> files, String place) {
    var text = files.get("Chart.yaml");
    var file = join(place, "Chart.yaml");
    if (text == null) {
      throw RenderException.in(file, 0, "Chart.yaml is missing (expected: a Helm chart)");
    }
    var metadata = yaml(text, file);
    var chart = new Chart(metadata, Metadata.text(metadata, "name"), place);
    check(chart, file);
    var requirements = metadata.containsKey("dependencies") ? metadata : ObjectTree.EMPTY;
    var older = files.get("requirements.yaml");
    if (older != null && requirements.isEmpty()) {
      requirements = yaml(older, join(place, "requirements.yaml"));
    }
    chart.requirements(
        Tree.items(requirements.get("dependencies")).stream()
            .map(Tree::object)
            .map(Requirement::of)
            .toList());
    return chart;
  }

  private static void check(Chart chart, String file) {
    if (Metadata.text(chart.metadata(), "apiVersion").isEmpty()) {
      throw RenderException.in(file, 0, "apiVersion is missing (expected: v2 or v1)");
    }
    if (chart.name().isEmpty() || chart.name().contains("/")) {
      throw RenderException.in(
          file, 0, "name '" + chart.name() + "' is no chart name (expected: text without /)");
    }
    if (Version.parse(chart.version()).isEmpty()) {
      throw RenderException.in(
          file,
          0,
          "version '" + chart.version() + "' is no semantic version (expected: such as 1.2.3)");
    }
    var type = Tree.text(chart.metadata(), "type");
    if (!List.of("", "application", "library").contains(type)) {
      throw RenderException.in(
          file, 0, "type '" + type + "' is unknown (expected: application or library)");
    }
  }

  private static void sort(Chart chart, String name, byte[] bytes, String place) {
    switch (name) {
      case "Chart.yaml", "Chart.lock" -> {}
      case "values.yaml" -> chart.values(values(bytes, join(place, name)));
      case "values.schema.json" -> chart.schema(bytes);
      default -> {
        if (name.startsWith("templates/")) {
          chart.templates().put(name, bytes);
        } else {
          chart.files().put(name, bytes);
          if (name.startsWith("crds/") && name.matches(".*\\.(ya?ml|json)")) {
            chart.crds().put(name, bytes);
          }
        }
      }
    }
  }

  private static void subchart(
      Chart chart, String name, TreeMap<String, byte[]> files, String place, int depth) {
    if (name.startsWith("_") || name.startsWith(".")) {
      return;
    }
    var archive = files.get(name);
    if (name.endsWith(".tgz") && archive != null) {
      chart.add(assemble(ChartArchive.files(archive, place), place, depth + 1));
      return;
    }
    var inner = new TreeMap<String, byte[]>();
    files.forEach(
        (path, bytes) -> {
          if (path.startsWith(name + "/")) {
            inner.put(path.substring(name.length() + 1), bytes);
          }
        });
    if (!inner.isEmpty()) {
      chart.add(assemble(inner, place, depth + 1));
    }
  }

  static String join(String place, String name) {
    return place.isEmpty() ? name : place + "/" + name;
  }

  /** The first document of a file as an object. */
  static ObjectTree yaml(byte[] bytes, String file) {
    try {
      var documents = Yaml.documents(bytes);
      return switch (documents.isEmpty() ? null : documents.getFirst().value()) {
        case null -> ObjectTree.EMPTY;
        case ObjectTree tree -> tree;
        default -> throw RenderException.in(file, 1, "not a mapping (expected: key: value)");
      };
    } catch (YamlException e) {
      throw RenderException.in(file, e.line(), e.problem());
    }
  }

  /** A values file: numbers as Helm's templates see them. */
  static TreeMap<String, @Nullable Object> values(byte[] bytes, String file) {
    var values = new TreeMap<String, @Nullable Object>();
    yaml(bytes, file).forEach((k, v) -> values.put(k, GoData.decoded(v)));
    return values;
  }

  /** All CRD files of a chart and its dependencies, by place. */
  static List<Map.Entry<String, byte[]>> crds(Chart chart) {
    var all = new ArrayList<Map.Entry<String, byte[]>>();
    chart.crds().forEach((name, bytes) -> all.add(Map.entry(join(chart.place(), name), bytes)));
    chart.dependencies().forEach(d -> all.addAll(crds(d)));
    return all;
  }

  static String text(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
