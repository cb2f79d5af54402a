package io.syncline.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a command may see of the process it runs in.
 *
 * @param out answers
 * @param err problems and progress
 * @param in what a person types
 * @param interactive whether a person is there
 * @param environment environment variables
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    InputStream in,
    boolean interactive,
    Map<String, String> environment) {
  /** Copies the map. */
  public Terminal {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** One environment variable that is not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
  }

  /** Whether the person here says yes to {@code question}; where nobody is, nobody objects. */
  public boolean confirms(String question) {
    if (!interactive) {
      return true;
    }
    err.print(question + " [y/n] ");
    err.flush();
    try {
      // No further than the end of the line: what follows answers the next question.
      var line = new StringBuilder();
      for (var c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
