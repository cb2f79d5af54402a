package io.syncline.controller.plugin;

import io.syncline.lang.glob.Glob;
import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.render.RenderException;
import io.syncline.render.SourceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files of a source on disk, for one run of a plugin; gone when closed. */
final class WorkingCopy implements AutoCloseable {
  private static final int MAX_DEPTH = 100;

  private final Path root;
  private final SourceTree tree;
  private final SourceFiles files;
  private final Wanted wanted;
  private final Set<String> copied = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();
  private String path = "";
  private long bytes;

  /**
   * What to copy.
   *
   * @param path folder of the application
   * @param also other paths in the repository, or globs of them
   * @param modes whether files keep their permission to be run
   * @param limit on the bytes of all files
   */
  record Wanted(String path, List<String> also, boolean modes, long limit) {
    /** Copies the list. */
    Wanted {
      also = List.copyOf(also);
    }
  }

  private WorkingCopy(Path root, SourceTree tree, Wanted wanted) {
    this.root = root;
    this.tree = tree;
    this.files = new SourceFiles(tree);
    this.wanted = wanted;
  }

  /**
   * Writes what is {@code wanted} of {@code tree} to a new folder in {@code work}.
   *
   * @throws RenderException when a link leaves the tree, or there is too much of it
   */
  static WorkingCopy of(Path work, SourceTree tree, Wanted wanted) {
    try {
      Files.createDirectories(work);
      var copy = new WorkingCopy(Files.createTempDirectory(work, "run-"), tree, wanted);
      try {
        copy.fill();
        return copy;
      } catch (IOException | RuntimeException e) {
        copy.close();
        throw e;
      }
    } catch (IOException | UncheckedIOException e) {
      throw RenderException.passing(
          wanted.path(),
          "files cannot be written for a plugin: " + e,
          "the disk of the server may be full");
    }
  }

  private void fill() throws IOException {
    for (var own : List.of("home", "tmp", "source")) {
      Files.createDirectory(root.resolve(own));
    }
    path =
        files
            .find("", wanted.path())
            .filter(found -> found.type() == SourceTree.Type.DIRECTORY)
            .map(SourceFiles.Found::path)
            .orElseThrow(
                () ->
                    RenderException.in(
                        wanted.path(),
                        0,
                        "app path does not exist",
                        "check the path and the revision of the source"));
    Files.createDirectories(folder());
    open.add(path);
    wanted.also().forEach(this::add);
    while (!open.isEmpty()) {
      copy(open.poll(), 0);
    }
  }

  private void add(String named) {
    if (named.chars().noneMatch(c -> "*?[{".indexOf(c) >= 0)) {
      files.find("", named).map(SourceFiles.Found::path).ifPresent(open::add);
      return;
    }
    var plain = new StringBuilder();
    for (var part : SourcePath.parent(named).split("/")) {
      if (part.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0)) {
        break;
      }
      plain.append(plain.isEmpty() ? "" : "/").append(part);
    }
    Glob.tryOf(named, '/').ifPresent(glob -> addMatching(plain.toString(), glob, 0));
  }

  private void addMatching(String folder, Glob glob, int depth) {
    for (var entry : tree.list(folder)) {
      var child = join(folder, entry.name());
      if (glob.matches(child)) {
        open.add(child);
      } else if (entry.type() == SourceTree.Type.DIRECTORY && depth < MAX_DEPTH) {
        addMatching(child, glob, depth + 1);
      }
    }
  }

  private void copy(String from, int depth) throws IOException {
    var entry = tree.entry(from);
    if (entry.isEmpty() || !copied.add(from)) {
      return;
    }
    if (depth > MAX_DEPTH) {
      throw RenderException.in(from, 0, "folders nest deeper than " + MAX_DEPTH);
    }
    var to = root.resolve("source").resolve(from);
    switch (entry.get().type()) {
      case DIRECTORY -> {
        Files.createDirectories(to);
        for (var child : tree.list(from)) {
          copy(join(from, child.name()), depth + 1);
        }
      }
      case FILE -> file(from, to, wanted.modes() && entry.get().executable());
      case SYMLINK -> link(from, to);
      case SUBMODULE -> {}
    }
  }

  private void file(String from, Path to, boolean executable) throws IOException {
    var content = files.read(from);
    bytes += content.length;
    if (bytes > wanted.limit()) {
      throw RenderException.in(
          wanted.path(),
          0,
          "files for the plugin exceed " + wanted.limit() + " bytes",
          "keep large files out of the application's folder and of manifest-generate-paths");
    }
    Files.createDirectories(to.getParent());
    Files.write(to, content);
    if (executable) {
      Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** What a link leads to comes along: it must not dangle where it does not in the repository. */
  private void link(String from, Path to) throws IOException {
    var parent = SourcePath.parent(from);
    var target = new String(files.read(from), StandardCharsets.UTF_8);
    var found = files.find(parent, SourcePath.name(from));
    if (found.isEmpty() && SourcePath.resolve(parent, target).isEmpty()) {
      throw RenderException.in(
          from, 0, "symbolic link to '" + target + "' leaves the source (expected: one inside)");
    }
    found.ifPresent(f -> open.add(f.path()));
    Files.createDirectories(to.getParent());
    Files.createSymbolicLink(to, Path.of(target));
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Where the plugin works: the folder of the application. */
  Path folder() {
    return root.resolve("source").resolve(path);
  }

  /** A home of its own, unlike any other. */
  Path home() {
    return root.resolve("home");
  }

  /** A place for what it is to be told and nobody else. */
  Path login() {
    return root.resolve("login");
  }

  /** A place for its temporary files. */
  Path temporary() {
    return root.resolve("tmp");
  }

  @Override
  public void close() {
    delete(root);
  }

  /** Deletes a folder, never following links, however it was left. */
  static void delete(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path folder, IOException problem) throws IOException {
      // A folder without permissions is found out here; as its owner we may change that.
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw problem;
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      delete(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException problem) throws IOException {
      if (problem != null) {
        throw problem;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
