package io.syncline.controller.plugin;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One program that runs to its end or to a limit. Whatever happens, nothing of it is running
 * afterwards.
 */
final class CommandRun {
  /** What is kept of the end of its complaints. */
  private static final int ERROR_BYTES = 64 << 10;

  private static final int BUFFER = 16 << 10;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** How it ended. */
  sealed interface End {
    /** Whether it ended well. */
    default boolean succeeded() {
      return this instanceof Exited exited && exited.code() == 0;
    }

    /** By itself. */
    record Exited(int code) implements End {}

    /** It could not be started. */
    record NotStarted(String problem) implements End {}

    /** It took too long. */
    record TooLong() implements End {}

    /** It printed too much. */
    record TooMuch() implements End {}

    /** Its output broke off. */
    record CutOff() implements End {}

    /** Nobody waits for it any more. */
    record Interrupted() implements End {}
  }

  /**
   * What came of it.
   *
   * @param end how it ended
   * @param output what it printed, cut at the limit
   * @param errors the end of what it complained
   */
  record Result(End end, String output, String errors) {}

  /**
   * What to run.
   *
   * @param words program and arguments; a program without slashes is looked for on the {@code PATH}
   *     of {@code variables}
   * @param folder where
   * @param variables its whole environment
   * @param mark a variable no other program has, as {@code NAME=VALUE}
   * @param time how long it may take
   * @param outputBytes how much it may print
   */
  record Order(
      List<String> words,
      Path folder,
      Map<String, String> variables,
      String mark,
      Duration time,
      long outputBytes) {
    /** The words with the place of the program: Java would look on the PATH of the server. */
    private List<String> command() {
      var program = words.getFirst();
      if (program.contains("/")) {
        return words;
      }
      for (var place : variables.getOrDefault("PATH", "").split(":")) {
        var file = folder.resolve(place).resolve(program);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          var placed = new ArrayList<>(words);
          placed.set(0, file.toString());
          return placed;
        }
      }
      return words;
    }
  }

  private final Order order;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Tail errors = new Tail();
  private volatile boolean tooMuch;

  /** Whether a stream broke off, so that what was read may be a part only. */
  private volatile boolean cutOff;

  private CommandRun(Order order) {
    this.order = order;
  }

  static Result run(Order order) {
    return new CommandRun(order).run();
  }

  private Result run() {
    Process process;
    try {
      var builder = new ProcessBuilder(order.command()).directory(order.folder().toFile());
      builder.environment().clear();
      builder.environment().putAll(order.variables());
      builder.redirectInput(new File("/dev/null"));
      process = builder.start();
    } catch (IOException | IllegalArgumentException e) {
      return result(new End.NotStarted(String.valueOf(e.getMessage())));
    }
    var tree = new ProcessTree(process, order.mark());
    var readers =
        List.of(
            Thread.ofVirtual().start(() -> readOutput(process.getInputStream(), tree)),
            Thread.ofVirtual().start(() -> readErrors(process.getErrorStream())));
    End end;
    try {
      end =
          process.waitFor(order.time().toMillis(), TimeUnit.MILLISECONDS)
              ? new End.Exited(process.exitValue())
              : new End.TooLong();
    } catch (InterruptedException e) {
      end = new End.Interrupted();
    }
    // Also after a good end: what it left in the background would keep the pipes open.
    tree.kill();
    var interrupted = drained(readers) || end instanceof End.Interrupted;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (tooMuch) {
      return result(new End.TooMuch());
    }
    return result(
        end instanceof End.Exited(var code) && code == 0 && cutOff ? new End.CutOff() : end);
  }

  /** Whether waiting for the last of the output was interrupted. */
  private boolean drained(List<Thread> readers) {
    var interrupted = false;
    for (var reader : readers) {
      try {
        cutOff |= !reader.join(DRAIN);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private Result result(End end) {
    synchronized (output) {
      return new Result(end, output.toString(StandardCharsets.UTF_8), errors.text());
    }
  }

  private void readOutput(InputStream from, ProcessTree tree) {
    var buffer = new byte[BUFFER];
    try (from) {
      for (var n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        synchronized (output) {
          if (output.size() + (long) n > order.outputBytes()) {
            tooMuch = true;
          } else {
            output.write(buffer, 0, n);
          }
        }
        if (tooMuch) {
          tree.kill();
          return;
        }
      }
    } catch (IOException closed) {
      cutOff = true;
    }
  }

  private void readErrors(InputStream from) {
    var buffer = new byte[BUFFER];
    try (from) {
      for (var n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        errors.add(buffer, n);
      }
    } catch (IOException closed) {
      cutOff = true;
    }
  }

  /** The last bytes of a stream. */
  private static final class Tail {
    private final byte[] ring = new byte[ERROR_BYTES];
    private long count;

    synchronized void add(byte[] bytes, int length) {
      for (var i = 0; i < length; i++) {
        ring[(int) (count++ % ring.length)] = bytes[i];
      }
    }

    synchronized String text() {
      var size = (int) Math.min(count, ring.length);
      var bytes = new byte[size];
      for (var i = 0; i < size; i++) {
        bytes[i] = ring[(int) ((count - size + i) % ring.length)];
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
