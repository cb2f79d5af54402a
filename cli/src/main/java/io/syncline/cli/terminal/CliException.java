package io.syncline.cli.terminal;

/** A command that cannot go on: one line for people and the exit code for scripts. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The API refused, or could not be reached (semantics 32.2). */
  public static final int API = 20;

  /** Checks failed, differences were found, an operation did not succeed. */
  public static final int FAILED = 1;

  /** The words make no sense. */
  public static final int USAGE = 2;

  private final int exitCode;

  /** Ends a command. */
  public CliException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Exit code of the process. */
  public int exitCode() {
    return exitCode;
  }
}
