package io.syncline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  private static final List<Benchmark> ALL =
      List.of(named("B1"), named("B1c"), named("B14"), named("B14p"), named("B-PUSH"));

  /** A benchmark that has a name and must not be run. */
  private static Benchmark named(String id) {
    return new Benchmark() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public String what() {
        return "nothing";
      }

      @Override
      public Row run(Setting setting) {
        throw new AssertionError("selecting must not run " + id);
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "B1, B1 B1c",
    "b1, B1 B1c",
    "B1c, B1c",
    "B14, B14 B14p",
    "B14p B1c, B1c B14p",
    "b-push, B-PUSH",
  })
  void names_mean_a_benchmark_and_its_variants_in_the_order_of_the_list(String words, String ids) {
    assertThat(Selection.of(ALL, List.of(words.split(" "))).stream().map(Benchmark::id))
        .containsExactly(ids.split(" "));
  }

  @Test
  void no_names_mean_all() {
    assertThat(Selection.of(ALL, List.of())).isEqualTo(ALL);
  }

  @Test
  void an_unknown_name_is_told_with_those_there_are() {
    assertThatThrownBy(() -> Selection.of(ALL, List.of("B1", "B9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("benchmark B9 does not exist (expected one of: B1, B1c, B14, B14p, B-PUSH)");
  }
}
