package io.syncline.render.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.render.BuildOptions;
import io.syncline.render.RenderResult;
import io.syncline.render.offline.BatchRender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small kustomizations that once came out otherwise than with the real tool. Each folder has {@code
 * in/} and what {@code kubectl kustomize} of 1.32 wrote for it, {@code expected.yaml}; where it
 * refuses there is no such file.
 */
class KustomizeCasesTest {
  private static final Path CASES = Path.of("src/test/resources/kustomize/cases");

  @TempDir Path folder = Path.of("");

  static List<String> cases() throws IOException {
    try (var names = Files.list(CASES)) {
      return names.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void output_equals_that_of_the_real_tool(String name) throws IOException {
    var result = BatchRender.build(copied(CASES.resolve(name).resolve("in")), BuildOptions.DEFAULT);

    var expected = CASES.resolve(name).resolve("expected.yaml");
    if (Files.exists(expected)) {
      assertThat(result).isInstanceOf(RenderResult.Rendered.class);
      assertThat(BatchRender.text(((RenderResult.Rendered) result).manifests()))
          .isEqualTo(Files.readString(expected));
    } else {
      assertThat(result).isInstanceOf(RenderResult.Failed.class);
    }
  }

  /** Out of the work tree, whose root would be the root of the source. */
  private Path copied(Path in) throws IOException {
    try (var files = Files.walk(in)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = folder.resolve(in.relativize(file).toString());
        Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
    return folder;
  }
}
