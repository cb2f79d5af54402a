package io.syncline.pipeline;

import java.nio.file.Path;

/** Where images are to be set. */
public sealed interface ImageTarget {
  /** A file or folder in a repository that is pushed to. */
  record Repository(String url, String path) implements ImageTarget {}

  /** A file or folder on this machine. */
  record OnDisk(Path path) implements ImageTarget {}

  /**
   * Reads {@code REPO//PATH}, REPO being any Git URL or a folder, or else a path on this machine.
   * An empty PATH is the whole repository.
   */
  static ImageTarget parse(String text) {
    var scheme = text.indexOf("://");
    var from = scheme < 0 ? 1 : scheme + "://".length();
    var slashes = text.indexOf("//", from);
    return slashes < 0
        ? new OnDisk(Path.of(text))
        : new Repository(text.substring(0, slashes), text.substring(slashes + 2));
  }
}
