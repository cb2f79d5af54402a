package io.syncline.engine.sync;

import java.util.Optional;

/** How far an operation, or one task of it, got; spelt as on the wire by {@link #word()}. */
public enum OperationPhase {
  RUNNING("Running"),
  TERMINATING("Terminating"),
  SUCCEEDED("Succeeded"),
  /** It ran and did not work. */
  FAILED("Failed"),
  /** It could not run. */
  ERROR("Error");

  private final String word;

  OperationPhase(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }

  /** The phase spelt {@code word}; empty for any other word. */
  public static Optional<OperationPhase> parse(String word) {
    for (var phase : values()) {
      if (phase.word.equals(word)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }

  /** Whether nothing more happens. */
  public boolean completed() {
    return this == SUCCEEDED || failed();
  }

  /** Whether it ended badly. */
  public boolean failed() {
    return this == FAILED || this == ERROR;
  }
}
