package io.syncline.registry;

/**
 * Something that cannot be had from a repository; the message names the address, without secrets.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /**
   * A problem.
   *
   * @param message subject first, then {@code (expected: …)}
   * @param hint what to try next; "" when there is nothing to say
   */
  public RegistryException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** A problem with what lies below it. */
  RegistryException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to try next; "" when there is nothing to say. */
  public String hint() {
    return hint;
  }

  /** Message and hint on one line. */
  public String text() {
    return getMessage() + (hint.isEmpty() ? "" : "; hint: " + hint);
  }
}
