package io.syncline.testservers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes tars. */
public final class Tar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds a file. */
  public Tar file(String path, String content) {
    return entry(path, '0', "", content.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a symbolic link. */
  public Tar link(String path, String target) {
    return entry(path, '2', target, new byte[0]);
  }

  /** Adds a hard link. */
  public Tar hardLink(String path, String target) {
    return entry(path, '1', target, new byte[0]);
  }

  /**
   * Adds what stands below {@code folder}, below {@code prefix}, which is "" or ends in a slash.
   */
  public Tar folder(Path folder, String prefix) {
    try (var walk = Files.walk(folder)) {
      for (var path : walk.filter(Files::isRegularFile).sorted().toList()) {
        entry(prefix + folder.relativize(path), '0', "", Files.readAllBytes(path));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Tar entry(String path, char type, String target, byte[] content) {
    var header = new byte[512];
    put(header, 0, path);
    put(header, 100, "0000644");
    put(header, 124, "%011o".formatted(content.length));
    header[156] = (byte) type;
    put(header, 157, target);
    put(header, 257, "ustar");
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** The archive. */
  public byte[] plain() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(new byte[1024]);
    return whole.toByteArray();
  }

  /** The archive, gzipped. */
  public byte[] zipped() {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A chart with one template. */
  public static byte[] chart(String name, String version) {
    return new Tar()
        .file(
            name + "/Chart.yaml",
            "{apiVersion: v2, name: %s, version: %s}\n".formatted(name, version))
        .file(name + "/templates/a.yaml", "kind: ConfigMap\n")
        .zipped();
  }
}
