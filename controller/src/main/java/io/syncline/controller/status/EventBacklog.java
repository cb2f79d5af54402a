package io.syncline.controller.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Events that wait to be written, and how many may be: so many at once, and then so many a second.
 * What has to wait and tells of the same object for the same reason becomes one Event. When too
 * many wait, the oldest that tells of nothing wrong is left out. Not safe for use by many threads.
 */
final class EventBacklog {
  private static final double MICROS = 1e6;

  private final Pace pace;
  private final Map<Key, Notice> normal = new LinkedHashMap<>();
  private final Map<Key, Notice> warnings = new LinkedHashMap<>();
  private double room;
  private Instant filled = Instant.EPOCH;
  private long leftOut;
  private long alone;

  /**
   * How much is written.
   *
   * @param burst how many at once after a time without any
   * @param perSecond how many a second when there is no end of them
   * @param waiting how many may wait
   */
  record Pace(int burst, int perSecond, int waiting) {}

  /** What one Event tells of; {@code alone} tells apart those that need not share one. */
  private record Key(Notice.About about, String reason, long alone) {}

  EventBacklog(Pace pace) {
    this.pace = pace;
    this.room = pace.burst();
  }

  /**
   * Lets {@code notice} wait; where it cannot be written at {@code now}, as part of a like one that
   * waits already if there is.
   */
  void add(Notice notice, Instant now) {
    refill(now);
    var crowded = waiting() >= (long) room;
    var key = new Key(notice.about(), notice.reason(), crowded ? 0 : ++alone);
    (notice.warning() ? warnings : normal).merge(key, notice, Notice::with);
    if (waiting() > pace.waiting()) {
      leftOut += next(normal.isEmpty() ? warnings : normal).count();
    }
  }

  /** What is to be written at {@code now}, warnings first; empty when nothing is, or not yet. */
  Optional<Notice> take(Instant now) {
    if (isEmpty() || wait(now).isPositive()) {
      return Optional.empty();
    }
    room--;
    return Optional.of(next(warnings.isEmpty() ? normal : warnings));
  }

  private static Notice next(Map<Key, Notice> waiting) {
    var first = waiting.entrySet().iterator();
    var notice = first.next().getValue();
    first.remove();
    return notice;
  }

  /** How long after {@code now} the next may be written. */
  Duration wait(Instant now) {
    refill(now);
    return room >= 1
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil((1 - room) * 1_000 / pace.perSecond()));
  }

  /** A clock that was put back gives no room, and takes none. */
  private void refill(Instant now) {
    if (now.isAfter(filled)) {
      var seconds = ChronoUnit.MICROS.between(filled, now) / MICROS;
      room = Math.min(pace.burst(), room + seconds * pace.perSecond());
    }
    filled = now;
  }

  private int waiting() {
    return normal.size() + warnings.size();
  }

  boolean isEmpty() {
    return waiting() == 0;
  }

  /** Nothing waits any more. */
  void clear() {
    normal.clear();
    warnings.clear();
  }

  /** How many were left out since this was asked last. */
  long takeLeftOut() {
    var count = leftOut;
    leftOut = 0;
    return count;
  }
}
