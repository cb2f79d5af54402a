package io.syncline.render.kustomize;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RemoteAddress;
import io.syncline.render.Remotes;
import io.syncline.render.RenderException;
import io.syncline.render.SourceFiles;
import io.syncline.render.SourceFiles.Found;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads files for one kustomization folder, within what load restrictions permit. The folder stands
 * in the source's own tree or in that of a remote base.
 */
final class Loader {
  private final Scope scope;
  private final SourceFiles files;
  private final String label;
  private final String root;
  private final @Nullable Loader referrer;

  /**
   * What all folders of a build have in common.
   *
   * @param remotes where remote bases and files come from
   * @param unrestricted whether files outside of a folder may be read
   * @param warnings gets a line for each field in use that is deprecated
   * @param memo what earlier builds left; absent when this one is to know nothing of them
   */
  record Scope(
      Remotes remotes, boolean unrestricted, Consumer<String> warnings, Optional<BuildMemo> memo) {}

  private Loader(
      Scope scope, SourceFiles files, String label, String root, @Nullable Loader referrer) {
    this.scope = scope;
    this.files = files;
    this.label = label;
    this.root = root;
    this.referrer = referrer;
  }

  static Loader at(SourceFiles files, String path, Scope scope) {
    var found = files.find("", path);
    if (found.isEmpty() || found.get().type() != SourceTree.Type.DIRECTORY) {
      throw new BuildException("'" + path + "' is not a directory");
    }
    return new Loader(scope, files, "", found.get().path(), null);
  }

  /** Tells of something that still works and should not be used. */
  void warn(String warning) {
    scope.warnings().accept(warning);
  }

  /** What earlier builds left. */
  Optional<BuildMemo> memo() {
    return scope.memo();
  }

  /** Where a located file stands and what it holds; empty when only reading it would tell. */
  Optional<String> identity(String located) {
    return isUrl(located)
        ? Optional.empty()
        : files.tree().entry(located).map(entry -> name(located) + "\n" + entry.id());
  }

  String root() {
    return root;
  }

  /** How many folders lead here. */
  int depth() {
    var depth = 0;
    for (@Nullable Loader above = referrer; above != null; above = above.referrer) {
      depth++;
    }
    return depth;
  }

  /** A located file as messages name it; no two files of a build have one name. */
  String name(String located) {
    return label.isEmpty() || isUrl(located) ? located : label + "//" + located;
  }

  private static boolean isUrl(String path) {
    return path.startsWith("http://") || path.startsWith("https://");
  }

  /** The loader of another folder, which must not lead back here. */
  Loader folder(String path) {
    if (path.isEmpty()) {
      throw new BuildException("new root cannot be empty");
    }
    var found = path.startsWith("/") ? Optional.<Found>empty() : files.find(root, path);
    if (found.isEmpty() || found.get().type() != SourceTree.Type.DIRECTORY) {
      var remote = RepoAddress.parse(path);
      if (remote.isPresent()) {
        return remote(path, remote.get());
      }
      if (path.startsWith("/")) {
        throw new BuildException("new root '" + path + "' cannot be absolute");
      }
      throw new BuildException("must build at directory: '" + path + "' is not a directory");
    }
    var target = found.get().path();
    for (@Nullable Loader visited = this; visited != null; visited = visited.referrer) {
      if (visited.label.equals(label) && within(visited.root, target)) {
        throw new BuildException(
            "cycle detected: candidate root '"
                + target
                + "' contains visited root '"
                + visited.root
                + "'");
      }
    }
    return new Loader(scope, files, label, target, this);
  }

  private Loader remote(String written, RepoAddress address) {
    var wanted = new RemoteAddress.Git(address.url(), address.ref());
    for (@Nullable Loader visited = this; visited != null; visited = visited.referrer) {
      if (visited.label.equals(wanted.text()) && visited.root.equals(address.path())) {
        throw new BuildException(
            "cycle detected: URI '" + written + "' referenced by previous URI '" + written + "'");
      }
    }
    var tree = open(wanted, "remote base '" + written + "'").tree();
    var there = new SourceFiles(tree);
    var folder = there.find("", address.path()).filter(f -> f.type() == SourceTree.Type.DIRECTORY);
    if (folder.isEmpty()) {
      throw new BuildException(
          "remote base '"
              + written
              + "': '"
              + address.path()
              + "' is not a directory of "
              + tree.label());
    }
    return new Loader(scope, there, wanted.text(), folder.get().path(), this);
  }

  private Remotes.Remote open(RemoteAddress address, String subject) {
    try {
      return scope.remotes().open(address);
    } catch (RenderException e) {
      throw new BuildException(subject + ": " + e.problem().message());
    }
  }

  private static boolean within(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }

  /** Whether {@code path} is a folder of this tree. */
  boolean isFolder(String path) {
    return !path.startsWith("/")
        && files.find(root, path).filter(f -> f.type() == SourceTree.Type.DIRECTORY).isPresent();
  }

  /** Whether {@code path} is a file of this tree. */
  boolean isFile(String path) {
    return !isUrl(path)
        && files.find(root, path).filter(f -> f.type() == SourceTree.Type.FILE).isPresent();
  }

  /**
   * Whether {@code path} can only be a folder of a repository elsewhere. A plain URL may be a file,
   * which upstream finds out by asking for it first.
   */
  boolean isRemoteFolder(String path) {
    return RepoAddress.parse(path)
        .filter(
            address ->
                !isUrl(path)
                    || !address.ref().isEmpty()
                    || address.url().endsWith(".git")
                    || address.url().contains("/_git/")
                    || path.indexOf("//", "https://".length()) >= 0)
        .isPresent();
  }

  /** Where the file {@code path} really stands; a URL stands for itself. */
  String locate(String path) {
    if (isUrl(path)) {
      return path;
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
    if (!scope.unrestricted() && !within(target, root)) {
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
    return bytesOf(locate(path));
  }

  private byte[] bytesOf(String located) {
    if (!isUrl(located)) {
      return files.read(located);
    }
    var tree = open(new RemoteAddress.File(located), "remote file '" + located + "'").tree();
    return tree.list("").stream()
        .findFirst()
        .flatMap(file -> tree.read(file.name()))
        .orElseThrow(() -> new BuildException("remote file '" + located + "' is empty"));
  }

  /** The text of the file at {@code path} relative to the folder. */
  String text(String path) {
    return textOf(locate(path));
  }

  /** The text of a file already located. */
  String textOf(String located) {
    try {
      return Yaml.decode(bytesOf(located));
    } catch (YamlException e) {
      throw new BuildException(e.problem(), name(located), e.line());
    }
  }

  /** The tree this folder stands in. */
  SourceTree tree() {
    return files.tree();
  }

  /** Where the folder {@code path} of this tree really stands; empty when it is none. */
  Optional<String> folderPath(String path) {
    return files
        .find(root, path)
        .filter(f -> f.type() == SourceTree.Type.DIRECTORY)
        .map(Found::path);
  }

  /** The last name of the folder. */
  String folderName() {
    return SourcePath.name(root);
  }
}
