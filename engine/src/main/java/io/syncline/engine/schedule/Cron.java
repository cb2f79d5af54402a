package io.syncline.engine.schedule;

import java.time.ZonedDateTime;
import java.util.Optional;

/** Reads five-field cron schedules. */
@FunctionalInterface
public interface Cron {
  /** The first firing of {@code schedule} strictly after {@code after}; empty when it is no cron. */
  Optional<ZonedDateTime> next(String schedule, ZonedDateTime after);
}
