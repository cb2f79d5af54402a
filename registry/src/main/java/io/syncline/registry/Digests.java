package io.syncline.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 as registries write it. */
final class Digests {
  private static final String PREFIX = "sha256:";

  private Digests() {}

  /** {@code sha256:} and the hash in hex. */
  static String of(byte[] bytes) {
    return PREFIX + hex(bytes);
  }

  static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every JDK", e);
    }
  }

  static boolean is(String text) {
    return text.matches("sha256:[0-9a-f]{64}");
  }

  /** Refuses {@code bytes} that are not what {@code wanted}, with or without prefix, promises. */
  static void check(byte[] bytes, String wanted, String what) {
    var hex = wanted.toLowerCase(Locale.ROOT).replaceFirst("^" + PREFIX, "");
    if (!hex.isEmpty() && !hex.equals(hex(bytes))) {
      throw new RegistryException(
          what + " has digest " + of(bytes) + " (expected: " + PREFIX + hex + ")",
          "it was changed on the way or replaced at its source");
    }
  }
}
