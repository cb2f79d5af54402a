package io.syncline.localkube.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Readers that wait for changes. They are woken by one thread, which rests a moment after each
 * round, longer the more changes there were: under load readers then find many changes at once
 * instead of waking for each.
 */
final class Waiters {
  /** Waits for changes of every resource. */
  static final String ALL = "";

  private static final long REST = TimeUnit.MILLISECONDS.toNanos(1);

  /** So many times that rest at most. */
  private static final int LONGEST = 8;

  private final ConcurrentHashMap<String, Set<Thread>> waiting = new ConcurrentHashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicBoolean idle = new AtomicBoolean();
  private volatile @Nullable Thread waker;
  private volatile boolean closed;

  /** What a reader waits for. */
  @FunctionalInterface
  interface Ready {
    boolean now();
  }

  /**
   * Waits at most {@code nanos} until something is ready that a change of {@code resource} makes.
   */
  void await(String resource, long nanos, Ready ready) throws InterruptedException {
    start();
    var end = System.nanoTime() + nanos;
    var me = Thread.currentThread();
    var peers = waiting.computeIfAbsent(resource, r -> ConcurrentHashMap.newKeySet());
    peers.add(me);
    try {
      while (!closed && !ready.now()) {
        var left = end - System.nanoTime();
        if (left <= 0) {
          return;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      peers.remove(me);
    }
  }

  private void start() {
    if (waker == null) {
      synchronized (this) {
        if (waker == null && !closed) {
          waker = Thread.ofVirtual().name("kube-wake").start(this::run);
        }
      }
    }
  }

  /** Says that {@code resource} has changed. */
  void changed(String resource) {
    var thread = waker;
    if (thread != null) {
      changes.getAndIncrement();
      changed.add(resource);
      if (idle.compareAndSet(true, false)) {
        LockSupport.unpark(thread);
      }
    }
  }

  private void run() {
    while (!closed) {
      if (changed.isEmpty()) {
        idle.set(true);
        // A change between the look and the mark would otherwise be slept over.
        if (changed.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        idle.set(false);
        continue;
      }
      var rests = Math.clamp(changes.getAndSet(0), 1, LONGEST);
      var woken = false;
      for (var all = changed.iterator(); all.hasNext(); ) {
        var resource = all.next();
        all.remove();
        woken |= wake(resource);
      }
      if (wake(ALL) || woken) {
        LockSupport.parkNanos(this, rests * REST);
      }
    }
  }

  private boolean wake(String resource) {
    var peers = waiting.get(resource);
    if (peers == null || peers.isEmpty()) {
      return false;
    }
    peers.forEach(LockSupport::unpark);
    return true;
  }

  /** Lets everybody go; nobody waits from now on. */
  void close() {
    closed = true;
    waiting.values().forEach(peers -> peers.forEach(LockSupport::unpark));
    var thread = waker;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
