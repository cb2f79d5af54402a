package io.syncline.lang.cel;

/** An expression that cannot be read or evaluated; the message is for people. */
public final class CelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why an expression has no value. */
  public enum Fault {
    /** The text is no expression. */
    SYNTAX,
    /** Evaluation failed. */
    EVALUATION,
    /** Evaluation was given up because it takes too long. */
    COST
  }

  private final Fault fault;

  /** A failure with its reason. */
  public CelException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  static CelException evaluation(String message) {
    return new CelException(Fault.EVALUATION, message);
  }

  static CelException noOverload() {
    return evaluation("no such overload");
  }

  /** Why. */
  public Fault fault() {
    return fault;
  }
}
