package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.CallException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The passwords of the Master Password algorithm: a site's password out of a person's own one. */
final class DerivedPassword {
  private static final String SEED = "com.lyndir.masterpassword";
  private static final int ROUNDS = 32_768;
  private static final int BLOCK = 8;
  private static final int LANES = 2;
  private static final int KEY_LENGTH = 64;

  private static final Map<String, List<String>> SHAPES =
      Map.of(
          "maximum", List.of("anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"),
          "long",
              List.of(
                  "CvcvnoCvcvCvcv",
                  "CvcvCvcvnoCvcv",
                  "CvcvCvcvCvcvno",
                  "CvccnoCvcvCvcv",
                  "CvccCvcvnoCvcv",
                  "CvccCvcvCvcvno",
                  "CvcvnoCvccCvcv",
                  "CvcvCvccnoCvcv",
                  "CvcvCvccCvcvno",
                  "CvcvnoCvcvCvcc",
                  "CvcvCvcvnoCvcc",
                  "CvcvCvcvCvccno",
                  "CvccnoCvccCvcv",
                  "CvccCvccnoCvcv",
                  "CvccCvccCvcvno",
                  "CvcvnoCvccCvcc",
                  "CvcvCvccnoCvcc",
                  "CvcvCvccCvccno",
                  "CvccnoCvcvCvcc",
                  "CvccCvcvnoCvcc",
                  "CvccCvcvCvccno"),
          "medium", List.of("CvcnoCvc", "CvcCvcno"),
          "short", List.of("Cvcn"),
          "basic", List.of("aaanaaan", "aannaaan", "aaannaaa"),
          "pin", List.of("nnnn"));

  private static final Map<Character, String> LETTERS =
      Map.of(
          'V', "AEIOU",
          'C', "BCDFGHJKLMNPQRSTVWXYZ",
          'v', "aeiou",
          'c', "bcdfghjklmnpqrstvwxyz",
          'A', "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
          'a', "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
          'n', "0123456789",
          'o', "@&%?,=[]_:-+*$#!'^~;()/.",
          'x', "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()");

  private DerivedPassword() {}

  /**
   * The password of {@code site}.
   *
   * @param type maximum, long, medium, short, basic or pin
   */
  static String of(long counter, String type, String password, String user, String site) {
    var shapes = SHAPES.get(type);
    if (shapes == null) {
      return "cannot find password template " + type;
    }
    var salt = message(CryptoFunctions.utf8(user), 0).array();
    var key = scrypt(CryptoFunctions.utf8(password), salt);
    var name = CryptoFunctions.utf8(site);
    var seed = mac(key).doFinal(message(name, 4).putInt((int) counter).array());
    var shape = shapes.get((seed[0] & 0xff) % shapes.size());
    var out = new StringBuilder();
    for (var i = 0; i < shape.length(); i++) {
      var letters = LETTERS.getOrDefault(shape.charAt(i), "");
      out.append(letters.charAt((seed[i + 1] & 0xff) % letters.length()));
    }
    return out.toString();
  }

  private static ByteBuffer message(byte[] name, int room) {
    var seed = CryptoFunctions.utf8(SEED);
    return ByteBuffer.allocate(seed.length + 4 + name.length + room)
        .put(seed)
        .putInt(name.length)
        .put(name);
  }

  private static Mac mac(byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      // An empty key stands for zeros, which Java wants to see.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new CallException("failed to derive password: " + e.getMessage(), e);
    }
  }

  /** One round of PBKDF2. */
  private static byte[] stretched(byte[] password, byte[] salt, int length) {
    var mac = mac(password);
    var out = new ByteArrayOutputStream(length);
    for (var block = 1; out.size() < length; block++) {
      mac.update(salt);
      out.writeBytes(mac.doFinal(ByteBuffer.allocate(4).putInt(block).array()));
    }
    return Arrays.copyOf(out.toByteArray(), length);
  }

  private static byte[] scrypt(byte[] password, byte[] salt) {
    var laneBytes = 128 * BLOCK;
    var bytes = stretched(password, salt, LANES * laneBytes);
    for (var lane = 0; lane < LANES; lane++) {
      var buffer =
          ByteBuffer.wrap(bytes, lane * laneBytes, laneBytes).order(ByteOrder.LITTLE_ENDIAN);
      var words = new int[laneBytes / 4];
      buffer.asIntBuffer().get(words);
      mix(words);
      buffer.asIntBuffer().put(words);
    }
    return stretched(password, bytes, KEY_LENGTH);
  }

  private static void mix(int[] x) {
    var size = x.length;
    var memory = new int[ROUNDS * size];
    var scratch = new int[size];
    for (var i = 0; i < ROUNDS; i++) {
      System.arraycopy(x, 0, memory, i * size, size);
      blocks(x, scratch);
    }
    for (var i = 0; i < ROUNDS; i++) {
      var at = (x[size - 16] & (ROUNDS - 1)) * size;
      for (var j = 0; j < size; j++) {
        x[j] ^= memory[at + j];
      }
      blocks(x, scratch);
    }
  }

  private static void blocks(int[] x, int[] out) {
    var last = Arrays.copyOfRange(x, x.length - 16, x.length);
    for (var block = 0; block < 2 * BLOCK; block++) {
      for (var j = 0; j < 16; j++) {
        last[j] ^= x[block * 16 + j];
      }
      salsa(last);
      // Even blocks come first, then the odd ones.
      System.arraycopy(last, 0, out, (block / 2 + block % 2 * BLOCK) * 16, 16);
    }
    System.arraycopy(out, 0, x, 0, x.length);
  }

  private static void salsa(int[] block) {
    var x = block.clone();
    for (var round = 0; round < 4; round++) {
      quarter(x, 0, 4, 8, 12);
      quarter(x, 5, 9, 13, 1);
      quarter(x, 10, 14, 2, 6);
      quarter(x, 15, 3, 7, 11);
      quarter(x, 0, 1, 2, 3);
      quarter(x, 5, 6, 7, 4);
      quarter(x, 10, 11, 8, 9);
      quarter(x, 15, 12, 13, 14);
    }
    for (var i = 0; i < 16; i++) {
      block[i] += x[i];
    }
  }

  private static void quarter(int[] x, int a, int b, int c, int d) {
    x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
    x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
    x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
    x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
  }
}
