package io.syncline.lang.glob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a*|abc|true",
        "a*|a/b|false",
        "a/**|a/b/c|true",
        "**/x|a/b/x|true",
        "a?c|abc|true",
        "a?c|a/c|false",
        "[a-c]x|bx|true",
        "[!a-c]x|bx|false",
        "[!a-c]x|dx|true",
        "{ab,cd}*|cdef|true",
        "{ab,cd}*|ef|false",
        "{a,b{c,d}}|bd|true",
        "a\\*|a*|true",
        "a\\*|ab|false",
        "*.yaml|x.yaml|true",
        "*.yaml|d/x.yaml|false",
        "x|x|true",
        "x|xy|false",
        "*|a|true",
        "**|a/b|true",
      })
  void with_a_separator(String pattern, String text, boolean expected) {
    assertThat(Glob.of(pattern, '/').matches(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "*,a/b/c,true",
    "https://github.com/org/*,https://github.com/org/a/b,true",
    "a?c,a/c,true",
    "*-dev,team-dev,true",
    "*-dev,team-prod,false"
  })
  void without_separators_a_star_crosses_everything(String pattern, String text, boolean expected) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void malformed_patterns_are_refused() {
    assertThatThrownBy(() -> Glob.of("{a")).hasMessageContaining("{ without }");
    assertThatThrownBy(() -> Glob.of("[a")).hasMessageContaining("[ without ]");
    assertThat(Glob.tryOf("a}")).isEmpty();
  }

  @Test
  void hostile_patterns_stay_cheap() {
    assertThat(Glob.of("*a".repeat(40) + "b").matches("a".repeat(5_000))).isFalse();
    assertThatThrownBy(() -> Glob.of("{a,b}".repeat(40))).hasMessageContaining("more than");
  }
}
