package io.syncline.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program to run, with all of its arguments.
 *
 * @param words program and arguments
 * @param environment variables on top of those of this process
 */
public record Program(List<String> words, Map<String, String> environment) {
  private static final double NANO = 1e-9;

  /** Copies the collections. */
  public Program {
    words = List.copyOf(words);
    environment = java.util.Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** A program in the environment of this process. */
  public static Program of(String... words) {
    return new Program(List.of(words), Map.of());
  }

  /**
   * What became of one run.
   *
   * @param wall seconds from start to end
   * @param cpu CPU seconds, user and system; wall time where the system does not tell
   * @param exit code
   * @param output what it wrote to standard output
   * @param errors what it wrote to standard error
   */
  public record Run(double wall, double cpu, int exit, String output, String errors) {
    /** The run, when it ended well. */
    public Run orThrow(Program program) {
      if (exit != 0) {
        throw new IllegalStateException(
            String.join(" ", program.words()) + " ended with " + exit + ": " + errors.strip());
      }
      return this;
    }
  }

  /** Whether a program of this name is on the path. */
  public static boolean exists(String name) {
    return find(name).isPresent();
  }

  /** Where the program {@code name} is. */
  public static Optional<Path> find(String name) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return List.of(path.split(java.io.File.pathSeparator)).stream()
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs it once and waits for its end; its output goes to files, so that it never waits for us.
   */
  public Run run() throws IOException, InterruptedException {
    var out = Files.createTempFile("bench", ".out");
    var err = Files.createTempFile("bench", ".err");
    try {
      var builder =
          new ProcessBuilder(words)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      var cpu = CpuTime.children();
      var begun = System.nanoTime();
      var exit = builder.start().waitFor();
      var wall = (System.nanoTime() - begun) * NANO;
      var spent = cpu.flatMap(before -> CpuTime.children().map(after -> after - before));
      return new Run(
          wall,
          spent.orElse(wall),
          exit,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }
}
