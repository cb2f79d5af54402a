package io.syncline.app;

import io.syncline.cli.terminal.CliException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder one running Syncline keeps its data in; nobody else may use it meanwhile. */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes {@code path} for this process.
   *
   * @throws CliException with exit code 2 when it cannot be written or is in use
   */
  static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      var channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new CliException(
            CliException.USAGE,
            "data folder "
                + path
                + " is in use by another Syncline; hint: stop that one, or give another --data DIR");
      }
      return new DataFolder(path, channel, lock);
    } catch (IOException e) {
      throw new CliException(
          CliException.USAGE,
          "data folder "
              + path
              + " cannot be written: "
              + reason(e)
              + "; hint: check its owner and rights, or give another --data DIR");
    }
  }

  /** Why a file could not be used, in words; the path is said by whoever asks. */
  static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.FileAlreadyExistsException _ -> "it is a file";
      case java.nio.file.NoSuchFileException _ -> "its folder does not exist";
      case java.nio.file.FileSystemException f when f.getReason() != null ->
          f.getReason().toLowerCase(java.util.Locale.ROOT);
      default -> String.valueOf(e.getMessage());
    };
  }

  Path path() {
    return path;
  }

  /** A file or folder inside. */
  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Writes a file that only its owner may read, all or nothing. */
  void writePrivate(String name, String text) {
    try {
      var next = Files.createTempFile(path, name, ".tmp");
      if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(next, text);
      Files.move(
          next,
          path.resolve(name),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CliException(
          CliException.USAGE, "file " + path.resolve(name) + " cannot be written: " + reason(e));
    }
  }

  /** Removes a file if it is there. */
  void remove(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
    } catch (IOException e) {
      throw new CliException(
          CliException.USAGE, "file " + path.resolve(name) + " cannot be removed: " + reason(e));
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
