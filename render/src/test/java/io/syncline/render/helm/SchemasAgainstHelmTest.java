package io.syncline.render.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.MemoryTree;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each line of the fixture is a schema and values: what Helm's validator finds, ours must. */
class SchemasAgainstHelmTest {
  private static final Map<String, String> DIALECTS =
      Map.of(
          "4", "http://json-schema.org/draft-04/schema#",
          "6", "http://json-schema.org/draft-06/schema#",
          "7", "http://json-schema.org/draft-07/schema#",
          "2019", "https://json-schema.org/draft/2019-09/schema",
          "2020", "https://json-schema.org/draft/2020-12/schema");

  @TempDir Path directory = Path.of("");

  @Test
  void faults_are_those_of_helm() throws IOException {
    var differences = new ArrayList<String>();
    var faulty = 0;
    var lines =
        ExpressionsAgainstHelmTest.resource("schemas.txt")
            .lines()
            .filter(l -> !l.isBlank() && !l.startsWith("#"))
            .toList();
    for (var line : lines) {
      var parts = line.split(" \\| ");
      var files = chart(parts[0], parts[1], parts[2]);
      var theirs = HelmOracle.template(directory, files, List.of());
      var expected = theirs.failed() ? faults(theirs.error()) : List.<String>of();
      faulty += theirs.failed() ? 1 : 0;
      var actual = ours(files);
      if (!actual.equals(expected)) {
        differences.add("\n" + line + "\n  helm: " + expected + "\n  ours: " + actual);
      }
    }
    assertThat(differences).as("of " + lines.size() + " schemas").isEmpty();
    assertThat(faulty).isBetween(lines.size() / 2, lines.size() - 10);
  }

  /** Lines below the heading, sorted: Go looks at properties in random order. */
  private static List<String> faults(String error) {
    var heading = error.indexOf("following chart(s):");
    return (heading < 0 ? error : error.substring(heading + "following chart(s):".length()))
        .lines()
        // Why a text lacks its format is left to the reader.
        .map(l -> l.replaceFirst("( is not valid [-a-z0-9]+): .*", "$1").stripTrailing())
        .filter(l -> !l.isBlank())
        .sorted()
        .toList();
  }

  private static Map<String, String> chart(String dialect, String schema, String values) {
    var files = new LinkedHashMap<String, String>();
    files.put("Chart.yaml", "apiVersion: v2\nname: probe\nversion: 1.2.3\n");
    files.put("values.yaml", values);
    files.put(
        "values.schema.json",
        dialect.equals("-")
            ? schema
            : schema.replaceFirst("\\{", "{\"\\$schema\": \"" + DIALECTS.get(dialect) + "\","));
    files.put("templates/a.yaml", "out: 1\n");
    return files;
  }

  private static List<String> ours(Map<String, String> files) {
    var tree = new RecordingTree(MemoryTree.of(files), RenderLimits.DEFAULT);
    try {
      HelmRenderer.render(
          tree, RenderRequest.of("", new ApplicationSource(ObjectTree.EMPTY), "rel", "ns"));
      return List.of();
    } catch (RenderException e) {
      return faults(e.problem().message());
    }
  }
}
