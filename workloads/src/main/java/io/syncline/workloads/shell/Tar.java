package io.syncline.workloads.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Tar archives, as far as copying files needs them: files and folders, long names. */
final class Tar {
  private static final int BLOCK = 512;

  private Tar() {}

  /** Takes what an archive holds. */
  interface Target {
    void folder(String name) throws IOException;

    void file(String name, byte[] bytes) throws IOException;
  }

  /** Reads an archive to its end. */
  static void read(InputStream in, Target target) throws IOException {
    Map<String, String> next = new HashMap<>();
    while (true) {
      var head = in.readNBytes(BLOCK);
      if (head.length < BLOCK || zero(head)) {
        // Whatever follows the end is thrown away, so that the sender is not left waiting.
        in.transferTo(OutputStream.nullOutputStream());
        return;
      }
      var type = (char) head[156];
      var size = number(head, 124, 12);
      if (next.containsKey("size")) {
        size = Long.parseLong(next.getOrDefault("size", "0"));
      }
      if (size > Files.LARGEST) {
        throw new IOException("file of " + size + " bytes is too large for a simulated pod");
      }
      var bytes = in.readNBytes((int) size);
      in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      if (type == 'x') {
        next = records(bytes);
      } else if (type == 'L') {
        next.put("path", text(bytes, 0, bytes.length));
      } else if (type != 'g') {
        var name = next.getOrDefault("path", name(head));
        if (type == '5') {
          target.folder(name);
        } else if (type == '0' || type == 0) {
          target.file(name, bytes);
        }
        next = new HashMap<>();
      }
    }
  }

  private static boolean zero(byte[] block) {
    for (var b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static String name(byte[] head) {
    var prefix = text(head, 257, 6).equals("ustar") ? text(head, 345, 155) : "";
    var name = text(head, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int length) {
    var end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static long number(byte[] head, int from, int length) throws IOException {
    var text = text(head, from, length).trim();
    if (!text.matches("[0-7]{0,11}")) {
      throw new IOException("This does not look like a tar archive");
    }
    return text.isEmpty() ? 0 : Long.parseLong(text, 8);
  }

  /** Records of the form {@code length key=value}, each with a line end. */
  private static Map<String, String> records(byte[] bytes) throws IOException {
    var records = new HashMap<String, String>();
    var at = 0;
    while (at < bytes.length) {
      var space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      var digits = new String(bytes, at, space - at, StandardCharsets.UTF_8);
      if (!digits.matches("[1-9]\\d{0,6}") || at + Integer.parseInt(digits) > bytes.length) {
        throw new IOException("This does not look like a tar archive");
      }
      var end = at + Integer.parseInt(digits);
      var pair = new String(bytes, space + 1, Math.max(0, end - space - 2), StandardCharsets.UTF_8);
      var equals = pair.indexOf('=');
      if (equals > 0) {
        records.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
      at = end;
    }
    return records;
  }

  /** Writes one file. */
  static void file(OutputStream out, String name, byte[] bytes, long time) throws IOException {
    entry(out, name, '0', bytes, time);
  }

  /** Writes one folder. */
  static void folder(OutputStream out, String name, long time) throws IOException {
    entry(out, name + "/", '5', new byte[0], time);
  }

  /** Writes the end. */
  static void end(OutputStream out) throws IOException {
    out.write(new byte[2 * BLOCK]);
  }

  private static void entry(OutputStream out, String name, char type, byte[] bytes, long time)
      throws IOException {
    var raw = name.getBytes(StandardCharsets.UTF_8);
    if (raw.length > 100) {
      block(out, "././@LongLink".getBytes(StandardCharsets.UTF_8), 'L', nulled(raw), time);
    }
    block(out, raw, type, bytes, time);
  }

  private static byte[] nulled(byte[] raw) {
    return Arrays.copyOf(raw, raw.length + 1);
  }

  private static void block(OutputStream out, byte[] name, char type, byte[] bytes, long time)
      throws IOException {
    var head = new byte[BLOCK];
    System.arraycopy(name, 0, head, 0, Math.min(100, name.length));
    put(head, 100, type == '5' ? "0000755\0" : "0000644\0");
    put(head, 108, "0000000\0");
    put(head, 116, "0000000\0");
    put(head, 124, "%011o\0".formatted(bytes.length));
    put(head, 136, "%011o\0".formatted(time));
    put(head, 148, "        ");
    head[156] = (byte) type;
    put(head, 257, "ustar  \0");
    put(head, 265, "root");
    put(head, 297, "root");
    var sum = 0;
    for (var b : head) {
      sum += b & 0xff;
    }
    put(head, 148, "%06o\0 ".formatted(sum));
    out.write(head);
    out.write(bytes);
    out.write(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] head, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, head, at, bytes.length);
  }
}
