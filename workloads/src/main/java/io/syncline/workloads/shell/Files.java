package io.syncline.workloads.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A tree of files in memory. Paths begin with a slash and have no dots in them. Safe for many
 * threads; bounded in size.
 */
final class Files {
  /** Most bytes of one tree. */
  static final long LARGEST = 32L << 20;

  private static final byte[] NO_BYTES = new byte[0];

  /** One file or folder. */
  private static final class Entry {
    private final boolean folder;
    private final byte[] bytes;

    Entry(boolean folder, byte[] bytes) {
      this.folder = folder;
      this.bytes = bytes;
    }
  }

  private final NavigableMap<String, Entry> entries = new TreeMap<>();
  private long size;

  Files() {
    entries.put("/", new Entry(true, NO_BYTES));
  }

  synchronized boolean isFolder(String path) {
    var entry = entries.get(path);
    return entry != null && entry.folder;
  }

  /** The bytes of a file; not to be changed. */
  synchronized Optional<byte[]> read(String path) {
    var entry = entries.get(path);
    return entry == null || entry.folder ? Optional.empty() : Optional.of(entry.bytes);
  }

  /** Makes or replaces a file, whose folder must be there. */
  synchronized void write(String path, byte[] bytes) throws IOException {
    if (isFolder(path)) {
      throw new IOException(path + ": Is a directory");
    }
    if (!isFolder(folderOf(path))) {
      throw new IOException(path + ": No such file or directory");
    }
    var grown = size + bytes.length - read(path).map(b -> b.length).orElse(0);
    if (grown > LARGEST) {
      throw new IOException(
          path + ": No space left on device (simulated files: " + LARGEST + " bytes at most)");
    }
    size = grown;
    entries.put(path, new Entry(false, bytes));
  }

  /** Makes a folder and those above it. */
  synchronized void makeFolder(String path) throws IOException {
    if (read(path).isPresent()) {
      throw new IOException(path + ": File exists");
    }
    if (!path.equals("/")) {
      makeFolder(folderOf(path));
      entries.put(path, new Entry(true, NO_BYTES));
    }
  }

  /** Removes a file, or a folder with all in it. */
  synchronized void remove(String path) {
    read(path).ifPresent(bytes -> size -= bytes.length);
    entries.remove(path);
    var below = entries.subMap(path + "/", path + "0");
    below.values().forEach(entry -> size -= entry.bytes.length);
    below.clear();
  }

  /** The names in a folder, sorted. */
  synchronized List<String> names(String folder) {
    var prefix = folder.equals("/") ? "/" : folder + "/";
    var names = new ArrayList<String>();
    for (var path : entries.tailMap(prefix, false).keySet()) {
      if (!path.startsWith(prefix)) {
        break;
      }
      if (path.indexOf('/', prefix.length()) < 0) {
        names.add(path.substring(prefix.length()));
      }
    }
    return names;
  }

  /** The folder a path lies in. */
  static String folderOf(String path) {
    var slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** {@code path} seen from {@code folder}, without dots and double slashes. */
  static String resolved(String folder, String path) {
    var parts = new ArrayList<String>();
    for (var part : (path.startsWith("/") ? path : folder + "/" + path).split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
