package io.syncline.bench.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a benchmark may use.
 *
 * @param full whether sizes that take minutes are wanted
 * @param apps how many applications there are to be; 0 for as many as {@code full} says
 * @param scratch folder for anything, removed at the end
 * @param home root of the checkout
 * @param progress told what is being done
 */
public record Setting(boolean full, int apps, Path scratch, Path home, Consumer<String> progress) {
  /**
   * A script of the performance record: below the folder {@code SYNCLINE_PERF}, or beside the
   * checkout; empty when it is not on this machine.
   */
  public Optional<Path> performanceFile(String name) {
    var set = System.getenv("SYNCLINE_PERF");
    var folder = set == null ? home.resolve("../shared/perf") : Path.of(set);
    return Stream.of(folder.resolve(name), folder.resolve("inputs").resolve(name))
        .filter(Files::isRegularFile)
        .map(file -> file.toAbsolutePath().normalize())
        .findFirst();
  }

  /**
   * How many applications: what was asked for, or {@code many} of the full size, or {@code few}.
   */
  public int apps(int few, int many) {
    return apps > 0 ? apps : full ? many : few;
  }

  /** Says what is being done. */
  public void tell(String text) {
    progress.accept(text);
  }
}
