package io.syncline.controller.source;

import org.jspecify.annotations.Nullable;

/** A source that does not yield manifests; the message is fit for a condition. */
public final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A problem with what lies below it. */
  public SourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The message. */
  public String text() {
    var message = getMessage();
    return message == null ? "source failed" : message;
  }
}
