package io.syncline.git;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Keeps work that others share from ending half-way: it goes on although whoever asked for it is
 * told to stop. An interrupt would close the files and connections it works with.
 */
final class Shield {
  private Shield() {}

  /** Work on files or a server. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * What {@code work} gives.
   *
   * @throws GitException with {@link GitException.Code#INTERRUPTED} when this thread is interrupted
   *     meanwhile; the work goes on
   */
  static <T> T run(String url, Work<T> work) throws IOException {
    var task = new FutureTask<>(work::run);
    Thread.ofVirtual().name("git").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(url, e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failed -> throw failed;
        case RuntimeException failed -> throw failed;
        case Error failed -> throw failed;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** That the asking thread was told to stop; it tells nothing of the repository. */
  static GitException interrupted(String url, Throwable cause) {
    return new GitException(
        GitException.Code.INTERRUPTED,
        "interrupted while waiting for repository " + url,
        "try again",
        cause);
  }
}
