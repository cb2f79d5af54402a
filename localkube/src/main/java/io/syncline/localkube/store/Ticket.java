package io.syncline.localkube.store;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One commit on its way to the disk. */
final class Ticket {
  private final List<Written> changes;
  private final State after;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable RuntimeException failure;

  Ticket(List<Written> changes, State after) {
    this.changes = changes;
    this.after = after;
  }

  List<Written> changes() {
    return changes;
  }

  /** The state with the changes. */
  State after() {
    return after;
  }

  void succeed() {
    done.countDown();
  }

  void fail(RuntimeException why) {
    failure = why;
    done.countDown();
  }

  /** Waits for the end, whatever it is and whoever interrupts: the write is under way. */
  void await() {
    var interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Throws when the disk refused. */
  void orThrow() {
    var why = failure;
    if (why != null) {
      throw new StoreException(String.valueOf(why.getMessage()), why);
    }
  }
}
