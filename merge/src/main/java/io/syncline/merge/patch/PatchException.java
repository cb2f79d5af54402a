package io.syncline.merge.patch;

/** A patch that is malformed or does not fit the object it is applied to. */
public final class PatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is. */
  public enum Fault {
    /** The patch itself is malformed. */
    MALFORMED,
    /** The patch is well formed but the object is not as it expects. */
    NOT_APPLICABLE,
    /** A {@code test} operation found another value. */
    TEST_FAILED
  }

  private final Fault fault;

  /** A refusal with its reason for people. */
  public PatchException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** Whose fault it is. */
  public Fault fault() {
    return fault;
  }
}
