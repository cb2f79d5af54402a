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

  /** Why {@code schedule} is no cron; empty when it is one. */
  static Optional<String> problem(String schedule) {
    try {
      io.syncline.lang.cron.Cron.parse(schedule);
      return Optional.empty();
    } catch (io.syncline.lang.cron.Cron.CronException e) {
      return Optional.of("cannot parse schedule '" + schedule + "': " + e.getMessage());
    }
  }
}
