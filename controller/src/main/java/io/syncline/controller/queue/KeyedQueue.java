package io.syncline.controller.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one piece of work for each key asked for: never twice at a time for one key. */
public final class KeyedQueue<K> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeyedQueue.class);

  /** What is done for a key. */
  @FunctionalInterface
  public interface Work<K> {
    /** Works on {@code key}; a time given back means: again after that. A throw means: later. */
    Optional<Duration> run(K key);
  }

  /**
   * How long to wait after failures.
   *
   * @param first after the first
   * @param longest however many there were
   */
  public record Backoff(Duration first, Duration longest) {
    /** A quarter second, doubling up to a minute. */
    public static final Backoff DEFAULT =
        new Backoff(Duration.ofMillis(250), Duration.ofSeconds(60));

    Duration after(int failures) {
      var doubled = first.multipliedBy(1L << Math.min(20, failures - 1));
      return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
  }

  private static final long NANOS = 1_000_000_000;

  private final String name;
  private int workers;
  private final Backoff backoff;
  private final Work<K> work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Agenda<K> agenda = new Agenda<>();
  private final Map<K, Integer> failures = new HashMap<>();
  private boolean closed;

  /**
   * A queue that runs at once.
   *
   * @param name for threads and logs
   * @param workers how many keys at a time
   * @param backoff pauses after failures
   * @param work what is done for a key
   */
  public KeyedQueue(String name, int workers, Backoff backoff, Work<K> work) {
    this.name = name;
    this.workers = workers;
    this.backoff = backoff;
    this.work = work;
    Thread.ofVirtual().name(name + "-queue").start(this::dispatch);
  }

  /**
   * The time queues go by. It is of this process only and tells no date, but it passes evenly,
   * whatever people do to the clock of the system.
   */
  public static Instant now() {
    var nanos = System.nanoTime();
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  /** Works on {@code most} keys at a time from now on; what is under way is not disturbed. */
  public void workers(int most) {
    lock.lock();
    try {
      workers = most;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Asks for {@code key} now. */
  public void add(K key) {
    addAfter(key, Duration.ZERO);
  }

  /** Asks for {@code key} after {@code delay}; when it already waits, the earlier time counts. */
  public void addAfter(K key, Duration delay) {
    lock.lock();
    try {
      if (!closed && agenda.offer(key, now().plus(delay))) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets that {@code key} waits; work on it that has begun goes on. */
  public void drop(K key) {
    lock.lock();
    try {
      agenda.drop(key);
      failures.remove(key);
    } finally {
      lock.unlock();
    }
  }

  /** How many keys wait, those for a later time included. */
  public int depth() {
    lock.lock();
    try {
      return agenda.waitingCount();
    } finally {
      lock.unlock();
    }
  }

  /** How many keys are being worked on, or wait and come within {@code time}. */
  public int busy(Duration time) {
    lock.lock();
    try {
      return agenda.workingCount() + agenda.dueBy(now().plus(time));
    } finally {
      lock.unlock();
    }
  }

  private void dispatch() {
    lock.lock();
    try {
      while (!closed) {
        var free = agenda.workingCount() < workers;
        var key = free ? agenda.take(now()) : Optional.<K>empty();
        var next = free ? agenda.next() : Optional.<Instant>empty();
        if (key.isPresent()) {
          var taken = key.get();
          Thread.ofVirtual().name(name + "-" + taken).start(() -> run(taken));
        } else if (next.isEmpty()) {
          changed.await();
        } else {
          var pause = Duration.between(now(), next.get());
          changed.await(Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void run(K key) {
    Optional<Duration> again;
    try {
      again = work.run(key);
      forget(key);
    } catch (RuntimeException | Error e) {
      var pause = backoff.after(failed(key));
      log.atWarn()
          .addKeyValue("queue", name)
          .addKeyValue("key", key)
          .addKeyValue("retryAfter", pause)
          .setCause(e)
          .log("work failed");
      again = Optional.of(pause);
    }
    lock.lock();
    try {
      again.ifPresent(delay -> agenda.offer(key, now().plus(delay)));
      agenda.done(key);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int failed(K key) {
    lock.lock();
    try {
      return failures.merge(key, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  private void forget(K key) {
    lock.lock();
    try {
      failures.remove(key);
    } finally {
      lock.unlock();
    }
  }

  /** Hands out no more keys and waits up to {@code limit} for the work under way to end. */
  public boolean drain(Duration limit) {
    var end = System.nanoTime() + limit.toNanos();
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      while (agenda.workingCount() > 0) {
        var left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Hands out no more keys. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
