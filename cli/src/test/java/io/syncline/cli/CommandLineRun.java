package io.syncline.cli;

import io.syncline.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

/** One run of the command line: what it printed and its exit code. */
record CommandLineRun(int code, String out, String err) {
  static {
    // Times are printed in the zone of the process.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  /** A process to run in. */
  static final class Process {
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String input = "";
    private boolean interactive;

    Process(Path home) {
      environment.put("HOME", home.toString());
    }

    Process variable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Someone sits there and types {@code text}. */
    Process typing(String text) {
      input = text;
      interactive = true;
      return this;
    }

    CommandLineRun run(String... words) {
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      var terminal =
          new Terminal(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
              interactive,
              environment);
      var code = Cli.run(terminal, "v1.2.3", List.of(), words);
      return new CommandLineRun(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  /** A process that knows {@code server} from its environment. */
  static Process with(Path home, RecordedServer server) {
    return new Process(home)
        .variable("ARGOCD_SERVER", server.address())
        .variable("ARGOCD_OPTS", "--plaintext")
        .variable("ARGOCD_AUTH_TOKEN", "t0ken");
  }
}
