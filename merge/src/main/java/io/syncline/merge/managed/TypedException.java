package io.syncline.merge.managed;

/** An object that does not fit its schema well enough to tell its fields apart. */
public final class TypedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A misfit with its reason for people. */
  public TypedException(String message) {
    super(message);
  }
}
