package io.syncline.workloads.batch;

import io.syncline.lang.cron.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The times of a CronJob.
 *
 * @param cron the expression
 * @param zone the time zone it is read in
 */
record Schedule(Cron cron, ZoneId zone) {
  private static final Duration NEAR = Duration.ofHours(4);

  /** The first time after {@code after}. */
  Optional<Instant> next(Instant after) {
    return cron.next(after.atZone(zone)).map(ZonedDateTime::toInstant);
  }

  /** The last time after {@code after} and not after {@code now}. */
  Optional<Instant> latest(Instant after, Instant now) {
    // Looking back further and further finds it in few steps, however long ago the first one was.
    for (var span = NEAR; ; span = span.multipliedBy(16)) {
      var from = now.minus(span);
      var start = from.isBefore(after) ? after : from;
      Optional<Instant> found = Optional.empty();
      var next = next(start);
      while (next.isPresent() && !next.get().isAfter(now)) {
        found = next;
        next = next(next.get());
      }
      if (found.isPresent() || start.equals(after)) {
        return found;
      }
    }
  }

  /** Whether there are more than {@code many} times after {@code after} and not after now. */
  boolean more(Instant after, Instant now, int many) {
    var next = next(after);
    for (var seen = 0; next.isPresent() && !next.get().isAfter(now); seen++) {
      if (seen == many) {
        return true;
      }
      next = next(next.get());
    }
    return false;
  }
}
