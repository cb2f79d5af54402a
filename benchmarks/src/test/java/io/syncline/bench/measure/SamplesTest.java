package io.syncline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {
  @ParameterizedTest
  @CsvSource({"0.5, 50", "0.99, 99", "1, 100", "0.001, 1"})
  void a_quantile_is_the_smallest_value_that_enough_do_not_exceed(double share, double expected) {
    var hundred =
        new Samples(IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList());
    assertThat(hundred.quantile(share)).isEqualTo(expected);
  }

  @Test
  void high_quantiles_of_few_values_are_the_largest() {
    assertThat(new Samples(List.of(3.0, 1.0, 2.0)).quantile(0.99)).isEqualTo(3);
  }

  @Test
  void the_median_of_an_even_number_lies_between() {
    assertThat(new Samples(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  @Test
  void there_is_no_statistic_of_nothing() {
    assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pairs_run_in_turn_and_their_ratios_are_taken_within_each() throws Exception {
    var order = new ArrayList<String>();
    var ours = List.of(1.0, 10.0, 2.0).iterator();
    var theirs = List.of(3.0, 50.0, 4.0).iterator();
    var pairs =
        Pairs.run(
            3,
            () -> {
              order.add("ours");
              return ours.next();
            },
            () -> {
              order.add("peer");
              return theirs.next();
            });
    assertThat(order).containsExactly("ours", "peer", "ours", "peer", "ours", "peer");
    assertThat(pairs.ratios().median()).isEqualTo(3);
    assertThat(pairs.peer().median() / pairs.ours().median()).isEqualTo(2);
  }

  @Test
  void a_run_tells_its_output_and_that_it_used_the_processor() throws Exception {
    var program =
        Program.of("sh", "-c", "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done; echo done");
    var run = program.run();
    assertThat(run.exit()).isZero();
    assertThat(run.output()).isEqualTo("done\n");
    assertThat(run.cpu()).isPositive();
  }

  @Test
  void a_program_that_fails_says_so() throws Exception {
    var program = Program.of("sh", "-c", "echo sorry >&2; exit 3");
    var run = program.run();
    assertThatThrownBy(() -> run.orThrow(program)).hasMessageEndingWith("ended with 3: sorry");
  }
}
