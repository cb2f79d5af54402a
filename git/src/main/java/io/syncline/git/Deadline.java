package io.syncline.git;

import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Cancels a transfer that takes longer than it may. */
final class Deadline extends EmptyProgressMonitor {
  private final long end;

  Deadline(Duration most) {
    end = System.nanoTime() + most.toNanos();
  }

  @Override
  public boolean isCancelled() {
    return System.nanoTime() - end > 0;
  }
}
