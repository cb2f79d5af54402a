package io.syncline.engine.schedule;

import java.time.ZonedDateTime;
import java.util.Optional;

/** Reads five-field cron schedules. */
@FunctionalInterface
public interface Cron {
  /** The usual reading. */
  Cron STANDARD =
      (schedule, after) -> {
        try {
          return io.syncline.lang.cron.Cron.parse(schedule).next(after);
        } catch (io.syncline.lang.cron.Cron.CronException _) {
          return Optional.empty();
        }
      };

  /**
   * The first firing of {@code schedule} strictly after {@code after}; empty when it is no cron.
   */
  Optional<ZonedDateTime> next(String schedule, ZonedDateTime after);
}
