package io.syncline.render.kustomize.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Compares builds for a long time. Arguments: first seed, seconds to run, folder for findings; each
 * finding becomes a folder {@code seed-…} with the fewest lines that differ, {@code ours} and
 * {@code theirs}.
 */
public final class KustomizeFuzz {
  private static final int BUILDS = 250;
  private static final int ALIKE = 3;

  /** One of so many seeds is compared even when we refuse it. */
  private static final int REFUSED = 5;

  private KustomizeFuzz() {}

  /** Runs until the time is over. */
  public static void main(String[] arguments) throws IOException {
    var seed = Long.parseLong(arguments[0]);
    var until = System.nanoTime() + Long.parseLong(arguments[1]) * 1_000_000_000L;
    var findings = Path.of(arguments[2]);
    var kubectl = Comparison.kubectl().orElseThrow();
    var work = Files.createTempDirectory("kustomize-fuzz").toRealPath();
    var comparison = new Comparison(kubectl, work);
    var alike = new HashMap<String, Integer>();
    var compared = 0;
    var differ = 0;
    for (; System.nanoTime() < until; seed++) {
      var files = KustomizationGrammar.files(seed);
      if (seed % REFUSED != 0 && !Comparison.builds(files)) {
        // That both refuse is looked at now and then; what is built tells more.
        continue;
      }
      compared++;
      var found = comparison.compare(files);
      if (found.isPresent()) {
        differ++;
        var difference = found.get();
        var key = difference.kind() + Minimizer.gist(difference);
        var limit = difference.kind() == Difference.Kind.OTHER_OUTPUT ? 40 : ALIKE;
        System.out.println("seed " + seed + ": " + key);
        if (alike.merge(key, 1, Integer::sum) <= limit) {
          save(findings.resolve("seed-" + seed), files, difference, "whole");
          var minimal = new Minimizer(comparison, difference, BUILDS).minimal(files);
          var last = comparison.compare(minimal).orElse(difference);
          save(findings.resolve("seed-" + seed), minimal, last, "in");
        }
      }
      if (compared % 100 == 0) {
        System.out.println(
            "seed "
                + seed
                + ": "
                + compared
                + " compared, "
                + comparison.built()
                + " built, "
                + differ
                + " differ");
      }
    }
    comparison.reasons().entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(25)
        .forEach(reason -> System.out.println(reason.getValue() + " refused: " + reason.getKey()));
    System.out.println(
        compared + " compared, " + comparison.built() + " built, " + differ + " differ");
  }

  private static void save(
      Path folder, Map<String, String> files, Difference difference, String name)
      throws IOException {
    for (var file : files.entrySet()) {
      var path = folder.resolve(name).resolve(file.getKey());
      Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file.getValue());
    }
    Files.writeString(folder.resolve("kind"), difference.kind() + "\n");
    Files.writeString(folder.resolve("ours"), difference.ours());
    Files.writeString(folder.resolve("theirs"), difference.theirs());
  }
}
