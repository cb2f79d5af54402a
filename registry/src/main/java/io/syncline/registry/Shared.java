package io.syncline.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers of servers, each asked for once by all who want it within an interval; who insists on the
 * present shares a question that began after asking. A problem is an answer too and is believed the
 * longer the more often it came, so that a broken server is left in peace.
 */
final class Shared<K, V> {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);
  private static final int MAX_DOUBLINGS = 8;

  private final int limit;
  private final long interval;
  private final LongSupplier nanos;
  private final Map<K, Known<V>> known = new LinkedHashMap<>(16, 0.75f, true);

  /** The last answer to one question. */
  private static final class Known<V> {
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Told<V> told;
  }

  /** An answer, or a problem beside the last good answer. */
  private record Told<V>(
      @Nullable V value, @Nullable RegistryException problem, int failures, long begun) {}

  /**
   * Answers that serve for {@code interval}.
   *
   * @param limit most answers to keep
   * @param nanos time that only moves on
   */
  Shared(Duration interval, int limit, LongSupplier nanos) {
    this.interval = interval.toNanos();
    this.limit = limit;
    this.nanos = nanos;
  }

  /**
   * The answer to {@code key}.
   *
   * @param now insist on the present
   * @param ask asks the server; is given the last good answer
   */
  V get(K key, boolean now, Function<Optional<V>, V> ask) {
    var one = of(key);
    var asked = nanos.getAsLong();
    var fresh = fresh(one.told, asked, now);
    if (fresh != null) {
      return answer(fresh);
    }
    one.asking.lock();
    try {
      var meanwhile = fresh(one.told, asked, now);
      return answer(meanwhile != null ? meanwhile : ask(one, ask));
    } finally {
      one.asking.unlock();
    }
  }

  private Known<V> of(K key) {
    synchronized (known) {
      var one = known.computeIfAbsent(key, _ -> new Known<>());
      if (known.size() > limit) {
        var eldest = known.keySet().iterator();
        eldest.next();
        eldest.remove();
      }
      return one;
    }
  }

  private @Nullable Told<V> fresh(@Nullable Told<V> told, long asked, boolean now) {
    if (told == null) {
      return null;
    }
    var serves = told.problem() == null ? interval : Math.min(interval, backoff(told.failures()));
    var oldest = now ? asked : asked - serves;
    return told.begun() - oldest >= 0 ? told : null;
  }

  private static long backoff(int failures) {
    return FIRST_BACKOFF.toNanos() << Math.min(failures - 1, MAX_DOUBLINGS);
  }

  private Told<V> ask(Known<V> one, Function<Optional<V>, V> ask) {
    var begun = nanos.getAsLong();
    var last = one.told;
    var before = Optional.ofNullable(last == null ? null : last.value());
    Told<V> told;
    try {
      told = new Told<>(ask.apply(before), null, 0, begun);
    } catch (RegistryException e) {
      if (Thread.currentThread().isInterrupted()) {
        // Who asked was told to stop; that says nothing of the server.
        throw e;
      }
      var failures = last == null ? 1 : last.failures() + 1;
      told = new Told<>(before.orElse(null), e, failures, begun);
    }
    one.told = told;
    return told;
  }

  private V answer(Told<V> told) {
    var problem = told.problem();
    if (problem != null) {
      throw new RegistryException(String.valueOf(problem.getMessage()), problem.hint(), problem);
    }
    return java.util.Objects.requireNonNull(told.value());
  }
}
