package io.syncline.git;

import org.jspecify.annotations.Nullable;

/** A Git operation that failed. The message holds no credentials; {@link #hint} says what next. */
public final class GitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it failed. */
  public enum Code {
    /** The server wants other credentials, or the ones given do not reach this repository. */
    AUTH,
    /** The repository does not exist, or the server hides it. */
    NOT_FOUND,
    /** No connection: name, route, port, TLS or host key. */
    UNREACHABLE,
    /** The server did not answer in time. */
    TIMEOUT,
    /** The repository has no such revision, branch or commit. */
    UNKNOWN_REVISION,
    /** Objects are missing or damaged and could not be fetched again. */
    CORRUPT,
    /** The URL is none, or is one this process may not open. */
    REFUSED_URL,
    /** The server or one of its hooks declined a push. */
    REJECTED,
    /** Others kept moving the branch until the attempts ran out. */
    CONTENDED,
    /** The asking thread was told to stop; this says nothing of the repository. */
    INTERRUPTED,
    /** Anything else, such as a full disk. */
    FAILED
  }

  private final Code code;
  private final String hint;

  GitException(Code code, String message, String hint, @Nullable Throwable cause) {
    super(GitUrl.redact(message), cause);
    this.code = code;
    this.hint = hint;
  }

  GitException(Code code, String message, String hint) {
    this(code, message, hint, null);
  }

  /** Why it failed. */
  public Code code() {
    return code;
  }

  /** What to look at or do next; one sentence. */
  public String hint() {
    return hint;
  }
}
