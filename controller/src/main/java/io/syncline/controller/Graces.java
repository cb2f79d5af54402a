package io.syncline.controller;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.control.AppKey;
import io.syncline.engine.schedule.Refresh.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets sources that cannot be had for a moment pass without a word, where the settings want that: a
 * repository that is out of reach may be back with the next look (semantics 4.5).
 */
final class Graces {
  private final Supplier<Duration> time;
  private final InstantSource clock;

  /** Applications whose sources could not be had, and since when. */
  private final Map<AppKey, Instant> since = new ConcurrentHashMap<>();

  /**
   * Nothing happened yet.
   *
   * @param time how long nothing is told; zero or less to tell at once
   * @param clock passes evenly
   */
  Graces(Supplier<Duration> time, InstantSource clock) {
    this.time = time;
    this.clock = clock;
  }

  /** Whether {@code result} of a comparison at {@code level} is not to be told yet. */
  boolean forgives(AppKey key, Compared result, Level level) {
    if (result.outcome() != Compared.Outcome.NO_TARGET) {
      since.remove(key);
      return false;
    }
    var now = clock.instant();
    var first = since.computeIfAbsent(key, _ -> now);
    // Who asks for a look wants to know what came of it.
    return level.compareTo(Level.LATEST_FORCED) < 0
        && Duration.between(first, now).compareTo(time.get()) < 0;
  }

  /** Nothing is kept of an application that is gone. */
  void forget(AppKey key) {
    since.remove(key);
  }
}
