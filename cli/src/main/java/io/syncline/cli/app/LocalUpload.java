package io.syncline.cli.app;

import io.syncline.lang.glob.Glob;
import io.syncline.model.application.Application;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** A folder as the messages of {@code manifestsWithFiles}: a query, and a tar in chunks. */
final class LocalUpload {
  private static final int BLOCK = 512;
  private static final int CHUNK = 1 << 20;
  private static final long LIMIT = 100L << 20;
  private static final int NAME = 100;

  private LocalUpload() {}

  /**
   * The messages, one a line.
   *
   * @param include names of the files to send, as globs
   * @throws IOException when a file cannot be read, or there is too much
   */
  static byte[] messages(Application app, Path folder, List<String> include) throws IOException {
    var archive = archive(files(folder, include));
    var lines = new ByteArrayOutputStream();
    var query =
        ObjectTree.of(
            "name", app.name(), "appNamespace", app.namespace(), "checksum", checksum(archive));
    line(lines, ObjectTree.of("query", query));
    for (var at = 0; at < archive.length; at += CHUNK) {
      var part = Arrays.copyOfRange(archive, at, Math.min(archive.length, at + CHUNK));
      var base64 = Base64.getEncoder().encodeToString(part);
      line(lines, ObjectTree.of("chunk", ObjectTree.of("chunk", base64)));
    }
    return lines.toByteArray();
  }

  private static void line(ByteArrayOutputStream lines, ObjectTree message) {
    lines.writeBytes(Json.bytes(message));
    lines.write('\n');
  }

  private static Map<String, Path> files(Path folder, List<String> include) throws IOException {
    var globs = include.stream().map(pattern -> Glob.of(pattern, '/')).toList();
    var found = new TreeMap<String, Path>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          private long bytes;

          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
            return at.getFileName() != null && at.getFileName().toString().equals(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            var name = file.getFileName().toString();
            if (attributes.isRegularFile() && globs.stream().anyMatch(g -> g.matches(name))) {
              bytes += attributes.size();
              if (bytes > LIMIT) {
                throw new IOException(
                    "its files exceed " + LIMIT + " bytes; hint: narrow --local-include");
              }
              found.put(folder.relativize(file).toString().replace('\\', '/'), file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static byte[] archive(Map<String, Path> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        var name = file.getKey().getBytes(StandardCharsets.UTF_8);
        if (name.length > NAME) {
          entry(out, "././@LongLink".getBytes(StandardCharsets.UTF_8), 'L', name);
        }
        var shown = Arrays.copyOf(name, Math.min(name.length, NAME));
        entry(out, shown, '0', Files.readAllBytes(file.getValue()));
      }
      out.write(new byte[2 * BLOCK]);
    }
    return bytes.toByteArray();
  }

  private static void entry(OutputStream out, byte[] name, char type, byte[] content)
      throws IOException {
    var header = new byte[BLOCK];
    System.arraycopy(name, 0, header, 0, name.length);
    put(header, 100, "0000644");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar");
    put(header, 263, "00");
    var sum = 0;
    for (var one : header) {
      sum += one & 0xff;
    }
    put(header, 148, "%06o".formatted(sum));
    header[154] = 0;
    out.write(header);
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] header, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String checksum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every JDK", e);
    }
  }
}
