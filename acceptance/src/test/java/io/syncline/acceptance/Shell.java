package io.syncline.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end, in a folder and with additional variables. */
public final class Shell {
  private static final int LIMIT_SECONDS = 120;

  private final Path folder;
  private final Map<String, String> variables;

  public Shell(Path folder, Map<String, String> variables) {
    this.folder = folder;
    this.variables = Map.copyOf(variables);
  }

  /** Runs {@code words} without input. */
  public Outcome run(List<String> words) {
    return run("", words);
  }

  /** Runs {@code words} with {@code input} on standard input. */
  public Outcome run(String input, List<String> words) {
    var command = String.join(" ", words);
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var process = start(words);
      var out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), readers);
      var err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), readers);
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // A program that reads nothing may have ended already; its exit code tells.
      }
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "`"
                + command
                + "` did not end within "
                + LIMIT_SECONDS
                + " s\n"
                + out.join()
                + err.join());
      }
      return new Outcome(command, process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + command, e);
    }
  }

  private Process start(List<String> words) throws IOException {
    var builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static String read(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
