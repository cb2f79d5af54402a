package io.syncline.cli;

import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command somebody else wrote: a program {@code syncline-NAME} or {@code argocd-NAME} on the
 * path, run with the words behind its name.
 */
final class ExternalCommand {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  private final Terminal terminal;
  private final Path program;
  private final List<String> words;

  private ExternalCommand(Terminal terminal, Path program, List<String> words) {
    this.terminal = terminal;
    this.program = program;
    this.words = words;
  }

  /** The program that the first of {@code words} names; empty when there is none. */
  static Optional<ExternalCommand> of(Terminal terminal, String[] words) {
    if (words.length == 0 || !NAME.matcher(words[0]).matches()) {
      return Optional.empty();
    }
    var rest = List.of(words).subList(1, words.length);
    for (var folder : terminal.variable("PATH").orElse("").split(File.pathSeparator)) {
      for (var prefix : List.of("syncline-", "argocd-")) {
        var program = Path.of(folder).resolve(prefix + words[0]);
        if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
          return Optional.of(new ExternalCommand(terminal, program, rest));
        }
      }
    }
    return Optional.empty();
  }

  /** Runs it and gives its exit code. */
  int run() {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(terminal.environment());
    try {
      var process = builder.start();
      var out = copying(process.getInputStream(), terminal.out());
      var err = copying(process.getErrorStream(), terminal.err());
      var code = process.waitFor();
      out.join();
      err.join();
      return code;
    } catch (IOException e) {
      throw new CliException(
          CliException.FAILED, "program " + program + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(CliException.FAILED, "interrupted while " + program + " ran");
    }
  }

  private static Thread copying(InputStream from, PrintStream to) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (from) {
                from.transferTo(to);
                to.flush();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
