package io.syncline.render.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.lang.glob.Glob;
import io.syncline.render.MemoryTree;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePatternTest {
  private static final MemoryTree TREE =
      new MemoryTree()
          .with("app/cdk8s.yaml", "")
          .with("app/env/prod/tanka.json", "")
          .with("app/lib/a.ts", "")
          .with("app/link", "->lib")
          .with("other/helmfile.yaml", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app   | cdk8s.yaml            | true",
        "app   | ./cdk8s.yaml          | true",
        "app   | cdk8s.*               | true",
        "app   | cdk?s.yaml            | true",
        "app   | [a-c]dk8s.yaml        | true",
        "app   | {cdk8s,jk}.yaml       | true",
        "app   | helmfile.yaml         | false",
        "app   | *.json                | false",
        "app   | **/*.json             | true",
        "app   | **/tanka.json         | true",
        "app   | **/cdk8s.yaml         | true",
        "app   | env/**                | true",
        "app   | env/*/tanka.json      | true",
        "app   | env/prod/tanka.json   | true",
        "app   | env/tanka.json        | false",
        "app   | link/a.ts             | true",
        "app   | lib                   | true",
        "app   | .                     | false",
        "''    | other/helmfile.yaml   | true",
        "''    | **/helmfile.yaml      | true",
        "other | ../app/cdk8s.yaml     | true",
        "none  | *                     | false",
      })
  void a_pattern_is_looked_for_below_the_folder(String base, String pattern, boolean found) {
    assertThat(FilePattern.of(pattern).matches(TREE, base)).isEqualTo(found);
  }

  @Test
  void a_malformed_pattern_is_refused() {
    assertThatThrownBy(() -> FilePattern.of("a/[b")).isInstanceOf(Glob.GlobException.class);
  }

  @Test
  void a_pattern_does_not_look_outside_of_the_tree() {
    assertThatThrownBy(() -> FilePattern.of("../../secret").matches(TREE, "app"))
        .isInstanceOf(RenderException.class)
        .hasMessageContaining("leaves the source");
  }

  @Test
  void what_was_looked_for_in_vain_is_an_input() {
    var recorded = new RecordingTree(TREE, RenderLimits.DEFAULT);
    FilePattern.of("helmfile.yaml").matches(recorded, "app");
    FilePattern.of("**/*.jsonnet").matches(recorded, "app/env");
    assertThat(recorded.inputs().files()).containsEntry("app/helmfile.yaml", "-");
    assertThat(recorded.inputs().listings()).containsKeys("app/env", "app/env/prod");
  }
}
