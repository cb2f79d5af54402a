package io.syncline.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Archives on disk under their digests, and under which digest each exact version was met: what was
 * fetched before a restart is there after it. A file is written beside its place and moved there,
 * and what is read is checked, so that half a file is no archive. The longest unused go first when
 * there is too much. A disk that fails costs a download, never a render: nothing here throws.
 */
final class ArchiveStore {
  private static final String UNFINISHED = ".part";
  private static final String SALT = "salt";
  private static final int SALT_BYTES = 32;

  private final Path folder;
  private final long limit;
  private final Optional<byte[]> salt;

  /** What a version was fetched as. */
  static final class Stored {
    private final String digest;
    private final byte[] bytes;

    private Stored(String digest, byte[] bytes) {
      this.digest = digest;
      this.bytes = bytes;
    }

    /** {@code sha256:…} of the archive. */
    String digest() {
      return digest;
    }

    /** The archive. */
    byte[] bytes() {
      return bytes;
    }
  }

  private record Old(Path file, long size, FileTime used) {}

  /**
   * Keeps at most {@code limit} bytes below {@code folder}, which is made when it is absent; what a
   * killed process left unfinished there is removed.
   */
  ArchiveStore(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
    Optional<byte[]> found;
    try {
      Files.createDirectories(folder);
      for (var file : files()) {
        if (String.valueOf(file.getFileName()).endsWith(UNFINISHED)) {
          Files.deleteIfExists(file);
        }
      }
      found = Optional.of(readSalt());
    } catch (IOException | UncheckedIOException unusable) {
      found = Optional.empty();
    }
    this.salt = found;
  }

  /** What keeps names of versions from telling whose login they were fetched with. */
  private byte[] readSalt() throws IOException {
    var file = folder.resolve(SALT);
    try {
      var kept = Files.readAllBytes(file);
      if (kept.length == SALT_BYTES) {
        return kept;
      }
    } catch (NoSuchFileException first) {
      // It is made below.
    }
    var made = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(made);
    write(SALT, made);
    return made;
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.toList();
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    var unfinished = Files.createTempFile(folder, name + "-", UNFINISHED);
    try {
      Files.write(unfinished, bytes);
      Files.move(
          unfinished,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** The archive with {@code digest}; a file that is not what its name says is removed. */
  Optional<byte[]> archive(String digest) {
    if (salt.isEmpty() || !Digests.is(digest)) {
      return Optional.empty();
    }
    var file = folder.resolve(name(digest));
    try {
      var bytes = Files.readAllBytes(file);
      if (!Digests.of(bytes).equals(digest)) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(bytes);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static String name(String digest) {
    return digest.substring(digest.indexOf(':') + 1) + ".tar";
  }

  /** Keeps an archive. */
  synchronized void put(byte[] bytes) {
    var digest = Digests.of(bytes);
    if (salt.isEmpty() || bytes.length > limit || Files.exists(folder.resolve(name(digest)))) {
      return;
    }
    try {
      makeRoom(bytes.length);
      write(name(digest), bytes);
    } catch (IOException | UncheckedIOException full) {
      // It is fetched again when it is wanted again.
    }
  }

  private void makeRoom(long size) throws IOException {
    var kept = new ArrayList<Old>();
    var total = size;
    for (var file : files()) {
      if (!String.valueOf(file.getFileName()).equals(SALT)) {
        var one = new Old(file, Files.size(file), Files.getLastModifiedTime(file));
        kept.add(one);
        total += one.size();
      }
    }
    kept.sort(Comparator.comparing(Old::used));
    for (var old : kept) {
      if (total <= limit) {
        return;
      }
      Files.deleteIfExists(old.file());
      total -= old.size();
    }
  }

  /** What the exact version {@code version} of a chart was fetched as with this login. */
  Optional<Stored> chart(ChartName chart, String version, Access access) {
    return pointer(chart, version, access)
        .flatMap(
            pointer -> {
              try {
                var digest = Files.readString(folder.resolve(pointer), StandardCharsets.US_ASCII);
                return archive(digest).map(bytes -> new Stored(digest, bytes));
              } catch (IOException unknown) {
                return Optional.empty();
              }
            });
  }

  /** Notes what a version of a chart was fetched as, and keeps the archive. */
  void put(ChartName chart, String version, Access access, byte[] bytes) {
    put(bytes);
    pointer(chart, version, access)
        .ifPresent(
            pointer -> {
              try {
                write(pointer, Digests.of(bytes).getBytes(StandardCharsets.US_ASCII));
              } catch (IOException full) {
                // The version is looked up again when it is wanted again.
              }
            });
  }

  /** The name depends on the login, so that one who has none does not get what another fetched. */
  private Optional<String> pointer(ChartName chart, String version, Access access) {
    if (salt.isEmpty()) {
      return Optional.empty();
    }
    var login =
        switch (access.login()) {
          case Access.Anonymous _ -> List.of("");
          case Access.Basic basic -> List.of("basic", basic.username(), basic.password());
          case Access.Bearer bearer -> List.of("bearer", bearer.token());
        };
    var shown = List.of(access.trust().clientCertificate(), access.trust().clientKey());
    var text =
        String.join("\0", chart.repository(), chart.name(), version)
            + "\0\0"
            + String.join("\0", login)
            + "\0\0"
            + String.join("\0", shown);
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt.get(), "HmacSHA256"));
      var sum = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Optional.of(HexFormat.of().formatHex(sum) + ".version");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC belongs to every JDK", e);
    }
  }
}
