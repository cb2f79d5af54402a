package io.syncline.controller;

import io.syncline.controller.control.AppKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When an application is compared because its objects changed. The first change is followed at
 * once; while more keep coming, comparisons come ever less often: five hundred objects that change
 * one after another are a handful of comparisons, not hundreds.
 */
final class Swarms {
  /** Changes come in swarms: one comparison for those that arrive together. */
  private static final Duration BATCH = Duration.ofMillis(15);

  private static final int GROWTH = 4;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** So many pauses without a change end a swarm. */
  private static final int QUIET = 4;

  private static final int MANY = 10_000;

  private final InstantSource clock;
  private final Map<AppKey, Turn> turns = new ConcurrentHashMap<>();

  /**
   * The last comparison asked for.
   *
   * @param at when it is due, or was
   * @param pause to the one after it
   */
  private record Turn(Instant at, Duration pause) {
    boolean over(Instant now) {
      return now.isAfter(at.plus(pause.multipliedBy(QUIET)));
    }
  }

  Swarms(InstantSource clock) {
    this.clock = clock;
  }

  /** An object of {@code key} changed: how long to wait with the comparison. */
  Duration delay(AppKey key) {
    var now = clock.instant();
    if (turns.size() > MANY) {
      turns.values().removeIf(turn -> turn.over(now));
    }
    var turn = turns.compute(key, (_, last) -> next(last, now));
    return Duration.between(now, turn.at());
  }

  private static Turn next(@Nullable Turn last, Instant now) {
    if (last == null || last.over(now)) {
      return new Turn(now.plus(BATCH), BATCH.multipliedBy(GROWTH));
    }
    if (now.isBefore(last.at())) {
      return last;
    }
    var soonest = now.plus(BATCH);
    var due = last.at().plus(last.pause());
    var longer = last.pause().multipliedBy(GROWTH);
    return new Turn(
        due.isAfter(soonest) ? due : soonest, longer.compareTo(LONGEST) < 0 ? longer : LONGEST);
  }
}
