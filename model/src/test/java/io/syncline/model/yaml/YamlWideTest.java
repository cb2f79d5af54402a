package io.syncline.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The wide style of YAML. */
final class YamlWideTest {
  @Test
  void wide_text_is_indented_by_four_and_lists_below_their_key() {
    var text =
        """
        a:
            b:
                - c:
                    d: 1
                  e:
                    - x
                    - - z
            f: |
                l
                m
        g:
            - 1
        """;
    var tree = Yaml.parse(text);

    assertThat(Yaml.writeWide(tree)).isEqualTo(text);
    assertThat(Yaml.parse(Yaml.writeWide(tree))).isEqualTo(tree);
  }

  @Test
  void wide_text_is_never_folded() {
    var line = "word ".repeat(40).strip();

    assertThat(Yaml.writeWide(Yaml.parse("a: " + line))).isEqualTo("a: " + line + "\n");
  }
}
