package io.syncline.model.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files of one revision of one repository. Paths are relative to the root, with {@code /}
 * between names, no leading or trailing slash; the root itself is "".
 *
 * <p>A tree never changes, so two reads of a path give the same bytes, and {@link Entry#id} changes
 * exactly when content does.
 */
public interface SourceTree {
  /** What stands at a path. */
  enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    SUBMODULE
  }

  /**
   * One name in a directory.
   *
   * @param name last part of the path
   * @param type what it is; links are not followed
   * @param id identity of the content (a Git object id, or a hash with the same property)
   * @param executable whether it is a file that may be run, where that is known
   */
  record Entry(String name, Type type, String id, boolean executable) {
    /** One that may not be run. */
    public Entry(String name, Type type, String id) {
      this(name, type, id, false);
    }
  }

  /** The entry at {@code path}; empty when nothing stands there. */
  Optional<Entry> entry(String path);

  /**
   * The bytes of the file at {@code path}; for a link, its target as written. Empty when nothing
   * stands there or it is no file.
   */
  Optional<byte[]> read(String path);

  /**
   * How many bytes {@link #read} would give; empty when that is not known without reading, or
   * nothing is there to read.
   */
  default OptionalLong size(String path) {
    return OptionalLong.empty();
  }

  /** The entries of the directory at {@code path}, sorted by name; empty when it is none. */
  List<Entry> list(String path);

  /** What this tree is, for messages: such as {@code repo.git@1a2b3c4}. */
  String label();
}
