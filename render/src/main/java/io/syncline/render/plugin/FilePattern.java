package io.syncline.render.plugin;

import io.syncline.lang.glob.Glob;
import io.syncline.model.source.SourceTree;
import io.syncline.render.RenderException;
import io.syncline.render.SourceFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of file names below a folder, by which plugins discover their sources: {@code *},
 * {@code ?} and {@code [a-z]} inside of one name, {@code **} for any folders, {@code {a,b}} for
 * either.
 */
public final class FilePattern {
  private static final int MAX_DEPTH = 50;

  private final List<String> names;

  private FilePattern(List<String> names) {
    this.names = names;
  }

  /**
   * A pattern.
   *
   * @throws Glob.GlobException when it is malformed
   */
  public static FilePattern of(String pattern) {
    var names =
        Arrays.stream(pattern.split("/"))
            .filter(name -> !name.isEmpty() && !name.equals("."))
            .toList();
    names.forEach(name -> Glob.of(name, '/'));
    return new FilePattern(names);
  }

  /**
   * Whether something below the folder {@code base} has such a name.
   *
   * @throws RenderException when a link on the way leaves the tree
   */
  public boolean matches(SourceTree tree, String base) {
    return !names.isEmpty() && matches(new SourceFiles(tree), base, 0, 0);
  }

  private boolean matches(SourceFiles files, String folder, int from, int depth) {
    if (depth > MAX_DEPTH) {
      return false;
    }
    var name = names.get(from);
    if (name.equals("**")) {
      return from + 1 < names.size() && matches(files, folder, from + 1, depth + 1)
          || files.tree().list(folder).stream()
              .anyMatch(entry -> below(files, folder, entry, from, depth));
    }
    if (isPlain(name)) {
      return continues(files.find(folder, name), files, from, depth);
    }
    var glob = Glob.of(name, '/');
    return files.tree().list(folder).stream()
        .filter(entry -> glob.matches(entry.name()))
        .anyMatch(entry -> continues(files.find(folder, entry.name()), files, from, depth));
  }

  /** What {@code **} stands for; links are not followed, they may lead in circles. */
  private boolean below(
      SourceFiles files, String folder, SourceTree.Entry entry, int from, int depth) {
    if (entry.type() != SourceTree.Type.DIRECTORY) {
      return from + 1 == names.size();
    }
    return matches(files, join(folder, entry.name()), from, depth + 1);
  }

  private boolean continues(
      Optional<SourceFiles.Found> found, SourceFiles files, int from, int depth) {
    if (found.isEmpty()) {
      return false;
    }
    return from + 1 == names.size()
        || found.get().type() == SourceTree.Type.DIRECTORY
            && matches(files, found.get().path(), from + 1, depth + 1);
  }

  private static boolean isPlain(String name) {
    return name.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0);
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
