package io.syncline.engine.actions;

import java.io.Serial;

/** An action that does not exist, cannot be run, or failed; the message says why. */
public final class ActionException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With the reason. */
  public ActionException(String message) {
    super(message, null, false, false);
  }
}
