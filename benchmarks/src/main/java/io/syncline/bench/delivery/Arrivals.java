package io.syncline.bench.delivery;

import io.syncline.localkube.api.LocalApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** Notices when the cluster has become what was expected, by what it writes. */
final class Arrivals implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SHOWN = 3;

  private final LocalApi.Subscription subscription;
  private volatile List<Expected> current = List.of();

  /** A thing and the value it got. */
  record Arrival(String thing, String value) {}

  /** What must arrive, and what of it has not yet. */
  static final class Expected {
    private final Map<String, String> missing;
    private final CountDownLatch complete = new CountDownLatch(1);
    private volatile long last;

    private Expected(Map<String, String> values) {
      missing = new ConcurrentHashMap<>(values);
    }

    private void arrived(Arrival arrival) {
      if (missing.remove(arrival.thing(), arrival.value()) && missing.isEmpty()) {
        last = System.nanoTime();
        complete.countDown();
      }
    }

    /** Waits for the last of them; when it came, as {@link System#nanoTime}. */
    long await() throws InterruptedException {
      if (!complete.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        var some = missing.entrySet().stream().limit(SHOWN).toList();
        throw new IllegalStateException(
            missing.size()
                + " changes did not arrive within "
                + PATIENCE.toMinutes()
                + " min, such as "
                + some);
      }
      return last;
    }
  }

  /** Watches {@code api}; {@code reading} says what a write brings. */
  Arrivals(LocalApi api, Function<LocalApi.Event, Stream<Arrival>> reading) {
    subscription =
        api.subscribe(
            event ->
                reading
                    .apply(event)
                    .forEach(arrival -> current.forEach(one -> one.arrived(arrival))));
  }

  /** Expects values to be written from now on; what was expected before is forgotten. */
  Expected expect(Map<String, String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("expected arrivals: none");
    }
    var expected = new Expected(values);
    current = List.of(expected);
    return expected;
  }

  /** Expects more beside what was expected last. */
  Expected also(Map<String, String> values) {
    var expected = new Expected(values);
    current = Stream.concat(current.stream(), Stream.of(expected)).toList();
    return expected;
  }

  @Override
  public void close() {
    subscription.close();
  }
}
