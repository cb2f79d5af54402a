package io.syncline.workloads.control;

import java.time.Duration;

/**
 * How fast simulated time passes: every duration, simulated or declared in a manifest, is
 * multiplied by {@code scale}. Calendar times such as cron schedules are not.
 *
 * @param scale factor above 0; 1 is real time, 0.02 is fifty times faster
 */
public record Pace(double scale) {
  /** Real time. */
  public static final Pace REAL = new Pace(1);

  /** Checks the factor. */
  public Pace {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("time scale " + scale + " (expected: above 0)");
    }
  }

  /** {@code duration} at this pace. */
  public Duration of(Duration duration) {
    return scale == 1 ? duration : Duration.ofNanos(Math.round(duration.toNanos() * scale));
  }

  /** {@code seconds} at this pace. */
  public Duration seconds(long seconds) {
    return of(Duration.ofSeconds(seconds));
  }
}
