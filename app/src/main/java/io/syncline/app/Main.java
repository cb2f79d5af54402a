package io.syncline.app;

import io.syncline.cli.Cli;
import io.syncline.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;

/** The process. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] words) {
    var terminal = new Terminal(System.out, System.err, System.in, interactive(), System.getenv());
    System.exit(run(terminal, words));
  }

  /**
   * Runs one command in {@code terminal}. One that goes on until the process ends, such as {@code
   * up}, also ends in order when its thread is interrupted.
   *
   * @return exit code of the process
   */
  public static int run(Terminal terminal, String... words) {
    return Cli.run(terminal, Version.TEXT, commands(terminal), words);
  }

  private static List<Object> commands(Terminal terminal) {
    return List.of(
        new DemoCommand(terminal),
        new UpCommand(terminal),
        KubeCommand.of(terminal),
        new RenderCommand(terminal),
        ImageCommand.of(terminal));
  }

  private static boolean interactive() {
    return java.util.Optional.ofNullable(System.console())
        .map(java.io.Console::isTerminal)
        .orElse(false);
  }

  /** Sends the log of a server to a file; must come before anything logs. */
  static void logTo(Path file) {
    System.setProperty("SYNCLINE_LOG", file.toAbsolutePath().toString());
    System.setProperty("logback.configurationFile", "logback-server.xml");
  }
}
