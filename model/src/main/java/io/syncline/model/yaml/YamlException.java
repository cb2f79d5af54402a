package io.syncline.model.yaml;

/** Text that is not YAML, or YAML that no Kubernetes tool takes. */
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String problem;
  private final int line;

  YamlException(String problem, int line, Throwable cause) {
    super("line " + line + ": " + problem, cause);
    this.problem = problem;
    this.line = line;
  }

  YamlException(String problem, int line) {
    super("line " + line + ": " + problem);
    this.problem = problem;
    this.line = line;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  /** Line in the text, counted from 1. */
  public int line() {
    return line;
  }
}
