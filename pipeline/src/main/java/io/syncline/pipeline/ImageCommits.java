package io.syncline.pipeline;

import io.syncline.git.CommitInfo;
import io.syncline.git.Credentials;
import io.syncline.git.FolderTree;
import io.syncline.git.GitSettings;
import io.syncline.git.GitSink;
import io.syncline.git.WorkTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Carries out an {@link ImageSet}: as a push to a repository, or in a work tree. */
public final class ImageCommits {
  private static final int SHOWN_DIGEST = "sha256:".length() + 12;

  private ImageCommits() {}

  /**
   * What was done.
   *
   * @param changes places that changed
   * @param unchanged places that named the wanted version already
   * @param commit the commit that holds the changes; empty when none was made
   * @param branch the branch it is on; "" when none was made or HEAD is detached
   * @param attempts how often the edit was applied: more than 1 when others pushed meanwhile
   * @param pushed whether the commit was pushed
   */
  public record Result(
      List<ImageChange> changes,
      List<ImageChange> unchanged,
      Optional<String> commit,
      String branch,
      int attempts,
      boolean pushed) {
    /** Copies the lists. */
    public Result {
      changes = List.copyOf(changes);
      unchanged = List.copyOf(unchanged);
    }
  }

  /**
   * Sets images at {@code path} of the target's branch and pushes one commit. The edit is made
   * again on each newer head, so changes of others are kept.
   *
   * @throws PipelineException when the images cannot be set as asked
   * @throws io.syncline.git.GitException when the repository cannot be read or pushed to
   */
  public static Result push(
      GitSink sink, GitSink.Target target, String path, ImageSet images, CommitInfo info) {
    var last = new AtomicReference<>(new ImageEdit(Map.of(), List.of(), List.of()));
    var receipt =
        sink.push(
            target,
            head -> {
              var edit = images.edit(head, path);
              last.set(edit);
              return edit.files();
            },
            info);
    var edit = Objects.requireNonNull(last.get());
    return new Result(
        edit.changes(),
        edit.unchanged(),
        receipt.changed() ? Optional.of(receipt.commit()) : Optional.empty(),
        target.branch(),
        receipt.attempts(),
        receipt.changed());
  }

  /**
   * How a work tree's remote is reached when it is pushed to.
   *
   * @param settings timeouts and the user's rules for URLs
   * @param credentials how to log in at a URL
   */
  public record Access(GitSettings settings, Function<String, Credentials> credentials) {}

  /** What to do in a work tree after the files are written. */
  public enum Then {
    NOTHING,
    COMMIT,
    COMMIT_AND_PUSH
  }

  /**
   * Sets images in a file or folder on this machine; then commits only these files, and pushes the
   * branch, if asked to.
   *
   * @throws PipelineException also when a file to be committed has uncommitted changes of the
   *     user's, which the commit would carry along
   */
  public static Result onDisk(
      Path path, ImageSet images, Then then, CommitInfo info, Access access) {
    var absolute = path.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new PipelineException(
          "path " + path + " not found", "give a file or folder, or REPO//PATH for a repository");
    }
    var found = WorkTree.containing(absolute);
    if (found.isEmpty()) {
      if (then != Then.NOTHING) {
        throw new PipelineException(
            "path " + path + " lies in no Git work tree, so nothing can be committed",
            "leave --commit out, or give REPO//PATH");
      }
      var root = rootOf(absolute);
      var edit = images.edit(new FolderTree(root), root.relativize(absolute).toString());
      return written(root, edit);
    }
    try (var tree = found.get()) {
      return inWorkTree(tree, real(absolute), images, then, info, access);
    }
  }

  /** What an edit outside of a work tree sees: the chart around the path if there is one. */
  private static Path rootOf(Path path) {
    var parent = path.getParent();
    var folder = Files.isDirectory(path) || parent == null ? path : parent;
    for (var above = folder; above != null; above = above.getParent()) {
      if (Files.exists(above.resolve("Chart.yaml"))) {
        return above;
      }
    }
    return folder;
  }

  /** The same, pushing without a login: the user's SSH keys serve when {@code settings} permit. */
  public static Result onDisk(
      Path path, ImageSet images, Then then, CommitInfo info, GitSettings settings) {
    return onDisk(path, images, then, info, new Access(settings, url -> Credentials.anonymous()));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static Result inWorkTree(
      WorkTree tree, Path path, ImageSet images, Then then, CommitInfo info, Access access) {
    var root = real(tree.root());
    var edit =
        images.edit(new FolderTree(root), root.relativize(path).toString().replace('\\', '/'));
    if (then != Then.NOTHING) {
      for (var file : edit.files().keySet()) {
        if (!tree.isCommitted(file)) {
          throw new PipelineException(
              "file " + file + " has changes that are not committed",
              "commit or stash them first, or leave --commit out");
        }
      }
    }
    var written = written(root, edit);
    if (then == Then.NOTHING || edit.changes().isEmpty()) {
      return written;
    }
    var commit = tree.commit(edit.files().keySet(), info);
    if (then == Then.COMMIT_AND_PUSH) {
      tree.push(access.credentials(), access.settings());
    }
    return new Result(
        edit.changes(),
        edit.unchanged(),
        Optional.of(commit),
        tree.branch().orElse(""),
        1,
        then == Then.COMMIT_AND_PUSH);
  }

  private static Result written(Path root, ImageEdit edit) {
    edit.files()
        .forEach((file, content) -> content.ifPresent(bytes -> write(root.resolve(file), bytes)));
    return new Result(edit.changes(), edit.unchanged(), Optional.empty(), "", 1, false);
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static PipelineException unwritable(Path file, IOException e) {
    return new PipelineException(
        "file " + file + " cannot be written: " + e.getMessage(), "check its permissions");
  }

  /** The usual message: {@code chore(api): update image to v2}. */
  public static String message(List<ImageReference> images) {
    if (images.size() == 1) {
      var image = images.getFirst();
      return "chore(" + image.shortName() + "): update image to " + shown(image) + "\n";
    }
    var all = images.stream().map(image -> image.shortName() + " to " + shown(image)).toList();
    return "chore: update images " + String.join(", ", all) + "\n";
  }

  private static String shown(ImageReference image) {
    return image
        .tag()
        .orElseGet(
            () -> {
              var digest = image.digest().orElse("");
              return digest.substring(0, Math.min(digest.length(), SHOWN_DIGEST));
            });
  }

  /**
   * The author and the committer that {@code environment} names as Git reads it ({@code
   * GIT_AUTHOR_NAME} and so on); syncline where it does not.
   */
  public static CommitInfo info(String message, Map<String, String> environment) {
    return new CommitInfo(
        message, identity("AUTHOR", environment), identity("COMMITTER", environment));
  }

  private static CommitInfo.Identity identity(String role, Map<String, String> environment) {
    return new CommitInfo.Identity(
        environment.getOrDefault("GIT_" + role + "_NAME", "syncline"),
        environment.getOrDefault("GIT_" + role + "_EMAIL", "syncline@localhost"));
  }
}
