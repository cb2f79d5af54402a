package io.syncline.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One running process of the product that goes on until it is told to stop. */
final class Started {
  private final Process process;
  private final Path log;

  private Started(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code syncline WORDS}; what it prints goes to {@code log}. Never outlives this JVM. */
  static Started product(Path log, String... words) {
    var builder =
        new ProcessBuilder(Product.command(words))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().putAll(Product.variables());
    try {
      var process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Started(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", words), e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** What it printed so far. */
  String printed() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its threads do, virtual ones too; empty when it is gone. */
  String threads() {
    if (!alive()) {
      return "";
    }
    var file = log.resolveSibling(log.getFileName() + "-threads");
    var asked =
        new Shell(Path.of("").toAbsolutePath(), Map.of())
            .run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(process.pid()),
                    "Thread.dump_to_file",
                    "-overwrite",
                    file.toAbsolutePath().toString()));
    try {
      return Files.exists(file) ? Files.readString(file) : asked.out() + asked.err();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until {@code file} exists; fails at once when the process ends before. */
  void awaits(Path file, Duration limit) {
    Eventually.is(
        file + " to appear; the process printed:\n" + printed(),
        limit,
        () -> {
          if (Files.exists(file)) {
            return true;
          }
          if (!alive()) {
            throw new IllegalStateException(
                "process ended with " + process.exitValue() + ":\n" + printed());
          }
          return false;
        });
  }

  /** Asks it to end as {@code kill} does, and gives its exit code. */
  int terminate() {
    process.destroy();
    return end();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    end();
  }

  private int end() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("process does not end; it printed:\n" + printed());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
