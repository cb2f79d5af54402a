package io.syncline.workloads.loop;

import io.syncline.workloads.time.SimulationClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Runs work per key on virtual threads: never twice at once for one key, once more when a key comes
 * in during its run, and again at the time its run asks for.
 *
 * @param <K> what tells work apart
 */
final class KeyedQueue<K> implements AutoCloseable {
  /** Enough to fill a shared disk write, few enough to leave the processors to others. */
  private static final int AT_ONCE = 32;

  private static final Duration STOP = Duration.ofSeconds(5);

  private final SimulationClock clock;
  private final Function<K, Optional<Instant>> work;
  private final Progress progress;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, State> states = new HashMap<>();
  private final Map<K, Instant> alarms = new HashMap<>();
  private boolean closed;

  private enum State {
    QUEUED,
    RUNNING,
    RUNNING_AND_WANTED_AGAIN
  }

  /**
   * An empty queue.
   *
   * @param work does the work of a key and answers when it wants to run again
   */
  KeyedQueue(SimulationClock clock, Function<K, Optional<Instant>> work, Progress progress) {
    this.clock = clock;
    this.work = work;
    this.progress = progress;
  }

  /** Has the work of {@code key} run soon. */
  void add(K key) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      var state = states.get(key);
      if (state == null) {
        states.put(key, State.QUEUED);
        progress.begun();
        threads.execute(() -> run(key));
      } else if (state == State.RUNNING) {
        states.put(key, State.RUNNING_AND_WANTED_AGAIN);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(K key) {
    turns.acquireUninterruptibly();
    try {
      var again = true;
      while (again) {
        enter(key);
        work.apply(key).ifPresent(when -> wake(key, when));
        again = leave(key);
      }
    } finally {
      turns.release();
      progress.finished();
    }
  }

  private void enter(K key) {
    lock.lock();
    try {
      states.put(key, State.RUNNING);
    } finally {
      lock.unlock();
    }
  }

  private boolean leave(K key) {
    lock.lock();
    try {
      if (states.get(key) == State.RUNNING_AND_WANTED_AGAIN && !closed) {
        return true;
      }
      states.remove(key);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void wake(K key, Instant when) {
    lock.lock();
    try {
      var known = alarms.get(key);
      if (closed || (known != null && !when.isBefore(known) && known.isAfter(clock.instant()))) {
        return;
      }
      if (!when.isAfter(clock.instant())) {
        states.put(key, State.RUNNING_AND_WANTED_AGAIN);
        return;
      }
      alarms.put(key, when);
    } finally {
      lock.unlock();
    }
    clock.at(
        when,
        () -> {
          lock.lock();
          try {
            alarms.remove(key, when);
          } finally {
            lock.unlock();
          }
          add(key);
        });
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Lets running work end and drops the rest. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      alarms.clear();
    } finally {
      lock.unlock();
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
