package io.syncline.workloads.loop;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Knows whether work is under way or own writes have not yet come back as events. */
final class Progress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<String> removals = new HashSet<>();
  private long underWay;
  private long written;
  private long heard;

  /** A piece of work begins. */
  void begun() {
    changing(() -> underWay++);
  }

  /** A piece of work ends. */
  void finished() {
    changing(() -> underWay--);
  }

  /** An own write got this version. */
  void wrote(String version) {
    changing(() -> written = Math.max(written, number(version)));
  }

  /** An event with this version was handled. */
  void heard(String version) {
    changing(() -> heard = Math.max(heard, number(version)));
  }

  /** The event of a removal is to come. */
  void expecting(String uid) {
    changing(() -> removals.add(uid));
  }

  /** The event of a removal has come. */
  void confirmed(String uid) {
    changing(() -> removals.remove(uid));
  }

  private static long number(String version) {
    return version.isEmpty() || version.length() > 18 ? 0 : Long.parseLong(version);
  }

  private void changing(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all is quiet; whether it was within {@code timeout}. */
  boolean await(Duration timeout) {
    lock.lock();
    try {
      var left = timeout.toNanos();
      while (underWay > 0 || heard < written || !removals.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** What is still awaited. */
  @Override
  public String toString() {
    lock.lock();
    try {
      return "%d under way, heard version %d of %d, %d removals awaited"
          .formatted(underWay, heard, written, removals.size());
    } finally {
      lock.unlock();
    }
  }
}
