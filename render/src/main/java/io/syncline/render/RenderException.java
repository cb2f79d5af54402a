package io.syncline.render;

/** Carries a {@link RenderProblem} out of a renderer to the door, which turns it into a result. */
public final class RenderException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient RenderProblem problem;
  private final boolean passing;

  /** A problem without a cause. */
  public RenderException(RenderProblem problem) {
    this(problem, false);
  }

  private RenderException(RenderProblem problem, boolean passing) {
    super(problem.text());
    this.problem = problem;
    this.passing = passing;
  }

  /** A problem that may be gone at another try, though no file changed. */
  public static RenderException passing(String file, String message, String hint) {
    return new RenderException(new RenderProblem(message, file, 0, hint), true);
  }

  /** A problem in a file. */
  public static RenderException in(String file, int line, String message) {
    return new RenderException(new RenderProblem(message, file, line, ""));
  }

  /** A problem in a file, with what to try next. */
  public static RenderException in(String file, int line, String message, String hint) {
    return new RenderException(new RenderProblem(message, file, line, hint));
  }

  /** Whether it may be gone at another try. */
  public boolean passing() {
    return passing;
  }

  /** What went wrong. */
  public RenderProblem problem() {
    return problem;
  }
}
