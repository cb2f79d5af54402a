package io.syncline.render.helm;

import io.syncline.render.RenderException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A packaged chart: a gzipped tar with one folder at its root. */
final class ChartArchive {
  private static final int BLOCK = 512;
  private static final long MAX_BYTES = 100L << 20;
  private static final int MAX_FILE = 10 << 20;

  private ChartArchive() {}

  /** Files by path inside that folder. */
  static SortedMap<String, byte[]> files(byte[] archive, String place) {
    var files = new TreeMap<String, byte[]>();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      read(in, files, place);
    } catch (IOException e) {
      throw RenderException.in(place, 0, "chart archive is unreadable: " + e.getMessage());
    }
    if (files.isEmpty()) {
      throw RenderException.in(place, 0, "chart archive is empty (expected: a packaged chart)");
    }
    return files;
  }

  private static void read(InputStream in, TreeMap<String, byte[]> files, String place)
      throws IOException {
    var longName = "";
    var total = 0L;
    for (var header = in.readNBytes(BLOCK);
        header.length == BLOCK && header[0] != 0;
        header = in.readNBytes(BLOCK)) {
      var size = octal(header, 124, 12);
      total += size;
      if (size > MAX_FILE || total > MAX_BYTES) {
        throw RenderException.in(
            place, 0, "chart archive is too large (expected: at most " + MAX_BYTES + " bytes)");
      }
      var content = in.readNBytes((int) size);
      in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      var type = (char) header[156];
      switch (type) {
        case 'L' -> longName = string(content, 0, content.length);
        case 'x' -> longName = paxPath(content, longName);
        case '0', '\0' -> {
          put(files, longName.isEmpty() ? name(header) : longName, content);
          longName = "";
        }
        default -> longName = type == 'g' ? longName : "";
      }
    }
  }

  private static void put(TreeMap<String, byte[]> files, String path, byte[] content) {
    var normal = path.startsWith("./") ? path.substring(2) : path;
    var slash = normal.indexOf('/');
    if (slash > 0 && !normal.contains("..")) {
      files.put(normal.substring(slash + 1), content);
    }
  }

  private static String name(byte[] header) {
    var prefix = string(header, 345, 155);
    var ustar = string(header, 257, 5).equals("ustar");
    var name = string(header, 0, 100);
    return ustar && !prefix.isEmpty() ? prefix + "/" + name : name;
  }

  private static String paxPath(byte[] content, String otherwise) {
    for (var line : string(content, 0, content.length).split("\n")) {
      var blank = line.indexOf(' ');
      if (line.startsWith("path=", blank + 1)) {
        return line.substring(blank + 6);
      }
    }
    return otherwise;
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
      return text.isEmpty() ? 0 : Long.parseLong(text, 8);
    } catch (NumberFormatException e) {
      throw new IOException("malformed tar header", e);
    }
  }
}
