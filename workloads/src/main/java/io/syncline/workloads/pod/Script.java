package io.syncline.workloads.pod;

import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a container's command would plainly do, read from very simple commands: {@code true}, {@code
 * false}, {@code sleep N}, {@code echo …}, {@code exit N}, alone or as statements of one {@code sh
 * -c} script. A command with anything else in it is not understood, and says nothing.
 *
 * @param runs how long it runs; empty for ever
 * @param exitCode how it ends
 * @param output what it prints
 */
record Script(Optional<Duration> runs, int exitCode, List<String> output) {
  private static final Pattern SHELL = Pattern.compile("(/bin/|/usr/bin/)?(ba|a|da)?sh");
  private static final Pattern WORDS = Pattern.compile("[^`$|<>*(){}\\[\\]&]*");

  Script {
    output = List.copyOf(output);
  }

  /** The script of {@code container}, when it has a command that is understood whole. */
  static Optional<Script> of(Object container) {
    var words =
        Stream.of("command", "args")
            .flatMap(part -> Tree.items(Tree.at(container, part)).stream())
            .map(String::valueOf)
            .toList();
    if (Tree.items(Tree.at(container, "command")).isEmpty()) {
      return Optional.empty();
    }
    var shell = words.size() == 3 && SHELL.matcher(words.get(0)).matches();
    return shell && words.get(1).matches("-[eux]*c")
        ? read(List.of(words.get(2).split("&&|;|\n")))
        : read(List.of(String.join(" ", words)));
  }

  private static Optional<Script> read(List<String> statements) {
    var runs = Optional.of(Duration.ZERO);
    var code = 0;
    var output = new ArrayList<String>();
    for (var line : statements) {
      var statement = line.trim();
      var space = statement.indexOf(' ');
      var word = space < 0 ? statement : statement.substring(0, space);
      var rest = space < 0 ? "" : statement.substring(space + 1).trim();
      if (!WORDS.matcher(statement).matches()) {
        return Optional.empty();
      }
      switch (word.substring(word.lastIndexOf('/') + 1)) {
        case "", "true", ":" -> code = 0;
        case "set" -> {}
        case "echo" -> output.add(unquoted(rest));
        case "false" -> {
          return Optional.of(new Script(runs, 1, output));
        }
        case "exit" -> {
          return rest.matches("\\d{0,3}")
              ? Optional.of(new Script(runs, rest.isEmpty() ? 0 : Integer.parseInt(rest), output))
              : Optional.empty();
        }
        case "sleep" -> {
          if (rest.equals("infinity")) {
            return Optional.of(new Script(Optional.empty(), 0, output));
          }
          var span = Spans.parse(rest);
          if (span.isEmpty()) {
            return Optional.empty();
          }
          runs = runs.map(r -> r.plus(span.get()));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Script(runs, code, output));
  }

  private static String unquoted(String text) {
    var quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
