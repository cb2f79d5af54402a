package io.syncline.render.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.MemoryTree;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The charts of the fixtures with each of their values files: same objects in the same order. */
class ChartsAgainstHelmTest {
  @TempDir Path directory = Path.of("");

  record Case(String chart, List<String> valueFiles) {}

  static Stream<Case> cases() throws IOException {
    var cases = new ArrayList<Case>();
    try (var charts = Files.list(root())) {
      for (var chart : charts.sorted().toList()) {
        var name = String.valueOf(chart.getFileName());
        cases.add(new Case(name, List.of()));
        try (var files = Files.list(chart)) {
          var extra =
              files
                  .map(f -> String.valueOf(f.getFileName()))
                  .filter(f -> f.startsWith("values-"))
                  .sorted()
                  .toList();
          extra.forEach(f -> cases.add(new Case(name, List.of(f))));
          if (extra.size() > 1) {
            cases.add(new Case(name, extra));
          }
        }
      }
    }
    return cases.stream();
  }

  private static Path root() {
    try {
      return Path.of(
          java.util.Objects.requireNonNull(ChartsAgainstHelmTest.class.getResource("/helm/charts"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void objects_are_those_of_helm(Case test) throws IOException {
    var files = files(root().resolve(test.chart()));
    var theirs = HelmOracle.template(directory, files, test.valueFiles());
    assertThat(theirs.failed()).as(theirs.text()).isFalse();

    var helm = ObjectTree.of("valueFiles", test.valueFiles());
    var source = new ApplicationSource(ObjectTree.of("helm", helm.with("skipCrds", true)));
    var ours =
        HelmRenderer.render(
            new RecordingTree(MemoryTree.of(files), RenderLimits.DEFAULT),
            RenderRequest.of("", source, "rel", "ns"));

    assertThat(HelmOracle.withoutHooks(ours).stream().map(o -> Json.write(o)).toList())
        .isEqualTo(theirs.objects().stream().map(o -> Json.write(o)).toList())
        .isNotEmpty();
  }

  static Map<String, String> files(Path chart) throws IOException {
    var files = new LinkedHashMap<String, String>();
    try (var all = Files.walk(chart)) {
      for (var file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.put(chart.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
