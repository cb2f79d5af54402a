package io.syncline.workloads.shell;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The commands the simulated shell knows beside {@code sh} and {@code tar}. */
final class Commands {
  /** Longest sleep. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Map<String, Command> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("true", (session, arguments, streams) -> 0),
              Map.entry(":", (session, arguments, streams) -> 0),
              Map.entry("false", (session, arguments, streams) -> 1),
              Map.entry("exit", Commands::exit),
              Map.entry("echo", Commands::echo),
              Map.entry("printf", Commands::printf),
              Map.entry("env", Commands::env),
              Map.entry("printenv", Commands::env),
              Map.entry("export", Commands::export),
              Map.entry("set", (session, arguments, streams) -> 0),
              Map.entry("pwd", Commands::pwd),
              Map.entry("cd", Commands::cd),
              Map.entry("hostname", Commands::hostname),
              Map.entry("whoami", (session, arguments, streams) -> said(streams, "root")),
              Map.entry(
                  "id", (session, arguments, streams) -> said(streams, "uid=0(root) gid=0(root)")),
              Map.entry(
                  "uname", (session, arguments, streams) -> said(streams, "Linux (simulated)")),
              Map.entry("date", Commands::date),
              Map.entry("sleep", Commands::sleep),
              Map.entry("test", Conditions::test),
              Map.entry("[", Conditions::test),
              Map.entry("cat", FileCommands::cat),
              Map.entry("head", FileCommands::head),
              Map.entry("tail", FileCommands::tail),
              Map.entry("ls", FileCommands::ls),
              Map.entry("mkdir", FileCommands::mkdir),
              Map.entry("touch", FileCommands::touch),
              Map.entry("rm", FileCommands::rm)));

  private Commands() {}

  /** One command. */
  @FunctionalInterface
  interface Command {
    /** Runs it; its exit code. */
    int run(Session session, List<String> arguments, Streams streams)
        throws IOException, InterruptedException;
  }

  static Optional<Command> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  static String known() {
    var names = new ArrayList<>(ALL.keySet());
    names.removeAll(List.of(":", "["));
    names.addAll(List.of("sh", "tar"));
    return String.join(" ", names);
  }

  private static int said(Streams streams, String line) throws IOException {
    streams.print(line + "\n");
    return 0;
  }

  private static int exit(Session session, List<String> arguments, Streams streams) {
    var word =
        arguments.isEmpty() ? session.variables().getOrDefault("?", "0") : arguments.getFirst();
    var code = word.matches("\\d{1,9}") ? Integer.parseInt(word) & 255 : 2;
    session.exit(code);
    return code;
  }

  private static int echo(Session session, List<String> arguments, Streams streams)
      throws IOException {
    var words = arguments;
    var end = "\n";
    var escapes = false;
    while (!words.isEmpty() && words.getFirst().matches("-[ne]+")) {
      end = words.getFirst().contains("n") ? "" : end;
      escapes |= words.getFirst().contains("e");
      words = words.subList(1, words.size());
    }
    var text = String.join(" ", words);
    streams.print((escapes ? unescaped(text) : text) + end);
    return 0;
  }

  /** Prints a form whose only placeholders are {@code %s} and {@code %d}. */
  private static int printf(Session session, List<String> arguments, Streams streams)
      throws IOException {
    if (arguments.isEmpty()) {
      streams.complain("printf: usage: printf FORMAT [ARGUMENT...]");
      return 2;
    }
    var form = unescaped(arguments.getFirst());
    var text = new StringBuilder();
    var next = 1;
    do {
      var taken = next;
      for (var i = 0; i < form.length(); i++) {
        var place = form.charAt(i) == '%' && i + 1 < form.length();
        if (!place) {
          text.append(form.charAt(i));
          continue;
        }
        var kind = form.charAt(++i);
        if (kind == 's' || kind == 'd') {
          text.append(next < arguments.size() ? arguments.get(next) : kind == 'd' ? "0" : "");
          next++;
        } else {
          text.append(kind == '%' ? "%" : "%" + kind);
        }
      }
      if (next == taken) {
        break;
      }
    } while (next < arguments.size());
    streams.print(text.toString());
    return 0;
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
  }

  private static int env(Session session, List<String> arguments, Streams streams)
      throws IOException {
    var code = 0;
    for (var name : arguments) {
      var value = session.variables().get(name);
      if (value == null) {
        code = 1;
      } else {
        streams.print(value + "\n");
      }
    }
    if (arguments.isEmpty()) {
      for (var variable : session.variables().entrySet()) {
        if (!variable.getKey().equals("?")) {
          streams.print(variable.getKey() + "=" + variable.getValue() + "\n");
        }
      }
    }
    return code;
  }

  private static int export(Session session, List<String> arguments, Streams streams) {
    for (var word : arguments) {
      var equals = word.indexOf('=');
      if (equals > 0) {
        session.variables().put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return 0;
  }

  private static int pwd(Session session, List<String> arguments, Streams streams)
      throws IOException {
    return said(streams, session.folder());
  }

  private static int cd(Session session, List<String> arguments, Streams streams)
      throws IOException {
    var path =
        session.path(
            arguments.isEmpty()
                ? session.variables().getOrDefault("HOME", "/")
                : arguments.getFirst());
    if (!session.files().isFolder(path)) {
      streams.complain(
          "sh: cd: can't cd to " + arguments.getFirst() + ": No such file or directory");
      return 2;
    }
    session.enter(path);
    return 0;
  }

  private static int hostname(Session session, List<String> arguments, Streams streams)
      throws IOException {
    return said(streams, session.host());
  }

  private static int date(Session session, List<String> arguments, Streams streams)
      throws IOException {
    if (arguments.contains("+%s")) {
      return said(streams, Long.toString(session.now().getEpochSecond()));
    }
    return said(streams, DATE.format(session.now()));
  }

  private static int sleep(Session session, List<String> arguments, Streams streams)
      throws IOException, InterruptedException {
    var word = arguments.isEmpty() ? "" : arguments.getFirst();
    if (!word.matches("\\d{1,6}(\\.\\d{1,3})?s?|infinity")) {
      streams.complain("sleep: invalid time interval '" + word + "'");
      return 1;
    }
    var span =
        word.equals("infinity")
            ? LONGEST
            : Duration.ofMillis(Math.round(Double.parseDouble(word.replace("s", "")) * 1000));
    if (span.compareTo(LONGEST) > 0) {
      streams.complain("[simulated] sleep: " + word + " is cut to " + LONGEST.toSeconds() + "s");
      span = LONGEST;
    }
    Thread.sleep(span);
    return 0;
  }
}
