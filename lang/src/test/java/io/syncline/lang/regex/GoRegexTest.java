package io.syncline.lang.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoRegexTest {
  @Test
  void matches_are_those_of_go() {
    assertThat(GoRegex.of("^a+$").matches("aaa")).isTrue();
    assertThat(GoRegex.of("a$").matches("a\n")).isFalse();
    assertThat(GoRegex.of("(?m)a$").matches("a\nb")).isTrue();
    assertThat(GoRegex.of("a.b").matches("a\rb")).isTrue();
    assertThat(GoRegex.of("[[:alpha:]]+[^[:space:]]").find("1abc!")).contains("abc!");
    assertThat(GoRegex.of("[a&&b]").findAll("a&b", -1)).containsExactly("a", "&", "b");
    assertThat(
            GoRegex.of("(?P<first_name>\\w+) (\\w+)")
                .replaceAll("ann bee", "${2} ${first_name}$x $$"))
        .isEqualTo("bee ann $");
    assertThat(GoRegex.of("a*").replaceAll("baac", "x")).isEqualTo("xbxcx");
    assertThat(GoRegex.of(",").split("a,b,c", 2)).isEqualTo(List.of("a", "b,c"));
    assertThat(GoRegex.of("v(\\d+)(x)?").groups("v12")).contains(List.of("v12", "12", ""));
    assertThat(GoRegex.quoteMeta("a.b")).isEqualTo("a\\.b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a(?=b)", "(?<!a)b", "(a)\\1", "a++", "a**", "(", "[", "a{1001}", "(?>a)", "\\Z"})
  void what_re2_refuses_is_refused(String expression) {
    assertThatThrownBy(() -> GoRegex.of(expression)).isInstanceOf(GoRegex.RegexException.class);
  }
}
