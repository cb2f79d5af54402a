package io.syncline.engine.schedule;

import java.time.Duration;

/**
 * How long self-heal waits between attempts (semantics 16.4).
 *
 * @param start delay before the first attempt
 * @param first delay before the second attempt
 * @param factor growth of the delay
 * @param max longest delay
 * @param cooldown quiet time after which counting starts anew
 */
public record SelfHealBackoff(
    Duration start, Duration first, double factor, Duration max, Duration cooldown) {
  /** 2 s, three times longer each time, at most 5 minutes, forgotten after 5.5 minutes. */
  public static final SelfHealBackoff DEFAULT =
      new SelfHealBackoff(
          Duration.ZERO,
          Duration.ofSeconds(2),
          3,
          Duration.ofSeconds(300),
          Duration.ofSeconds(330));

  /** The same {@code delay} before every attempt. */
  public static SelfHealBackoff fixed(Duration delay) {
    return new SelfHealBackoff(delay, delay, 1, delay, DEFAULT.cooldown());
  }

  /** The delay after {@code attempts} attempts. */
  public Duration delay(long attempts) {
    if (attempts <= 0) {
      return start;
    }
    var millis = first.toMillis() * Math.pow(factor, attempts - 1.0);
    return Duration.ofMillis((long) Math.min(millis, max.toMillis()));
  }
}
