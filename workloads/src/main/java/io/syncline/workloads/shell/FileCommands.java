package io.syncline.workloads.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands about files. */
final class FileCommands {
  private static final byte[] NO_BYTES = new byte[0];

  private FileCommands() {}

  private static List<String> names(List<String> arguments) {
    return arguments.stream().filter(word -> !word.startsWith("-") || word.equals("-")).toList();
  }

  private static boolean option(List<String> arguments, char letter) {
    return arguments.stream()
        .anyMatch(word -> word.matches("-[a-zA-Z1]+") && word.indexOf(letter) > 0);
  }

  static int cat(Session session, List<String> arguments, Streams streams) throws IOException {
    var names = names(arguments);
    var code = 0;
    for (var name : names.isEmpty() ? List.of("-") : names) {
      if (name.equals("-")) {
        streams.in().transferTo(streams.out());
        continue;
      }
      var file = session.files().read(session.path(name));
      if (file.isPresent()) {
        streams.out().write(file.get());
      } else {
        var folder = session.files().isFolder(session.path(name));
        streams.complain(
            "cat: " + name + (folder ? ": Is a directory" : ": No such file or directory"));
        code = 1;
      }
    }
    return code;
  }

  /** What a file, or the input, holds for {@code head} and {@code tail}. */
  private static byte[] content(Session session, List<String> arguments, Streams streams)
      throws IOException {
    var last = arguments.isEmpty() ? "-" : arguments.getLast();
    if (last.startsWith("-") || last.startsWith("+") || last.matches("\\d+")) {
      return streams.in().readAllBytes();
    }
    return session
        .files()
        .read(session.path(last))
        .orElseThrow(() -> new IOException(last + ": No such file or directory"));
  }

  /** The number in {@code -n 5}, {@code -n5}, {@code -5}, {@code -c+5}; 10 when there is none. */
  private static long count(List<String> arguments) {
    for (var word : arguments) {
      var digits = word.replaceFirst("^-?[nc]?\\+?", "");
      if (digits.matches("\\d{1,12}")) {
        return Long.parseLong(digits);
      }
    }
    return 10;
  }

  static int head(Session session, List<String> arguments, Streams streams) throws IOException {
    return part(session, arguments, streams, true);
  }

  static int tail(Session session, List<String> arguments, Streams streams) throws IOException {
    return part(session, arguments, streams, false);
  }

  private static int part(Session session, List<String> arguments, Streams streams, boolean first)
      throws IOException {
    byte[] bytes;
    try {
      bytes = content(session, arguments, streams);
    } catch (IOException e) {
      streams.complain((first ? "head: " : "tail: ") + e.getMessage());
      return 1;
    }
    var count = count(arguments);
    var ofBytes = arguments.stream().anyMatch(word -> word.startsWith("-c"));
    var fromThere = arguments.stream().anyMatch(word -> word.contains("+"));
    if (ofBytes) {
      var start = fromThere ? count - 1 : first ? 0 : bytes.length - count;
      var from = (int) Math.min(bytes.length, Math.max(0, start));
      var to = first ? (int) Math.min(bytes.length, count) : bytes.length;
      streams.out().write(bytes, from, Math.max(0, to - from));
      return 0;
    }
    var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    var start = fromThere ? count - 1 : first ? 0 : lines.size() - count;
    var from = (int) Math.min(lines.size(), Math.max(0, start));
    var to = first ? (int) Math.min(lines.size(), count) : lines.size();
    for (var line : lines.subList(from, Math.max(from, to))) {
      streams.print(line + "\n");
    }
    return 0;
  }

  static int ls(Session session, List<String> arguments, Streams streams) throws IOException {
    var names = names(arguments);
    var code = 0;
    for (var name : names.isEmpty() ? List.of(".") : names) {
      var path = session.path(name);
      if (!session.files().exists(path)) {
        streams.complain("ls: " + name + ": No such file or directory");
        code = 1;
      } else if (!session.files().isFolder(path) || option(arguments, 'd')) {
        list(session, path, name, arguments, streams);
      } else {
        for (var child : session.files().names(path)) {
          if (!child.startsWith(".") || option(arguments, 'a')) {
            list(session, Files.resolved(path, child), child, arguments, streams);
          }
        }
      }
    }
    return code;
  }

  private static void list(
      Session session, String path, String name, List<String> arguments, Streams streams)
      throws IOException {
    if (!option(arguments, 'l')) {
      streams.print(name + "\n");
      return;
    }
    var bytes = session.files().read(path);
    streams.print(
        "%s 1 root root %8d %s\n"
            .formatted(
                bytes.isPresent() ? "-rw-r--r--" : "drwxr-xr-x",
                bytes.map(b -> b.length).orElse(0),
                name));
  }

  static int mkdir(Session session, List<String> arguments, Streams streams) throws IOException {
    for (var name : names(arguments)) {
      var path = session.path(name);
      var parents = option(arguments, 'p');
      try {
        if (!parents && session.files().exists(path)) {
          throw new IOException(name + ": File exists");
        }
        if (!parents && !session.files().isFolder(Files.folderOf(path))) {
          throw new IOException(name + ": No such file or directory");
        }
        session.files().makeFolder(path);
      } catch (IOException e) {
        streams.complain("mkdir: can't create directory " + e.getMessage());
        return 1;
      }
    }
    return 0;
  }

  static int touch(Session session, List<String> arguments, Streams streams) throws IOException {
    for (var name : names(arguments)) {
      var path = session.path(name);
      try {
        if (!session.files().exists(path)) {
          session.files().write(path, NO_BYTES);
        }
      } catch (IOException e) {
        streams.complain("touch: " + e.getMessage());
        return 1;
      }
    }
    return 0;
  }

  static int rm(Session session, List<String> arguments, Streams streams) throws IOException {
    for (var name : names(arguments)) {
      var path = session.path(name);
      try {
        if (!session.files().exists(path) && !option(arguments, 'f')) {
          throw new IOException(name + ": No such file or directory");
        }
        if (session.files().isFolder(path) && !option(arguments, 'r')) {
          throw new IOException(name + ": is a directory");
        }
        session.files().remove(path);
      } catch (IOException e) {
        streams.complain("rm: can't remove " + e.getMessage());
        return 1;
      }
    }
    return 0;
  }
}
