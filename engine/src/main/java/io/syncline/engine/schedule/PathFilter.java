package io.syncline.engine.schedule;

import io.syncline.lang.glob.Glob;
import io.syncline.model.application.Application;
import io.syncline.model.source.SourcePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The files that matter to a source as its Application says by {@code manifest-generate-paths}
 * (semantics 4.6).
 *
 * @param paths paths from the root of the repository, or shell globs of them; never empty
 */
public record PathFilter(List<String> paths) {
  private static final String ANNOTATION = "argocd.argoproj.io/manifest-generate-paths";

  /** Copies the list. */
  public PathFilter {
    paths = List.copyOf(paths);
  }

  /**
   * The filter of {@code app} for a source at {@code sourcePath}; empty when it names none, or none
   * inside of the repository.
   */
  public static Optional<PathFilter> of(Application app, String sourcePath) {
    var paths = new ArrayList<String>();
    for (var written : app.manifest().annotation(ANNOTATION).orElse("").split(";")) {
      var path = written.strip();
      if (!path.isEmpty()) {
        var base = path.startsWith("/") ? "" : sourcePath;
        SourcePath.resolve(base, path).ifPresent(paths::add);
      }
    }
    return paths.isEmpty() ? Optional.empty() : Optional.of(new PathFilter(paths));
  }

  /** Whether one of {@code changed} matters; what is not known to have changed may matter. */
  public boolean concerns(Collection<String> changed) {
    return changed.isEmpty()
        || paths.stream().anyMatch(path -> changed.stream().anyMatch(file -> within(file, path)));
  }

  private static boolean within(String file, String path) {
    return path.isEmpty()
        || file.equals(path)
        || file.startsWith(path + "/")
        || Glob.tryOf(path, '/').filter(glob -> glob.matches(file)).isPresent();
  }
}
