package io.syncline.registry;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Files of a tar, gzipped or not; nothing in it may lead out of it. */
public final class Archive {
  private static final int BLOCK = 512;
  private static final long MAX_BYTES = 200L << 20;
  private static final int MAX_FILE = 32 << 20;
  private static final int MAX_ENTRIES = 50_000;

  private final String what;
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final TreeMap<String, String> links = new TreeMap<>();
  private String longName = "";
  private String longLink = "";

  private Archive(String what) {
    this.what = what;
  }

  /**
   * The files of {@code archive}.
   *
   * @param what it is, for messages
   * @throws RegistryException when it cannot be read, leads out of itself or is too large
   */
  public static SourceTree files(byte[] archive, String what) {
    return tree(archive, what);
  }

  /** All files. */
  static FileTree tree(byte[] archive, String what) {
    var read = read(archive, what);
    return new FileTree(what, read.files, read.links);
  }

  /** The files of the one folder at the root, as charts are packed. */
  static FileTree chart(byte[] archive, String what) {
    var read = read(archive, what);
    var files = new TreeMap<String, byte[]>();
    var links = new TreeMap<String, String>();
    read.files.forEach((path, bytes) -> files.put(inner(path), bytes));
    read.links.forEach((path, target) -> links.put(inner(path), target));
    files.remove("");
    links.remove("");
    if (!files.containsKey("Chart.yaml")) {
      throw new RegistryException(
          what + " holds no Chart.yaml (expected: a packaged chart)",
          "package it with helm package");
    }
    return new FileTree(what, files, links);
  }

  private static String inner(String path) {
    var slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(slash + 1);
  }

  private static Archive read(byte[] bytes, String what) {
    var archive = new Archive(what);
    var zipped = bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    try (var in = new ByteArrayInputStream(bytes)) {
      archive.entries(zipped ? new GZIPInputStream(in) : in);
    } catch (IOException e) {
      throw new RegistryException(
          what + " is unreadable: " + e.getMessage() + " (expected: a tar, gzipped or not)", "", e);
    }
    return archive;
  }

  private void entries(InputStream in) throws IOException {
    var total = 0L;
    var count = 0;
    for (var header = in.readNBytes(BLOCK);
        header.length == BLOCK && header[0] != 0;
        header = in.readNBytes(BLOCK)) {
      var size = octal(header, 124, 12);
      total += size;
      if (size > MAX_FILE || total > MAX_BYTES || ++count > MAX_ENTRIES) {
        throw new RegistryException(
            what
                + " is too large (expected: at most "
                + MAX_ENTRIES
                + " files of "
                + MAX_FILE
                + " bytes, "
                + MAX_BYTES
                + " in all)",
            "");
      }
      var content = in.readNBytes((int) size);
      if (content.length < size) {
        throw new IOException("it ends early");
      }
      in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      entry(header, content);
    }
  }

  private void entry(byte[] header, byte[] content) {
    switch ((char) header[156]) {
      case 'L' -> longName = string(content, 0, content.length);
      case 'K' -> longLink = string(content, 0, content.length);
      case 'x' -> {
        var fields = pax(content);
        longName = fields.getOrDefault("path", longName);
        longLink = fields.getOrDefault("linkpath", longLink);
      }
      case '0', '\0' -> {
        var path = path(header);
        if (!path.isEmpty()) {
          files.put(path, content);
          links.remove(path);
        }
      }
      case '1' -> {
        var source = inside(link(header), "", "hard link");
        var path = path(header);
        var bytes = files.get(source);
        if (bytes != null) {
          files.put(path, bytes);
        }
      }
      case '2' -> {
        var target = link(header);
        var path = path(header);
        if (target.startsWith("/")) {
          throw escapes(target, "link");
        }
        inside(target, SourcePath.parent(path), "link");
        links.put(path, target);
      }
      case 'g' -> {
        // Says nothing about names.
      }
      default -> {
        path(header);
      }
    }
  }

  private String path(byte[] header) {
    var prefix = string(header, 345, 155);
    var ustar = string(header, 257, 5).equals("ustar");
    var name = string(header, 0, 100);
    var plain = ustar && !prefix.isEmpty() ? prefix + "/" + name : name;
    var written = longName.isEmpty() ? plain : longName;
    longName = "";
    longLink = "";
    if (written.startsWith("/") || Arrays.asList(written.split("[/\\\\]")).contains("..")) {
      throw escapes(written, "path");
    }
    return inside(written, "", "path");
  }

  private String link(byte[] header) {
    return longLink.isEmpty() ? string(header, 157, 100) : longLink;
  }

  private String inside(String written, String base, String kind) {
    return SourcePath.resolve(base, written).orElseThrow(() -> escapes(written, kind));
  }

  private RegistryException escapes(String written, String kind) {
    return new RegistryException(
        what + " holds the " + kind + " " + written + " (expected: one inside the archive)",
        "do not use it: honest tools write no such archives");
  }

  private static Map<String, String> pax(byte[] content) {
    var fields = new TreeMap<String, String>();
    for (var line : string(content, 0, content.length).split("\n")) {
      var blank = line.indexOf(' ');
      var equals = line.indexOf('=', blank);
      if (blank > 0 && equals > blank) {
        fields.put(line.substring(blank + 1, equals), line.substring(equals + 1));
      }
    }
    return fields;
  }

  private static String string(byte[] bytes, int from, int length) {
    var end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length) throws IOException {
    var text = string(header, from, length).strip();
    try {
      return text.isEmpty() ? 0 : Long.parseUnsignedLong(text, 8) & Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      throw new IOException("malformed tar header", e);
    }
  }
}
