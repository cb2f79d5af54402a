package io.syncline.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/** Makes bare repositories on this machine, for examples and tests. */
public final class LocalRepository {
  private LocalRepository() {}

  /**
   * Makes an empty bare repository whose default branch is {@code branch}.
   *
   * @throws GitException when the folder cannot be written
   */
  public static void create(Path folder, String branch) {
    try (var repository = new FileRepository(folder.toFile())) {
      repository.create(true);
      repository.updateRef("HEAD", false).link("refs/heads/" + branch);
    } catch (IOException e) {
      throw new GitException(
          GitException.Code.UNREACHABLE,
          "repository " + folder + " cannot be made: " + e.getMessage(),
          "check that the folder can be written",
          e);
    }
  }

  /** Sets the hook {@code name} of the repository at {@code folder} to {@code script}. */
  public static void hook(Path folder, String name, String script) {
    try {
      var file = folder.resolve("hooks").resolve(name);
      Files.createDirectories(folder.resolve("hooks"));
      Files.writeString(file, script);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new GitException(
          GitException.Code.UNREACHABLE,
          "hook " + name + " of " + folder + " cannot be written: " + e.getMessage(),
          "check that the folder can be written",
          e);
    }
  }
}
