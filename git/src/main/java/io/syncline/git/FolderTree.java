package io.syncline.git;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/**
 * The files of a folder on disk as a tree: what a work tree holds, committed or not. It is what the
 * disk says at each call; who needs an unchanging tree must keep others from writing.
 */
public final class FolderTree implements SourceTree {
  private final Path root;

  /** The files below {@code root}; {@code .git} is left out. */
  public FolderTree(Path root) {
    this.root = root;
  }

  @Override
  public Optional<Entry> entry(String path) {
    if (path.isEmpty()) {
      return Optional.of(new Entry("", Type.DIRECTORY, ""));
    }
    return throughLink(path) ? Optional.empty() : entry(path, root.resolve(path));
  }

  /** As in a Git tree, nothing stands below a link. */
  private boolean throughLink(String path) {
    for (var at = SourcePath.parent(path); !at.isEmpty(); at = SourcePath.parent(at)) {
      if (Files.isSymbolicLink(root.resolve(at))) {
        return true;
      }
    }
    return false;
  }

  private Optional<Entry> entry(String path, Path file) {
    var name = SourcePath.name(path);
    if (name.equals(".git")) {
      return Optional.empty();
    }
    if (Files.isSymbolicLink(file)) {
      return Optional.of(new Entry(name, Type.SYMLINK, id(bytes(path))));
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(new Entry(name, Type.DIRECTORY, ""));
    }
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new Entry(name, Type.FILE, id(bytes(path))))
        : Optional.empty();
  }

  private static String id(byte[] content) {
    try (var formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, content).name();
    }
  }

  private byte[] bytes(String path) {
    var file = root.resolve(path);
    try {
      return Files.isSymbolicLink(file)
          ? Constants.encode(Files.readSymbolicLink(file).toString())
          : Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<byte[]> read(String path) {
    return entry(path)
        .filter(entry -> entry.type() == Type.FILE || entry.type() == Type.SYMLINK)
        .map(entry -> bytes(path));
  }

  @Override
  public List<Entry> list(String path) {
    if (entry(path).filter(entry -> entry.type() == Type.DIRECTORY).isEmpty()) {
      return List.of();
    }
    var entries = new ArrayList<Entry>();
    try (var names = Files.newDirectoryStream(root.resolve(path))) {
      for (var file : names) {
        var name = file.getFileName().toString();
        entry(path.isEmpty() ? name : path + "/" + name, file).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          root.resolve(path) + " cannot be listed: " + e.getMessage(), e);
    }
    entries.sort(Comparator.comparing(Entry::name));
    return List.copyOf(entries);
  }

  @Override
  public String label() {
    return root.toString();
  }
}
