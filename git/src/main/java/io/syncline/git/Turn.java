package io.syncline.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A turn at pushing to one branch, among all processes of one user on one machine. It only spares
 * work: who does not get a turn in time pushes all the same, as the server decides races.
 */
final class Turn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
  private static final long LONGEST_WAIT_NANOS = 10_000_000_000L;
  private static final long POLL_MILLIS = 12;

  private final Optional<FileChannel> channel;

  private Turn(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /** Waits for a turn at {@code key}, but not for long. */
  static Turn await(String key) {
    FileChannel channel = null;
    try {
      var folder =
          Path.of(
              System.getProperty("java.io.tmpdir"),
              "syncline-turns-" + System.getProperty("user.name"));
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(GitRepositories.digest(key)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      var end = System.nanoTime() + LONGEST_WAIT_NANOS;
      while (lock(channel).isEmpty() && System.nanoTime() - end < 0) {
        Thread.sleep(POLL_MILLIS + ThreadLocalRandom.current().nextLong(POLL_MILLIS));
      }
    } catch (IOException e) {
      LOG.debug("no turns can be taken here: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Turn(Optional.ofNullable(channel));
  }

  private static Optional<FileLock> lock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException otherThread) {
      return Optional.empty();
    }
  }

  /** Ends the turn; closing the file gives the lock back. */
  @Override
  public void close() {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      LOG.debug("turn ended with: {}", e.getMessage());
    }
  }
}
