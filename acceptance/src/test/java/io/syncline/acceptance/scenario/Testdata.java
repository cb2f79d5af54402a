package io.syncline.acceptance.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The scenarios' folders of the conformance data; read there, never copied into this project. */
final class Testdata {
  /** Later folders win: files that differ only by case or link stand apart. */
  private static final List<String> FOLDERS = List.of("testdata", "testdata2", "testdata3");

  private Testdata() {}

  /** The e2e folder, if the conformance data is there. */
  static Optional<Path> root() {
    var named = System.getenv("SYNCLINE_CONFORMANCE");
    var root =
        named != null && !named.isBlank() ? Path.of(named) : Path.of("../../shared/conformance");
    return Optional.of(root.resolve("argocd/e2e")).filter(Files::isDirectory);
  }

  /**
   * The folder {@code name} of the test data.
   *
   * @throws Absent when the conformance data is not here
   */
  static Path folder(String name) {
    var root = root().orElseThrow(() -> new Absent("conformance data is not here"));
    return FOLDERS.stream()
        .map(folder -> root.resolve(folder).resolve(name))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new Absent("the conformance data has no folder " + name));
  }

  /** Copies the folder {@code name} below {@code target}, under the same name. */
  static void copy(String name, Path target) {
    var from = folder(name);
    try (var walk = Files.walk(from)) {
      for (var file : walk.toList()) {
        var to = target.resolve(name).resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.createDirectories(to.toAbsolutePath().getParent());
          Files.write(to, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** What a scenario needs is not here: told in one line, and no failure. */
  static final class Absent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Absent(String message) {
      super(message);
    }
  }
}
