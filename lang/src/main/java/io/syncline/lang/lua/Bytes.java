package io.syncline.lang.lua;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Turns texts into Lua's strings of bytes and back. */
final class Bytes {
  private Bytes() {}

  static String of(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  static String text(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }
}
