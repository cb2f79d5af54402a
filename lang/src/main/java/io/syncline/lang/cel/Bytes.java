package io.syncline.lang.cel;

import java.util.Arrays;

/** Bytes; not to be changed. */
public final class Bytes {
  private final byte[] data;

  /** These bytes, not copied. */
  public Bytes(byte[] data) {
    this.data = data;
  }

  byte[] data() {
    return data;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(data, bytes.data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }
}
