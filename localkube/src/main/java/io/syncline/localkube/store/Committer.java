package io.syncline.localkube.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings commits to the disk on one thread; all that wait together go together. */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  /** Old history is removed in portions of so many changes. */
  private static final int PORTION = 1_024;

  private final CommitLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private List<Ticket> pending = new ArrayList<>();
  private List<Ticket> writing = List.of();
  private List<Written> forgotten = new ArrayList<>();
  private boolean closed;
  private @Nullable Thread thread;

  Committer(CommitLog log) {
    this.log = log;
  }

  void start(Store store) {
    var started = Thread.ofPlatform().daemon().name("kube-commit").unstarted(() -> run(store));
    thread = started;
    started.start();
  }

  void add(Ticket ticket) {
    lock.lock();
    try {
      pending.add(ticket);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the ticket is on the disk. */
  void await(Ticket ticket) {
    ticket.await();
    ticket.orThrow();
  }

  /** Waits until the commit that made {@code revision} has ended, well or not. */
  void await(long revision) {
    Ticket found = null;
    lock.lock();
    try {
      for (var tickets : List.of(writing, pending)) {
        for (var ticket : tickets) {
          if (found == null && ticket.after().revision() >= revision) {
            found = ticket;
          }
        }
      }
    } finally {
      lock.unlock();
    }
    if (found != null) {
      found.await();
    }
  }

  /** Notes history that is to be removed with one of the next batches. */
  void forget(List<Written> changes) {
    if (changes.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      forgotten.addAll(changes);
    } finally {
      lock.unlock();
    }
  }

  /** All commits that have not been begun. */
  List<Ticket> drained() {
    lock.lock();
    try {
      var taken = pending;
      pending = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void run(Store store) {
    while (true) {
      List<Ticket> batch;
      List<Written> old = List.of();
      lock.lock();
      try {
        while (pending.isEmpty()) {
          if (closed) {
            return;
          }
          work.awaitUninterruptibly();
        }
        batch = pending;
        writing = batch;
        pending = new ArrayList<>();
        if (forgotten.size() >= PORTION) {
          old = forgotten;
          forgotten = new ArrayList<>();
        }
      } finally {
        lock.unlock();
      }
      write(store, batch);
      if (!old.isEmpty()) {
        forgetOnDisk(old);
      }
    }
  }

  private void forgetOnDisk(List<Written> old) {
    try {
      log.forget(old);
    } catch (StoreException e) {
      // More history than promised does no harm; it goes with a later portion.
      LOG.warn("old history stays on the disk: {}", e.getMessage());
      lock.lock();
      try {
        forgotten.addAll(0, old);
      } finally {
        lock.unlock();
      }
    }
  }

  private void write(Store store, List<Ticket> batch) {
    try {
      var changes = new ArrayList<Written>();
      batch.forEach(ticket -> changes.addAll(ticket.changes()));
      log.write(changes);
    } catch (RuntimeException e) {
      // Later commits were built on the lost ones, so they are lost too.
      var lost = new ArrayList<>(batch);
      lost.addAll(store.refused(this));
      settled();
      lost.forEach(ticket -> ticket.fail(e));
      return;
    }
    store.published(batch);
    settled();
    batch.forEach(Ticket::succeed);
  }

  private void settled() {
    lock.lock();
    try {
      writing = List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is waiting, then closes the log. */
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
    var running = thread;
    if (running != null) {
      joined(running);
    }
    log.close();
  }

  private static void joined(Thread thread) {
    var interrupted = false;
    while (true) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
