package io.syncline.workloads.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The command {@code tar}, as {@code kubectl cp} uses it: create and extract. */
final class Archives {
  private Archives() {}

  /** What was asked for. */
  private record Wish(boolean create, String archive, String folder, List<String> names) {}

  static int run(Session session, List<String> arguments, Streams streams) throws IOException {
    var wish = wish(session, arguments);
    try {
      return wish.create ? create(session, wish, streams) : extract(session, wish, streams);
    } catch (IOException e) {
      streams.complain("tar: " + e.getMessage());
      return 2;
    }
  }

  private static Wish wish(Session session, List<String> arguments) {
    var create = false;
    var archive = "-";
    var folder = session.folder();
    var names = new ArrayList<String>();
    for (var i = 0; i < arguments.size(); i++) {
      var word = arguments.get(i);
      var letters = word.startsWith("-") ? word.substring(1) : i == 0 ? word : "";
      if (word.startsWith("--") || (letters.isEmpty() && word.startsWith("-"))) {
        continue;
      }
      if (letters.isEmpty()) {
        names.add(word);
        continue;
      }
      create |= letters.contains("c");
      if (letters.endsWith("f") && i + 1 < arguments.size()) {
        archive = arguments.get(++i);
      } else if (letters.endsWith("C") && i + 1 < arguments.size()) {
        folder = Files.resolved(folder, arguments.get(++i));
      }
    }
    return new Wish(create, archive, folder, names);
  }

  private static int create(Session session, Wish wish, Streams streams) throws IOException {
    var whole = new ByteArrayOutputStream();
    var out = wish.archive.equals("-") ? streams.out() : whole;
    var code = 0;
    for (var name : wish.names) {
      var path = Files.resolved(wish.folder, name);
      if (session.files().exists(path)) {
        add(session, path, Files.resolved("/", name).substring(1), out);
      } else {
        streams.complain("tar: " + name + ": Cannot stat: No such file or directory");
        code = 2;
      }
    }
    Tar.end(out);
    if (out == whole) {
      session.files().write(Files.resolved(wish.folder, wish.archive), whole.toByteArray());
    }
    return code;
  }

  private static void add(Session session, String path, String name, OutputStream out)
      throws IOException {
    var time = session.now().getEpochSecond();
    var file = session.files().read(path);
    if (file.isPresent()) {
      Tar.file(out, name, file.get(), time);
      return;
    }
    if (!name.isEmpty()) {
      Tar.folder(out, name, time);
    }
    for (var child : session.files().names(path)) {
      add(session, Files.resolved(path, child), name.isEmpty() ? child : name + "/" + child, out);
    }
  }

  private static int extract(Session session, Wish wish, Streams streams) throws IOException {
    var files = session.files();
    if (!files.isFolder(wish.folder)) {
      throw new IOException(wish.folder + ": Cannot open: No such file or directory");
    }
    var in =
        wish.archive.equals("-")
            ? streams.in()
            : new ByteArrayInputStream(
                files
                    .read(Files.resolved(wish.folder, wish.archive))
                    .orElseThrow(() -> new IOException(wish.archive + ": Cannot open")));
    Tar.read(
        in,
        new Tar.Target() {
          @Override
          public void folder(String name) throws IOException {
            files.makeFolder(Files.resolved(wish.folder, "./" + name));
          }

          @Override
          public void file(String name, byte[] bytes) throws IOException {
            var path = Files.resolved(wish.folder, "./" + name);
            files.makeFolder(Files.folderOf(path));
            files.write(path, bytes);
          }
        });
    return 0;
  }
}
