package io.syncline.render.offline;

import io.syncline.model.source.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of the local disk as a tree. Links are shown as links and never followed; files are read
 * once and kept, so that the tree does not change under a render. For one thread.
 */
public final class OfflineTree implements SourceTree {
  private final Path root;
  private final Map<String, Optional<Entry>> entries = new HashMap<>();
  private final Map<String, Optional<byte[]>> contents = new HashMap<>();

  private OfflineTree(Path root) {
    this.root = root;
  }

  /** The folder {@code root}. */
  public static OfflineTree at(Path root) {
    return new OfflineTree(root.toAbsolutePath().normalize());
  }

  /** The root of the work tree around {@code folder}, or of the disk when it is in none. */
  public static Path enclosingRoot(Path folder) {
    var absolute = folder.toAbsolutePath().normalize();
    for (Path here = absolute; here != null; here = here.getParent()) {
      if (Files.exists(here.resolve(".git"))) {
        return here;
      }
    }
    return absolute.getRoot() == null ? absolute : absolute.getRoot();
  }

  /** The path of {@code folder} in this tree. */
  public String pathOf(Path folder) {
    var relative = root.relativize(folder.toAbsolutePath().normalize()).toString();
    return relative.replace('\\', '/');
  }

  @Override
  public Optional<Entry> entry(String path) {
    var known = entries.get(path);
    if (known == null) {
      known = look(path);
      entries.put(path, known);
    }
    return known;
  }

  private Optional<Entry> look(String path) {
    if (path.isEmpty()) {
      return Optional.of(new Entry("", Type.DIRECTORY, "directory"));
    }
    var slash = path.lastIndexOf('/');
    var parent = slash < 0 ? "" : path.substring(0, slash);
    if (entry(parent).filter(e -> e.type() == Type.DIRECTORY).isEmpty()) {
      return Optional.empty();
    }
    var name = path.substring(slash + 1);
    var file = root.resolve(path);
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        return Optional.of(new Entry(name, Type.SYMLINK, hash(content(path, true))));
      }
      if (attributes.isDirectory()) {
        return Optional.of(new Entry(name, Type.DIRECTORY, "directory"));
      }
      if (!attributes.isRegularFile()) {
        return Optional.empty();
      }
      return Optional.of(
          new Entry(
              name,
              Type.FILE,
              attributes.size() + "-" + attributes.lastModifiedTime().toMillis(),
              Files.isExecutable(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }

  private byte[] content(String path, boolean link) {
    return contents
        .computeIfAbsent(
            path,
            p -> {
              var file = root.resolve(p);
              try {
                return Optional.of(
                    link
                        ? Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8)
                        : Files.readAllBytes(file));
              } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
              }
            })
        .orElseThrow();
  }

  private static String hash(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-1").digest(bytes);
      return String.format("%040x", new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  @Override
  public Optional<byte[]> read(String path) {
    return entry(path)
        .flatMap(
            entry ->
                switch (entry.type()) {
                  case FILE -> Optional.of(content(path, false));
                  case SYMLINK -> Optional.of(content(path, true));
                  case DIRECTORY, SUBMODULE -> Optional.empty();
                });
  }

  @Override
  public List<Entry> list(String path) {
    if (entry(path).filter(e -> e.type() == Type.DIRECTORY).isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<Entry>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(root.resolve(path))) {
      for (var file : names) {
        var name = String.valueOf(file.getFileName());
        if (!name.equals(".git")) {
          entry(path.isEmpty() ? name : path + "/" + name).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + root.resolve(path), e);
    }
    found.sort(Comparator.comparing(Entry::name));
    return found;
  }

  @Override
  public String label() {
    return root.toString();
  }
}
