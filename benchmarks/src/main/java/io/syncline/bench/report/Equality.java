package io.syncline.bench.report;

/** Whether the outputs that were timed are the right ones. */
public enum Equality {
  /** Compared and the same. */
  YES,
  /** Compared and different: the figures do not count. */
  NO,
  /** Nothing to compare with on this machine. */
  UNCHECKED;

  /** Equality of what was compared. */
  public static Equality of(boolean same) {
    return same ? YES : NO;
  }

  /** One word for the table. */
  public String word() {
    return switch (this) {
      case YES -> "yes";
      case NO -> "NO";
      case UNCHECKED -> "-";
    };
  }
}
