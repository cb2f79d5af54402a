package io.syncline.localkube.proto;

/** Bytes that are no Kubernetes object in protobuf; the message is for the client. */
public final class ProtobufException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProtobufException(String message) {
    super(message);
  }
}
