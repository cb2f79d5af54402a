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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each line of the fixtures is a template: Helm's text or error must be ours. */
class ExpressionsAgainstHelmTest {
  @TempDir Path directory = Path.of("");

  @Test
  void texts_are_those_of_helm() throws IOException {
    var differences = new ArrayList<String>();
    var lines = resource("texts.txt").lines().filter(l -> !l.isBlank()).toList();
    for (var line : lines) {
      compare(line, differences, false);
    }
    assertThat(differences).as("of " + lines.size() + " expressions").isEmpty();
  }

  @Test
  void errors_are_those_of_helm() throws IOException {
    var differences = new ArrayList<String>();
    var lines = resource("errors.txt").lines().filter(l -> !l.isBlank()).toList();
    for (var line : lines) {
      compare(line, differences, true);
    }
    assertThat(differences).as("of " + lines.size() + " expressions").isEmpty();
  }

  /** Texts of any number of lines, and errors, inside a template that is included. */
  @Test
  void functions_are_those_of_helm() throws IOException {
    var differences = new ArrayList<String>();
    var lines = resource("functions.txt").lines().filter(l -> !l.isBlank()).toList();
    for (var line : lines) {
      var files = chart(line);
      files.put(
          "templates/a.yaml",
          "{{- define \"t\" }}>" + line + "<{{ end }}\nout: {{ include \"t\" . | toJson }}\n");
      var theirs = HelmOracle.template(directory, files, List.of());
      var actual = ours(files);
      var expected =
          theirs.failed() ? theirs.error() : String.valueOf(theirs.objects().getFirst().get("out"));
      var same =
          theirs.failed()
              ? actual.endsWith(expected.substring(expected.indexOf(": ") + 2))
              : actual.equals(expected);
      if (!same) {
        differences.add("\n" + line + "\n  helm: " + expected + "\n  ours: " + actual);
      }
    }
    assertThat(differences).as("of " + lines.size() + " expressions").isEmpty();
  }

  private void compare(String line, List<String> differences, boolean fails) throws IOException {
    var files = chart(line);
    var theirs = HelmOracle.template(directory, files, List.of());
    var expected =
        theirs.failed()
            ? "ERROR " + theirs.error()
            : String.valueOf(theirs.objects().getFirst().get("out"));
    var actual = ours(files);
    if (theirs.failed() != fails) {
      differences.add("in the wrong fixture: " + line + "\n    " + expected);
    } else if (!(fails
        ? actual.endsWith(expected.substring(expected.indexOf(": ") + 2))
        : actual.equals(expected))) {
      differences.add("\n" + line + "\n  helm: " + expected + "\n  ours: " + actual);
    }
  }

  private static Map<String, String> chart(String line) throws IOException {
    var files = new LinkedHashMap<String, String>();
    files.put("Chart.yaml", "apiVersion: v2\nname: probe\nversion: 1.2.3\nappVersion: \"4.5\"\n");
    files.put("values.yaml", resource("values.yaml"));
    files.put("f.txt", "hello\nworld\n");
    files.put("templates/_h.tpl", "{{ define \"id\" }}[{{ . }}]{{ end }}");
    files.put("templates/a.yaml", "out: |-\n  >" + line + "<\n");
    return files;
  }

  private static String ours(Map<String, String> files) {
    var tree = new RecordingTree(MemoryTree.of(files), RenderLimits.DEFAULT);
    var request = RenderRequest.of("", new ApplicationSource(ObjectTree.EMPTY), "rel", "ns");
    try {
      return String.valueOf(HelmRenderer.render(tree, request).getFirst().root().get("out"));
    } catch (RenderException e) {
      return "ERROR " + e.problem().message();
    }
  }

  static String resource(String name) throws IOException {
    try (var in =
        ExpressionsAgainstHelmTest.class.getResourceAsStream("/helm/expressions/" + name)) {
      return new String(
          java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
