package io.syncline.pipeline;

/** A change that cannot be made as asked. {@link #hint} says what next. */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  PipelineException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to look at or do next; one sentence. */
  public String hint() {
    return hint;
  }
}
