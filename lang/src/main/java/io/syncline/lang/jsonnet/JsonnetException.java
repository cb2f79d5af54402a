package io.syncline.lang.jsonnet;

/** A Jsonnet program that cannot be read or evaluated. */
public final class JsonnetException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String problem;
  private final String file;
  private final int line;

  /**
   * A problem at a place.
   *
   * @param problem subject first, offending value, what was expected
   * @param file the file at fault as its importer found it, "" when unknown
   * @param line counted from 1, 0 when unknown
   */
  public JsonnetException(String problem, String file, int line) {
    super(file.isEmpty() ? problem : file + (line > 0 ? ":" + line : "") + ": " + problem);
    this.problem = problem;
    this.file = file;
    this.line = line;
  }

  /** What is wrong. */
  public String problem() {
    return problem;
  }

  /** The file at fault, "" when unknown. */
  public String file() {
    return file;
  }

  /** The line at fault counted from 1, 0 when unknown. */
  public int line() {
    return line;
  }
}
