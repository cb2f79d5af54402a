package io.syncline.workloads.shell;

import io.syncline.workloads.shell.Script.NotUnderstoodException;
import io.syncline.workloads.shell.Script.Redirection;
import io.syncline.workloads.shell.Script.When;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs command lines in a session. */
final class Shell {
  /** Exit code of a command that is not there. */
  static final int NOT_FOUND = 127;

  private final Session session;

  Shell(Session session) {
    this.session = session;
  }

  /** Runs one command that is given as words. */
  int run(List<String> words, Streams streams) throws IOException, InterruptedException {
    var name = words.getFirst();
    var plain = name.substring(name.lastIndexOf('/') + 1);
    var arguments = words.subList(1, words.size());
    return switch (plain) {
      case "sh", "bash", "ash", "dash" -> shell(arguments, streams);
      case "exec", "command" -> arguments.isEmpty() ? 0 : run(arguments, streams);
      case "tar" -> Archives.run(session, arguments, streams);
      default -> {
        var command = Commands.named(plain);
        if (command.isEmpty()) {
          streams.complain(
              "[simulated] "
                  + name
                  + ": not found: no program runs in this pod (known: "
                  + Commands.known()
                  + ")");
          yield NOT_FOUND;
        }
        yield command.get().run(session, arguments, streams);
      }
    };
  }

  private int shell(List<String> arguments, Streams streams)
      throws IOException, InterruptedException {
    var child = new Shell(session.child());
    var i = 0;
    while (i < arguments.size() && arguments.get(i).startsWith("-")) {
      if (arguments.get(i).matches("-[a-z]*c")) {
        var text = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
        return child.script(text, streams);
      }
      i++;
    }
    if (i < arguments.size()) {
      var file = session.files().read(session.path(arguments.get(i)));
      if (file.isEmpty()) {
        streams.complain("sh: can't open '" + arguments.get(i) + "': No such file or directory");
        return 2;
      }
      return child.script(new String(file.get(), StandardCharsets.UTF_8), streams);
    }
    return child.lines(streams);
  }

  /** Runs what comes in line by line. */
  private int lines(Streams streams) throws IOException, InterruptedException {
    var reader = new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
    var code = 0;
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      code = script(line, streams);
      if (session.exit().isPresent()) {
        return session.exit().get();
      }
    }
    return code;
  }

  /** Runs a command line; its exit code. */
  int script(String text, Streams streams) throws IOException, InterruptedException {
    Script script;
    try {
      script = ScriptReader.read(text);
    } catch (NotUnderstoodException e) {
      streams.complain("[simulated] sh: " + e.getMessage() + " is beyond this simulated shell");
      return NOT_FOUND;
    }
    var code = 0;
    for (var step : script.steps()) {
      var runs = step.when() == When.ALWAYS || (step.when() == When.SUCCEEDED) == (code == 0);
      if (runs) {
        code = pipeline(step.pipeline(), streams);
        session.variables().put("?", Integer.toString(code));
      }
      if (session.exit().isPresent()) {
        return session.exit().get();
      }
    }
    return code;
  }

  private int pipeline(List<Script.Command> commands, Streams streams)
      throws IOException, InterruptedException {
    var code = 0;
    var in = streams.in();
    for (var i = 0; i < commands.size(); i++) {
      if (i == commands.size() - 1) {
        code = command(commands.get(i), streams.withIn(in));
      } else {
        var between = new ByteArrayOutputStream();
        code = command(commands.get(i), streams.withIn(in).withOut(between));
        in = new ByteArrayInputStream(between.toByteArray());
      }
    }
    return code;
  }

  private int command(Script.Command command, Streams streams)
      throws IOException, InterruptedException {
    var words = new ArrayList<String>();
    for (var word : command.words()) {
      words.addAll(word.filled(session.variables()));
    }
    var target = streams;
    var files = new ArrayList<Redirected>();
    for (var redirection : command.redirections()) {
      var name = String.join(" ", redirection.target().filled(session.variables()));
      if (redirection.stream() == 0) {
        var file = session.files().read(session.path(name));
        if (file.isEmpty()) {
          streams.complain("sh: can't open " + name + ": no such file");
          return 1;
        }
        target = target.withIn(new ByteArrayInputStream(file.get()));
      } else {
        target = redirected(redirection, name, target, files);
      }
    }
    var code = assigned(words) ? 0 : run(words, target);
    for (var file : files) {
      try {
        file.keep(session);
      } catch (IOException e) {
        streams.complain("sh: can't create " + e.getMessage());
        return 1;
      }
    }
    return code;
  }

  /** Output on its way to a file. */
  private record Redirected(String path, ByteArrayOutputStream bytes) {
    void keep(Session session) throws IOException {
      session.files().write(path, bytes.toByteArray());
    }
  }

  private Streams redirected(
      Redirection redirection, String name, Streams streams, List<Redirected> files)
      throws IOException {
    OutputStream target;
    if (name.equals("&1")) {
      target = streams.out();
    } else if (name.equals("&2")) {
      target = streams.err();
    } else if (name.equals("/dev/null")) {
      target = OutputStream.nullOutputStream();
    } else if (name.equals("/dev/stderr")) {
      target = streams.err();
    } else if (name.equals("/dev/stdout") || name.equals("/proc/1/fd/1")) {
      target = streams.out();
    } else {
      var bytes = new ByteArrayOutputStream();
      var path = session.path(name);
      if (redirection.append()) {
        bytes.write(session.files().read(path).orElse(new byte[0]));
      }
      files.add(new Redirected(path, bytes));
      target = bytes;
    }
    return redirection.stream() == 1 ? streams.withOut(target) : streams.withErr(target);
  }

  /** Sets variables when there is nothing but assignments. */
  private boolean assigned(List<String> words) {
    if (words.isEmpty()) {
      return true;
    }
    if (!words.stream().allMatch(word -> word.matches("(?s)[A-Za-z_]\\w*=.*"))) {
      return false;
    }
    for (var word : words) {
      var equals = word.indexOf('=');
      session.variables().put(word.substring(0, equals), word.substring(equals + 1));
    }
    return true;
  }
}
