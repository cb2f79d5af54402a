package io.syncline.lang.jsonnet;

import java.util.Optional;

/** Where a program gets what it imports. */
@FunctionalInterface
public interface Imports {
  /** A program that imports nothing. */
  Imports NONE = (from, path) -> Optional.empty();

  /** A file that was found; its name is the same for each way to it. */
  final class Found {
    private final String file;
    private final byte[] content;

    /** Shares the bytes, which nobody writes to. */
    public Found(String file, byte[] content) {
      this.file = file;
      this.content = content;
    }

    /** Its name. */
    public String file() {
      return file;
    }

    /** Its bytes. */
    public byte[] content() {
      return content;
    }
  }

  /** The file that {@code path} means in the file {@code from}; empty when there is none. */
  Optional<Found> find(String from, String path);
}
