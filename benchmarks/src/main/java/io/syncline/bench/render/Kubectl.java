package io.syncline.bench.render;

import io.syncline.bench.measure.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The peer of rendering: {@code kubectl kustomize}, the program that {@code SYNCLINE_KUBECTL} or
 * the path names.
 */
final class Kubectl {
  private Kubectl() {}

  /** The program that renders {@code folder}; empty when there is no kubectl. */
  static Optional<Program> of(Path folder) {
    return binary()
        .map(kubectl -> Program.of(kubectl, "kustomize", RenderBenchmark.argument(folder)));
  }

  private static Optional<String> binary() {
    return Optional.ofNullable(System.getenv("SYNCLINE_KUBECTL"))
        .or(() -> Program.find("kubectl").map(Path::toString));
  }

  /** Name and versions. */
  static String label() throws IOException, InterruptedException {
    var program = Program.of(binary().orElseThrow(), "version", "--client");
    var output = program.run().output();
    return "kubectl kustomize, one process each run ("
        + output
            .lines()
            .map(line -> line.replace(" Version", "").toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(", "))
        + ")";
  }
}
