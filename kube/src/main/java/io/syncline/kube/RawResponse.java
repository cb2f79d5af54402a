package io.syncline.kube;

import java.nio.charset.StandardCharsets;

/** An answer as it came. */
public final class RawResponse {
  private final int status;
  private final String contentType;
  private final byte[] body;

  /** An answer with a status, a media type ("" when none) and a body. */
  public RawResponse(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body.clone();
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Media type, "" when none. */
  public String contentType() {
    return contentType;
  }

  /** The body. */
  public byte[] body() {
    return body.clone();
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
