package io.syncline.localkube.select;

/** A selector that cannot be understood; the message is for the client. */
public final class SelectorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SelectorException(String message) {
    super(message);
  }
}
