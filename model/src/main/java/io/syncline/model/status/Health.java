package io.syncline.model.status;

/**
 * How well one object, or a whole application, is.
 *
 * @param status the word
 * @param message why, "" when there is nothing to say
 */
public record Health(HealthStatus status, String message) {
  /** Healthy without a word. */
  public static final Health HEALTHY = new Health(HealthStatus.HEALTHY, "");

  /** A status without a message. */
  public static Health of(HealthStatus status) {
    return new Health(status, "");
  }
}
