package io.syncline.lang.sprig;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Random bytes that follow from a seed: SHA-256 over seed and counter. Key generators of the JDK
 * take it in place of a random source, which makes the keys of a rendering repeatable.
 */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;
  private final long seed;
  private long counter;
  private byte[] block = new byte[0];
  private int used;

  SeededRandom(long seed) {
    this.seed = seed;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    for (var i = 0; i < bytes.length; i++) {
      if (used == block.length) {
        block = next();
        used = 0;
      }
      bytes[i] = block[used++];
    }
  }

  private byte[] next() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("sprig".getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(16).putLong(seed).putLong(counter++).array());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java", e);
    }
  }
}
