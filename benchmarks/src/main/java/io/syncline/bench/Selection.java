package io.syncline.bench;

import io.syncline.bench.plan.Benchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which benchmarks are meant by the words of a person. */
final class Selection {
  private Selection() {}

  /**
   * The benchmarks {@code words} name, in the order of {@code all}; all of them when there are no
   * words. A word names a benchmark and its variants: {@code B1} names {@code B1} and {@code B1c},
   * not {@code B14}.
   *
   * @throws IllegalArgumentException when a word names none
   */
  static List<Benchmark> of(List<Benchmark> all, List<String> words) {
    for (var word : words) {
      if (all.stream().noneMatch(b -> names(word, b.id()))) {
        throw new IllegalArgumentException(
            "benchmark "
                + word
                + " does not exist (expected one of: "
                + String.join(", ", all.stream().map(Benchmark::id).toList())
                + ")");
      }
    }
    var chosen = new ArrayList<Benchmark>();
    for (var benchmark : all) {
      if (words.isEmpty() || words.stream().anyMatch(w -> names(w, benchmark.id()))) {
        chosen.add(benchmark);
      }
    }
    return chosen;
  }

  private static boolean names(String word, String id) {
    var wanted = word.toLowerCase(Locale.ROOT);
    var actual = id.toLowerCase(Locale.ROOT);
    return actual.equals(wanted)
        || actual.startsWith(wanted) && Character.isLowerCase(id.charAt(wanted.length()));
  }
}
