package io.syncline.render.kustomize.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few random kustomizations, most of them the same each time. {@link KustomizeFuzz} compares them
 * for as long as wanted and makes small what differs.
 */
class GeneratedAgainstKustomizeTest {
  private static final int ALWAYS = Integer.getInteger("syncline.kustomize.builds", 50);
  private static final long FIRST = Long.getLong("syncline.kustomize.seed", 1);
  private static final int OTHERS = 10;

  @TempDir Path folder = Path.of("");

  @Test
  void generated_kustomizations_build_as_by_the_real_tool() throws Exception {
    var kubectl = Comparison.kubectl();
    if (kubectl.isEmpty()) {
      System.out.println("kustomize: no kubectl 1.32 on the path to compare with");
      return;
    }
    var start = ThreadLocalRandom.current().nextInt(1_000_000);
    System.out.println("kustomize: random kustomizations from seed " + start);
    var comparison = new Comparison(kubectl.get(), folder.toRealPath());
    var differences = compare(comparison, FIRST, ALWAYS);
    // New seeds find what nobody knows yet: told, to be looked at with KustomizeFuzz, no failure.
    compare(comparison, start, OTHERS).forEach(System.out::println);

    assertThat(differences).isEmpty();
    assertThat(comparison.built()).isGreaterThan(ALWAYS / 4);
  }

  private static List<String> compare(Comparison comparison, long first, int builds) {
    var differences = new ArrayList<String>();
    for (var seed = first; seed < first + builds; seed++) {
      var found = comparison.compare(KustomizationGrammar.files(seed));
      if (found.isPresent()) {
        differences.add("kustomize: seed " + seed + ": " + found.get());
      }
    }
    return differences;
  }
}
