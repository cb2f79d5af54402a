package io.syncline.engine.health;

import java.io.Serial;

/** A check that could not judge an object; the message says why. */
public final class HealthException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With the reason. */
  public HealthException(String message) {
    super(message, null, false, false);
  }
}
