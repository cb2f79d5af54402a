package io.syncline.git;

import java.util.concurrent.ThreadLocalRandom;

/** Pauses that grow and are random, so that writers who lost together do not return together. */
final class Backoff {
  private static final long FIRST_MILLIS = 15;
  private static final long LONGEST_MILLIS = 1_000;

  private long ceiling = FIRST_MILLIS;

  /** Waits; an interrupt ends the wait and the work. */
  void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(ceiling + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException(
          GitException.Code.FAILED, "interrupted while waiting to push again", "try again", e);
    }
    ceiling = Math.min(LONGEST_MILLIS, ceiling * 2);
  }
}
