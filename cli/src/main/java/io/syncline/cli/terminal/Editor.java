package io.syncline.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The editor of the person at the terminal: {@code KUBE_EDITOR}, else {@code EDITOR}, else {@code
 * vi}.
 */
public final class Editor {
  private final Terminal terminal;

  /** The editor that the environment of {@code terminal} names. */
  public Editor(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What takes a text, or refuses it. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes {@code text}.
     *
     * @throws CliException when it is wrong
     */
    void take(String text);
  }

  /**
   * Lets the person change {@code text} until {@code sink} takes it. A refusal stands as a comment
   * over the text when it is shown again.
   *
   * @param suffix ending of the file's name, which tells editors what they show
   * @throws CliException when nothing was changed since the text was last shown
   */
  public void edit(String text, String suffix, Sink sink) {
    var shown = text;
    while (true) {
      var next = changed(shown, suffix);
      if (next.isBlank() || next.equals(shown)) {
        throw new CliException(CliException.API, "edit cancelled, no valid changes were saved");
      }
      var bare = next.lines().filter(l -> !l.startsWith("#")).toList();
      try {
        sink.take(String.join("\n", bare) + "\n");
        return;
      } catch (CliException e) {
        var reason = String.valueOf(e.getMessage()).lines().map(l -> "# " + l).toList();
        terminal.err().println(e.getMessage());
        shown = String.join("\n", reason) + "\n" + String.join("\n", bare) + "\n";
      }
    }
  }

  private String changed(String text, String suffix) {
    var command =
        new ArrayList<>(
            List.of(
                terminal
                    .variable("KUBE_EDITOR")
                    .or(() -> terminal.variable("EDITOR"))
                    .orElse("vi")
                    .strip()
                    .split("\\s+")));
    var program = command.getFirst();
    try {
      var file = Files.createTempFile("syncline-", suffix);
      try {
        Files.writeString(file, text);
        command.add(file.toString());
        run(program, command);
        return Files.readString(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new CliException(
          CliException.API,
          "editor " + program + " cannot be run: " + e.getMessage() + "; hint: set KUBE_EDITOR");
    }
  }

  private static void run(String program, List<String> command) throws IOException {
    var process = new ProcessBuilder(command).inheritIO().start();
    try {
      var code = process.waitFor();
      if (code != 0) {
        throw new CliException(
            CliException.API, "editor " + program + " ended with exit code " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(CliException.API, "interrupted while " + program + " ran");
    }
  }
}
