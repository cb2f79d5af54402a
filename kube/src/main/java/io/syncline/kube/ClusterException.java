package io.syncline.kube;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request a cluster refused, or a cluster that could not be asked. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of problem it is: what callers decide by. */
  public enum Code {
    NOT_FOUND,
    ALREADY_EXISTS,
    CONFLICT,
    FORBIDDEN,
    UNAUTHORIZED,
    INVALID,
    BAD_REQUEST,
    UNSUPPORTED,
    EXPIRED,
    TOO_MANY_REQUESTS,
    TIMEOUT,
    UNKNOWN_KIND,
    UNREACHABLE,
    SERVER
  }

  private final Code code;
  private final int httpStatus;
  private final @Nullable Duration retryAfter;

  /** A problem of our own finding. */
  public ClusterException(Code code, String message, @Nullable Throwable cause) {
    this(code, 0, message, null, cause);
  }

  /**
   * A refusal.
   *
   * @param code what kind of problem
   * @param httpStatus HTTP status, 0 when there was no answer
   * @param message the message of the Status object
   * @param retryAfter how long the server asks to wait; null when it does not say
   * @param cause what lies below
   */
  public ClusterException(
      Code code,
      int httpStatus,
      String message,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.httpStatus = httpStatus;
    this.retryAfter = retryAfter;
  }

  /** The code for an HTTP status and the reason word of a Status object. */
  public static Code codeOf(int httpStatus, String reason) {
    return switch (reason) {
      case "NotFound" -> Code.NOT_FOUND;
      case "AlreadyExists" -> Code.ALREADY_EXISTS;
      case "Conflict" -> Code.CONFLICT;
      case "Forbidden" -> Code.FORBIDDEN;
      case "Unauthorized" -> Code.UNAUTHORIZED;
      case "Invalid" -> Code.INVALID;
      case "BadRequest" -> Code.BAD_REQUEST;
      case "Expired", "Gone" -> Code.EXPIRED;
      case "TooManyRequests" -> Code.TOO_MANY_REQUESTS;
      case "Timeout", "ServerTimeout" -> Code.TIMEOUT;
      default ->
          switch (httpStatus) {
            case 400 -> Code.BAD_REQUEST;
            case 401 -> Code.UNAUTHORIZED;
            case 403 -> Code.FORBIDDEN;
            case 404 -> Code.NOT_FOUND;
            case 405, 406, 415 -> Code.UNSUPPORTED;
            case 409 -> Code.CONFLICT;
            case 410 -> Code.EXPIRED;
            case 422 -> Code.INVALID;
            case 429 -> Code.TOO_MANY_REQUESTS;
            case 408, 504 -> Code.TIMEOUT;
            default -> Code.SERVER;
          };
    };
  }

  /** What kind of problem it is. */
  public Code code() {
    return code;
  }

  /** HTTP status, 0 when there was no answer. */
  public int httpStatus() {
    return httpStatus;
  }

  /** How long the server asks to wait before trying again. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Whether the object is absent. */
  public boolean notFound() {
    return code == Code.NOT_FOUND;
  }

  /** Whether somebody else wrote first. */
  public boolean conflict() {
    return code == Code.CONFLICT;
  }

  /** The message. */
  public String text() {
    var message = getMessage();
    return message == null ? code.name() : message;
  }

  /** Whether trying the same again later can help. */
  public boolean transientProblem() {
    return switch (code) {
      case UNREACHABLE, SERVER, TIMEOUT, TOO_MANY_REQUESTS, CONFLICT, EXPIRED -> true;
      default -> false;
    };
  }
}
