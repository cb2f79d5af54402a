package io.syncline.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A clone on disk that somebody edits with the real git. */
public final class WorkTree {
  private final Path folder;

  private WorkTree(Path folder) {
    this.folder = folder;
  }

  /** Clones one branch of {@code bare}. */
  public static WorkTree clone(Path bare, String branch) {
    var tree = new WorkTree(Workspace.folder("clone"));
    git(
        Path.of("").toAbsolutePath(),
        "clone",
        "-q",
        "-b",
        branch,
        bare.toString(),
        tree.folder.toString());
    return tree;
  }

  /** Makes an empty bare repository with branch {@code main} and gives a clone of it. */
  public static WorkTree create(Path bare) {
    git(Path.of("").toAbsolutePath(), "init", "-q", "--bare", "-b", "main", bare.toString());
    var tree = new WorkTree(Workspace.folder("clone"));
    git(Path.of("").toAbsolutePath(), "clone", "-q", bare.toString(), tree.folder.toString());
    tree.git("checkout", "-q", "-B", "main");
    return tree;
  }

  /** Runs git here; it must succeed. */
  public String git(String... words) {
    return git(folder, words);
  }

  /** Text of a file. */
  public String read(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file; its folders are made. */
  public WorkTree write(String path, String text) {
    try {
      Files.createDirectories(folder.resolve(path).toAbsolutePath().getParent());
      Files.writeString(folder.resolve(path), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces {@code old}, which must be there, by {@code next} everywhere in a file. */
  public WorkTree replace(String path, String old, String next) {
    var text = read(path);
    if (!text.contains(old)) {
      throw new AssertionError(path + " does not contain " + old + ":\n" + text);
    }
    return write(path, text.replace(old, next));
  }

  /** Commits everything and gives the commit's id. */
  public String commit(String message) {
    git("add", "-A");
    git("commit", "-q", "-m", message);
    return git("rev-parse", "HEAD");
  }

  /** Pushes what is checked out to the branch of the same name. */
  public void push() {
    git("push", "-q", "origin", "HEAD");
  }

  /** Runs git in {@code folder}; it must succeed. */
  public static String git(Path folder, String... words) {
    var command =
        new ArrayList<>(
            List.of("git", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"));
    command.addAll(List.of(words));
    return new Shell(
            folder,
            Map.of(
                "GIT_AUTHOR_NAME", "Ada",
                "GIT_AUTHOR_EMAIL", "ada@example.com",
                "GIT_COMMITTER_NAME", "Ada",
                "GIT_COMMITTER_EMAIL", "ada@example.com",
                "GIT_TERMINAL_PROMPT", "0"))
        .run(command)
        .exits(0)
        .text();
  }
}
