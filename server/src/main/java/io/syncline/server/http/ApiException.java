package io.syncline.server.http;

/** A request that is refused, with the gRPC code that Argo CD's clients decide by. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** gRPC codes and the HTTP status each becomes (semantics 31.1). */
  public enum Code {
    INVALID_ARGUMENT(3, 400),
    NOT_FOUND(5, 404),
    ALREADY_EXISTS(6, 409),
    PERMISSION_DENIED(7, 403),
    RESOURCE_EXHAUSTED(8, 429),
    FAILED_PRECONDITION(9, 400),
    ABORTED(10, 409),
    INTERNAL(13, 500),
    UNAVAILABLE(14, 503),
    UNAUTHENTICATED(16, 401),
    UNSUPPORTED_MEDIA(3, 415);

    private final int grpc;
    private final int http;

    Code(int grpc, int http) {
      this.grpc = grpc;
      this.http = http;
    }

    /** Number in the body. */
    public int grpc() {
      return grpc;
    }

    /** HTTP status. */
    public int http() {
      return http;
    }
  }

  private final Code code;

  /** A refusal; the message says what was asked, what was wrong with it and what was expected. */
  public ApiException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** A request that makes no sense. */
  public static ApiException invalid(String message) {
    return new ApiException(Code.INVALID_ARGUMENT, message);
  }

  /** Something that is not there. */
  public static ApiException notFound(String message) {
    return new ApiException(Code.NOT_FOUND, message);
  }

  /** Something that cannot be done in the present state. */
  public static ApiException precondition(String message) {
    return new ApiException(Code.FAILED_PRECONDITION, message);
  }

  /** What kind of refusal. */
  public Code code() {
    return code;
  }
}
