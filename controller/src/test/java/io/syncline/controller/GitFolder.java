package io.syncline.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Git repository with a work tree, driven by the git program. */
final class GitFolder {
  private final Path folder;

  GitFolder(Path folder) {
    this.folder = folder;
    git("init", "-q", "-b", "main");
  }

  String url() {
    return folder.toUri().toString();
  }

  /** Writes one file; commit separately. */
  GitFolder write(String path, String content) {
    try {
      var file = folder.resolve(path);
      Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GitFolder delete(String path) {
    git("rm", "-q", "-r", path);
    return this;
  }

  /** Commits everything; the commit's id. */
  String commit(String message) {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  }

  private String git(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "git",
                "-C",
                folder.toString(),
                "-c",
                "user.name=Test",
                "-c",
                "user.email=test@example.com"));
    Stream.of(arguments).forEach(command::add);
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
