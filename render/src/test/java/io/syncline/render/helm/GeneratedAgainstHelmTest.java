package io.syncline.render.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.MemoryTree;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up templates over made-up values: Helm's text, character by character, or Helm's error. */
class GeneratedAgainstHelmTest {
  private static final int PAIRS = Integer.getInteger("syncline.helm.pairs", 2000);
  private static final long FIRST = Long.getLong("syncline.helm.seed", 1);

  @TempDir Path directory = Path.of("");

  @Test
  void generated_templates_render_as_in_helm() {
    compare(
        PAIRS,
        0,
        seed -> {
          var grammar = new TemplateGrammar(seed);
          return chart(grammar.values(), grammar.template(), "");
        });
  }

  @Test
  void generated_calls_give_what_helm_gives() {
    compare(
        PAIRS,
        PAIRS / 100,
        seed -> {
          var grammar = new FunctionGrammar(seed);
          return chart(grammar.values(), grammar.template(), " \"R\" $");
        });
  }

  private void compare(int pairs, int tolerated, LongFunction<Map<String, String>> charts) {
    var differences = new ArrayList<String>();
    var texts = 0;
    for (var seed = FIRST; seed < FIRST + pairs; seed++) {
      var files = charts.apply(seed);
      var theirs = HelmOracle.template(directory, files, java.util.List.of());
      var expected =
          theirs.failed()
              ? "ERROR " + theirs.error()
              : String.valueOf(theirs.objects().getFirst().get("out"));
      texts += theirs.failed() ? 0 : 1;
      var actual = ours(files);
      if (!same(expected, actual)) {
        differences.add(
            "\nseed "
                + seed
                + "\n"
                + files.get("values.yaml")
                + files.get("templates/_t.tpl")
                + "\n  helm: "
                + expected
                + "\n  ours: "
                + actual);
      }
    }
    // What is tolerated stands in docs/reference/helm-differences.md.
    assertThat(differences).as("of " + pairs + " pairs").hasSizeLessThanOrEqualTo(tolerated);
    assertThat(texts).as("pairs that render").isGreaterThan(pairs / 4);
  }

  /** Texts are equal; of errors the reason must be. */
  private static boolean same(String expected, String actual) {
    if (!expected.startsWith("ERROR ")) {
      // Addresses in memory, and the words in which Helm's reader of TOML refuses.
      return expected.equals(actual)
          || expected.contains("0xc00")
          || expected.contains("toml: ") && actual.contains("toml: ")
          || expected.contains("YAML to JSON") && actual.contains("YAML to JSON")
          // Bytes that are no text, and Go's source of a time.
          || actual.contains("\ufffd")
          || expected.contains("time.Date(")
          || expected.contains("semver.Version{")
          || actual.contains("%!d(time.Time=")
          || actual.contains("%!d(*semver.Version=");
    }
    // Where Go crashes, or names its reflection, any error of ours will do.
    if (expected.contains("runtime error")
        || expected.contains("reflect")
        || expected.contains("interface conversion")) {
      return actual.startsWith("ERROR ");
    }
    // Whether Go knows a value's type or only an interface is not worth telling apart.
    if (expected.contains("[]int")
        || expected.contains("[][]")
        || expected.contains("type uint8")
        || expected.contains("map[string]string")) {
      return actual.startsWith("ERROR ");
    }
    if (expected.contains(" in type ")) {
      return actual.contains(
          expected.substring(expected.indexOf(": ") + 2, expected.indexOf(" in type ")));
    }
    return actual.startsWith("ERROR ")
        && actual.endsWith(expected.substring(expected.indexOf(": ") + 2));
  }

  private static Map<String, String> chart(String values, String template, String more) {
    var files = new LinkedHashMap<String, String>();
    files.put(
        "Chart.yaml",
        """
        apiVersion: v2
        name: probe
        version: 1.2.3
        appVersion: '4.5'
        annotations: {a: b}
        keywords: [x, y]
        maintainers: [{name: me, email: m@e}]
        """);
    files.put("f.txt", "hello\nworld\n");
    files.put("g/a", "");
    files.put("g/b/c.bin", "é");
    files.put("values.yaml", values);
    files.put("templates/_part.tpl", "{{ define \"part\" }}<{{ . }}>{{ end }}");
    files.put("templates/_t.tpl", "{{ define \"t\" }}" + template + "{{ end }}");
    files.put(
        "templates/a.yaml",
        "out: {{ include \"t\" (dict \"Values\" (fromYaml (toYaml .Values))"
            + more
            + ") | toJson }}\n");
    return files;
  }

  private static String ours(Map<String, String> files) {
    var tree = new RecordingTree(MemoryTree.of(files), RenderLimits.DEFAULT);
    var request = RenderRequest.of("", new ApplicationSource(ObjectTree.EMPTY), "rel", "ns");
    try {
      return String.valueOf(HelmRenderer.render(tree, request).getFirst().root().get("out"));
    } catch (RenderException e) {
      return "ERROR " + e.problem().message().strip();
    }
  }
}
