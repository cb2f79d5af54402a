package io.syncline.lang.cel;

/** A whole number without sign, in the bits of a long. */
record Unsigned(long bits) {
  @Override
  public String toString() {
    return Long.toUnsignedString(bits);
  }
}
