package io.syncline.model.source;

import java.util.ArrayDeque;
import java.util.Optional;

/** Arithmetic on the paths of a {@link SourceTree}. */
public final class SourcePath {
  private SourcePath() {}

  /**
   * {@code base} joined with {@code relative}, with {@code .} and {@code ..} resolved; empty when
   * that leaves the root. An absolute {@code relative} starts at the root.
   */
  public static Optional<String> resolve(String base, String relative) {
    var parts = new ArrayDeque<String>();
    var whole = relative.startsWith("/") ? relative : base + "/" + relative;
    for (var part : whole.split("/")) {
      switch (part) {
        case "", "." -> {}
        case ".." -> {
          if (parts.pollLast() == null) {
            return Optional.empty();
          }
        }
        default -> parts.add(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  /** The directory of {@code path}; "" for a name at the root. */
  public static String parent(String path) {
    var slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** The last name of {@code path}. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
