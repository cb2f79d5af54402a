package io.syncline.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The real {@code gpg} with a home of its own, and programs by which git calls it. */
public final class Gpg implements AutoCloseable {
  private final Path home;

  private Gpg(Path home) {
    this.home = home;
  }

  /** Whether this machine has it. */
  public static boolean isHere() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gpg")));
  }

  /** The paths of its sockets must be short, so its home is no test folder. */
  public static Gpg create() {
    try {
      return new Gpg(
          Files.createTempDirectory(
              "g",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a key and gives its fingerprint; {@code when} as gpg writes times, "" for now. */
  public String key(String name, String expires, String when) {
    var time = when.isEmpty() ? List.<String>of() : List.of("--faked-system-time", when);
    run(
        time,
        "--quick-gen-key",
        name + " <" + name + "@example.com>",
        "ed25519",
        "cert,sign",
        expires);
    return fingerprint(name);
  }

  /** The fingerprint of the key of {@code name}. */
  public String fingerprint(String name) {
    return run(List.of(), "--with-colons", "--list-keys", name + "@example.com")
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .findFirst()
        .orElseThrow()
        .split(":")[9];
  }

  /** What gpg prints; it must succeed. */
  public String run(List<String> options, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--quiet",
                "--yes",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                ""));
    command.addAll(options);
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed");
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public keys as people hand them round. */
  public String publicKeys(String... names) {
    return run(List.of("--armor"), withFirst("--export", names));
  }

  private static String[] withFirst(String first, String... rest) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all.toArray(String[]::new);
  }

  /** Revokes a key. */
  public void revoke(String fingerprint) {
    try {
      var file = home.resolve("openpgp-revocs.d").resolve(fingerprint + ".rev");
      // gpg guards the certificate against use by mistake with a colon.
      Files.writeString(file, Files.readString(file).replace(":-----BEGIN", "-----BEGIN"));
      run(List.of(), "--import", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets a key, its secret half too. */
  public void delete(String fingerprint) {
    run(List.of(), "--delete-secret-and-public-key", fingerprint);
  }

  /** A program that is this gpg with {@code options}, for {@code gpg.program}. */
  public Path program(String name, String options) {
    try {
      var file = home.resolve(name);
      Files.writeString(
          file,
          "#!/bin/sh\nexec gpg --homedir '"
              + home
              + "' --batch --pinentry-mode loopback --passphrase '' "
              + options
              + " \"$@\"\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      try (var walk = Files.walk(home)) {
        walk.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
