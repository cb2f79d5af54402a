package io.syncline.localkube.proto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one protobuf message. */
final class Wire {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private final byte[] data;
  private final int end;
  private int at;
  private int type;

  Wire(byte[] data) {
    this(data, 0, data.length);
  }

  private Wire(byte[] data, int from, int end) {
    this.data = data;
    this.at = from;
    this.end = end;
  }

  /** Moves to the next field and gives its number; 0 at the end. */
  int next() {
    if (at >= end) {
      return 0;
    }
    var tag = varint();
    type = (int) (tag & 7);
    return (int) (tag >>> 3);
  }

  int type() {
    return type;
  }

  boolean more() {
    return at < end;
  }

  long varint() {
    var value = 0L;
    for (var shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw new ProtobufException("unexpected EOF");
      }
      var b = data[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new ProtobufException("proto: integer overflow");
  }

  long fixed(int bytes) {
    var value = 0L;
    require(bytes);
    for (var i = 0; i < bytes; i++) {
      value |= (long) (data[at++] & 0xff) << (8 * i);
    }
    return value;
  }

  private void require(long bytes) {
    if (bytes < 0 || bytes > end - at) {
      throw new ProtobufException("unexpected EOF");
    }
  }

  Wire message() {
    if (type != BYTES) {
      throw new ProtobufException("proto: wrong wireType = " + type + " (expected: 2)");
    }
    var length = varint();
    require(length);
    var inner = new Wire(data, at, at + (int) length);
    at += (int) length;
    return inner;
  }

  byte[] bytes() {
    var inner = message();
    return Arrays.copyOfRange(data, inner.at, inner.end);
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  void skip() {
    switch (type) {
      case VARINT -> varint();
      case FIXED64 -> fixed(8);
      case BYTES -> message();
      case FIXED32 -> fixed(4);
      default -> throw new ProtobufException("proto: illegal wireType " + type);
    }
  }
}
