package io.syncline.acceptance.scenario;

import io.syncline.acceptance.WorkTree;
import io.syncline.acceptance.Workspace;
import io.syncline.merge.patch.JsonPatch;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * The Git repository of one scenario with its files. Paths are relative to its root. What is
 * changed is seen by the product once it is {@linkplain #commit committed}.
 */
public final class Repository {
  /** Beside a cluster that is not its own the product reads no paths of its machine. */
  private static final String SERVED = "https://git.syncline.example/";

  private final String url;
  private final Path bare;
  private final Path files;
  private boolean empty = true;

  /**
   * A repository without commits.
   *
   * @param folder what the product serves {@link #SERVED} from
   */
  Repository(Path folder, String name) {
    files = Workspace.folder("files");
    url = SERVED + name + ".git";
    bare = folder.resolve(name + ".git");
    WorkTree.git(files, "init", "-q", "-b", "master", "--separate-git-dir", bare.toString(), ".");
  }

  /** Its address. */
  public String url() {
    return url;
  }

  /** The folder of the repository itself. */
  public Path bare() {
    return bare;
  }

  /** The folder its files are checked out in. */
  public Path files() {
    return files;
  }

  /** Copies a folder of the scenarios' test data here, under the same name. */
  public Repository testdata(String folder) {
    Testdata.copy(folder, files);
    return this;
  }

  /** Writes a file; its folders are made. */
  public Repository write(String path, String text) {
    try {
      var file = files.resolve(path).toAbsolutePath();
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Writes a program. */
  public Repository program(String path, String text) {
    write(path, text);
    try {
      Files.setPosixFilePermissions(
          files.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Text of a file. */
  public String read(String path) {
    try {
      return Files.readString(files.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Changes the first object of a file by a JSON patch, written as YAML or JSON. */
  public Repository patch(String path, String operations) {
    var documents =
        Yaml.documents(read(path)).stream()
            .map(Yaml.Document::value)
            .filter(Objects::nonNull)
            .toList();
    var text = new StringBuilder();
    text.append(
        Yaml.write(JsonPatch.apply(documents.getFirst(), Tree.items(Yaml.parse(operations)))));
    documents.stream().skip(1).forEach(d -> text.append("---\n").append(Yaml.write(d)));
    return write(path, text.toString());
  }

  /** Replaces {@code old}, which must be there. */
  public Repository replace(String path, String old, String next) {
    var text = read(path);
    if (!text.contains(old)) {
      throw new AssertionError(path + " does not contain " + old + ":\n" + text);
    }
    return write(path, text.replace(old, next));
  }

  /** Removes a file. */
  public Repository remove(String path) {
    try {
      Files.delete(files.resolve(path));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Makes a symbolic link. */
  public Repository link(String path, String target) {
    try {
      Files.createSymbolicLink(files.resolve(path), Path.of(target));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Commits everything there is to commit. */
  public Repository commit() {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", empty ? "The scenario begins" : "A change");
    empty = false;
    return this;
  }

  /** Id of the commit checked out. */
  public String head() {
    return git("rev-parse", "HEAD");
  }

  /** Runs git here; it must succeed. */
  public String git(String... words) {
    return WorkTree.git(files, words);
  }

  boolean uncommitted() {
    return empty;
  }
}
