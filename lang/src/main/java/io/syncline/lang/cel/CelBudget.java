package io.syncline.lang.cel;

/** Steps that evaluations may still take. For one thread. */
public final class CelBudget {
  private long left;

  /** Room for {@code steps}. */
  public CelBudget(long steps) {
    left = steps;
  }

  /** Takes {@code steps}. */
  void take(long steps) {
    left -= steps;
    if (left < 0) {
      throw new CelException(
          CelException.Fault.COST, "operation cancelled: actual cost limit exceeded");
    }
  }
}
