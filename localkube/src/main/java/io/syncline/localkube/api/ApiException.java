package io.syncline.localkube.api;

import io.syncline.model.tree.ObjectTree;

/** A refused request, as the {@code Status} object a real API server answers. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int code;
  private final String reason;
  private final transient ObjectTree status;

  /**
   * A refusal.
   *
   * @param code HTTP status
   * @param reason machine word such as {@code NotFound} or {@code Conflict}
   * @param message text for people
   * @param status the whole Status object
   */
  public ApiException(int code, String reason, String message, ObjectTree status) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.status = status;
  }

  /** HTTP status. */
  public int code() {
    return code;
  }

  /** Machine word such as {@code NotFound}. */
  public String reason() {
    return reason;
  }

  /** The Status object. */
  public ObjectTree status() {
    return status;
  }

  /** Whether the object is absent. */
  public boolean notFound() {
    return reason.equals("NotFound");
  }

  /** Whether somebody else wrote first. */
  public boolean conflict() {
    return reason.equals("Conflict");
  }
}
