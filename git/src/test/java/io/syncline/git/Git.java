package io.syncline.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bare repository and a work tree of it, both driven by the real program. */
final class Git {
  final Path bare;
  final Path work;

  private Git(Path bare, Path work) {
    this.bare = bare;
    this.work = work;
  }

  /** An empty repository {@code name.git} below {@code parent} with a work tree beside it. */
  static Git create(Path parent, String name) {
    var bare = parent.resolve(name + ".git");
    var work = parent.resolve(name + "-work");
    run(parent, "init", "-q", "--bare", "-b", "main", bare.toString());
    run(parent, "init", "-q", "-b", "main", work.toString());
    run(work, "remote", "add", "origin", bare.toString());
    run(work, "config", "user.name", "Ada");
    run(work, "config", "user.email", "ada@example.com");
    return new Git(bare, work);
  }

  Git file(String path, String content) {
    try {
      var file = work.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits all of the work tree, pushes everything and gives the commit's id. */
  String commit(String message) {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    git("push", "-q", "origin", "--all");
    return git("rev-parse", "HEAD");
  }

  Git tag(String... arguments) {
    var command = new ArrayList<>(List.of("tag"));
    command.addAll(List.of(arguments));
    git(command.toArray(String[]::new));
    git("push", "-q", "origin", "--tags");
    return this;
  }

  String git(String... arguments) {
    return run(work, arguments);
  }

  String inBare(String... arguments) {
    return run(bare, arguments);
  }

  String show(String path) {
    return inBare("show", "main:" + path);
  }

  static String run(Path folder, String... arguments) {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      var builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
      builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
      var process = builder.start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output);
      }
      return output.stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
