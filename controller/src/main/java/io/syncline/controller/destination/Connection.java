package io.syncline.controller.destination;

import java.time.Instant;

/**
 * How a cluster answered when it was tried last.
 *
 * @param status whether it did
 * @param message why it did not, "" otherwise
 * @param attemptedAt when it was tried
 */
public record Connection(Status status, String message, Instant attemptedAt) {
  /** Whether a cluster answers. */
  public enum Status {
    /** Not tried yet. */
    UNKNOWN("Unknown"),
    /** It answered. */
    SUCCESSFUL("Successful"),
    /** It did not answer, or let us not in. */
    FAILED("Failed");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** As the API writes it. */
    public String word() {
      return word;
    }
  }

  /** A cluster not tried yet. */
  static Connection untried(Instant now) {
    return new Connection(Status.UNKNOWN, "", now);
  }

  static Connection good(Instant now) {
    return new Connection(Status.SUCCESSFUL, "", now);
  }

  static Connection failed(String message, Instant now) {
    return new Connection(Status.FAILED, message, now);
  }

  /** Whether it answered when it was tried last. */
  public boolean good() {
    return status == Status.SUCCESSFUL;
  }
}
