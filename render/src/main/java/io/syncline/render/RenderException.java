package io.syncline.render;

/** Carries a {@link RenderProblem} out of a renderer to the door, which turns it into a result. */
public final class RenderException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient RenderProblem problem;

  /** A problem without a cause. */
  public RenderException(RenderProblem problem) {
    super(problem.text());
    this.problem = problem;
  }

  /** A problem in a file. */
  public static RenderException in(String file, int line, String message) {
    return new RenderException(new RenderProblem(message, file, line, ""));
  }

  /** A problem in a file, with what to try next. */
  public static RenderException in(String file, int line, String message, String hint) {
    return new RenderException(new RenderProblem(message, file, line, hint));
  }

  /** What went wrong. */
  public RenderProblem problem() {
    return problem;
  }
}
