package io.syncline.lang.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.yaml.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CelTest {
  private static final Map<String, Object> SELF =
      Map.of(
          "self",
          Yaml.parseObject(
              "{a: 1, b: 2, s: 'a,b', l: [{k: x, v: 1}, {k: 'y', v: 2}], m: {x: 1}, e: [], n: null,"
                  + " d-e: 5, namespace: ns}"));

  private static Object value(String source) {
    return String.valueOf(Cel.parse(source).value(SELF, Cel.Extension.NONE, new CelBudget(10_000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          1 + 2 * 3 == 7                                           ~ true
          -2 + 3 - 1                                               ~ 0
          7 % 4 == 3 && 7 / 2 == 3                                 ~ true
          self.a < self.b ? 'less' : 'more'                        ~ less
          has(self.a) && !has(self.z) && !has(self.n)              ~ true
          self.l.all(x, x.v > 0)                                   ~ true
          self.l.exists(x, x.k == "y")                             ~ true
          self.l.exists_one(x, x.v > 0)                            ~ false
          self.l.map(x, x.k)                                       ~ [x, y]
          self.l.filter(x, x.v > 1).size()                         ~ 1
          self.l.map(x, x.v > 1, x.k)                              ~ [y]
          self.m.all(k, self.m[k] == 1)                            ~ true
          self.s.split(",").join("-")                              ~ a-b
          "x" in self.m && "x" in ["x"]                            ~ true
          self.?z.orValue(9) == 9 && self.?a.orValue(9) == 1       ~ true
          self.z.y == 1 || self.a == 1                             ~ true
          self.a == 1 || self.z.y == 1                             ~ true
          self.d__dash__e == 5 && self.__namespace__ == 'ns'       ~ true
          1.0 == 1 && 1 < 1.5                                      ~ true
          duration('1h') > duration('59m59.5s')                    ~ true
          timestamp('2024-01-01T00:00:00Z').getFullYear()          ~ 2024
          'abc'.matches('^a.c$') && 'abc'.find('b.') == 'bc'       ~ true
          "%s-%d".format(["x", 1])                                 ~ x-1
          sets.contains([1, 2], [2]) && [1, 2].isSorted()          ~ true
          url('https://a.b:8080/c?x=y').getPort()                  ~ 8080
          cel.bind(x, 3, x * x)                                    ~ 9
          {'a': 1}.a + [1, 2][1]                                   ~ 3
          r'\\d' == '\\\\d' && 0x10 == 16                          ~ true
          type(1) == int && string(1.5) == '1.5'                   ~ true
          self.e.size() == 0 && size('\\u00e9') == 1               ~ true
          """)
  void expressions_have_values(String source, String expected) {
    assertThat(value(source)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"self.a >", "1 +", "(", "'x", "has(1)", "a b", "[1, 2", "@", "1 ? 2"})
  void what_is_no_expression_is_refused(String source) {
    assertThatThrownBy(() -> Cel.parse(source))
        .isInstanceOfSatisfying(
            CelException.class, e -> assertThat(e.fault()).isEqualTo(CelException.Fault.SYNTAX));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self.z",
        "1 / 0",
        "self.e[0]",
        "1 + 'a'",
        "9223372036854775807 + 1",
        "zz",
        "nope(1)",
        "'a'.matches('(')",
        "duration('x')",
        "int('x')"
      })
  void what_has_no_value_fails_as_evaluation(String source) {
    assertThatThrownBy(() -> value(source))
        .isInstanceOfSatisfying(
            CelException.class,
            e -> assertThat(e.fault()).isEqualTo(CelException.Fault.EVALUATION));
  }

  @Test
  void work_without_end_is_given_up() {
    var list = "[1,1,1,1,1,1,1,1,1,1]";
    assertThatThrownBy(
            () ->
                value(
                    list
                        + ".all(a, "
                        + list
                        + ".all(b, "
                        + list
                        + ".all(c, "
                        + list
                        + ".all(d, a + b + c + d > 0))))"))
        .isInstanceOfSatisfying(
            CelException.class, e -> assertThat(e.fault()).isEqualTo(CelException.Fault.COST));
  }

  @Test
  void deep_nesting_is_refused() {
    assertThatThrownBy(() -> Cel.parse("(".repeat(5_000) + "1"))
        .isInstanceOf(CelException.class)
        .hasMessageContaining("recursion limit");
  }
}
