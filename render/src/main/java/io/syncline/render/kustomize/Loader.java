package io.syncline.render.kustomize;

import io.syncline.model.source.SourceTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.SourceFiles;
import io.syncline.render.SourceFiles.Found;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads files for one kustomization folder, within what load restrictions permit. */
final class Loader {
  private final SourceFiles files;
  private final String root;
  private final @Nullable Loader referrer;
  private final boolean unrestricted;
  private final int depth;

  private Loader(
      SourceFiles files, String root, @Nullable Loader referrer, boolean unrestricted, int depth) {
    this.files = files;
    this.root = root;
    this.referrer = referrer;
    this.unrestricted = unrestricted;
    this.depth = depth;
  }

  static Loader at(SourceFiles files, String path, boolean unrestricted) {
    var found = files.find("", path);
    if (found.isEmpty() || found.get().type() != SourceTree.Type.DIRECTORY) {
      throw new BuildException("'" + path + "' is not a directory");
    }
    return new Loader(files, found.get().path(), null, unrestricted, 0);
  }

  String root() {
    return root;
  }

  int depth() {
    return depth;
  }

  static boolean remote(String path) {
    return path.contains("://")
        || path.startsWith("git@")
        || path.startsWith("git::")
        || path.startsWith("gh:")
        || path.matches("(www\\.)?(github\\.com|gitlab\\.com|bitbucket\\.org)[/:].*")
        || path.contains("?ref=")
        || path.contains(".git//");
  }

  /** The loader of another folder, which must not lead back here. */
  Loader folder(String path) {
    if (path.isEmpty()) {
      throw new BuildException("new root cannot be empty");
    }
    var found = path.startsWith("/") ? Optional.<Found>empty() : files.find(root, path);
    if (found.isEmpty() || found.get().type() != SourceTree.Type.DIRECTORY) {
      if (remote(path)) {
        throw new BuildException(
            "remote base '" + path + "' is not supported (expected: a folder of this repository)");
      }
      if (path.startsWith("/")) {
        throw new BuildException("new root '" + path + "' cannot be absolute");
      }
      throw new BuildException("must build at directory: '" + path + "' is not a directory");
    }
    var target = found.get().path();
    for (@Nullable Loader visited = this; visited != null; visited = visited.referrer) {
      if (within(visited.root, target)) {
        throw new BuildException(
            "cycle detected: candidate root '"
                + target
                + "' contains visited root '"
                + visited.root
                + "'");
      }
    }
    return new Loader(files, target, this, unrestricted, depth + 1);
  }

  private static boolean within(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }

  /** Whether {@code path} is a folder. */
  boolean isFolder(String path) {
    return !path.startsWith("/")
        && files.find(root, path).filter(f -> f.type() == SourceTree.Type.DIRECTORY).isPresent();
  }

  /** Whether {@code path} is a file. */
  boolean isFile(String path) {
    return !remote(path)
        && files.find(root, path).filter(f -> f.type() == SourceTree.Type.FILE).isPresent();
  }

  /** Where the file {@code path} really stands. */
  String locate(String path) {
    if (path.startsWith("http://") || path.startsWith("https://")) {
      throw new BuildException(
          "remote file '" + path + "' is not supported (expected: a file of this repository)");
    }
    var found = files.find(root, path);
    if (found.isEmpty()) {
      throw new BuildException(
          "file '" + path + "' not found in '" + (root.isEmpty() ? "." : root) + "'");
    }
    if (found.get().type() != SourceTree.Type.FILE) {
      throw new BuildException("'" + path + "' must resolve to a file");
    }
    var target = found.get().path();
    if (!unrestricted && !within(target, root)) {
      throw new BuildException(
          "security; file '"
              + target
              + "' is not in or below '"
              + (root.isEmpty() ? "." : root)
              + "'");
    }
    return target;
  }

  byte[] bytes(String path) {
    return files.read(locate(path));
  }

  /** The text of the file at {@code path} relative to the folder. */
  String text(String path) {
    return Yaml.decode(bytes(path));
  }

  /** The text of a file already located. */
  String textOf(String located) {
    return Yaml.decode(files.read(located));
  }
}
