package io.syncline.lang.gotemplate;

/** A function that refuses its arguments; the interpreter adds where it was called. */
public final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why the function gives no result. */
  public CallException(String message) {
    super(message);
  }

  /** Why the function gives no result, and what told it so. */
  public CallException(String message, Throwable cause) {
    super(message, cause);
  }
}
