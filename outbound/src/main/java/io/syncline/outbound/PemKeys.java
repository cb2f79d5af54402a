package io.syncline.outbound;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Private keys out of PEM text: in PKCS#8, and in the old form of their algorithm (PKCS#1 for RSA,
 * SEC 1 for elliptic curves), which Java does not read by itself.
 */
public final class PemKeys {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int OBJECT_ID = 0x06;
  private static final int CURVE = 0xa0;

  /** Version 0, with which PKCS#8 begins. */
  private static final byte[] VERSION = HexFormat.of().parseHex("020100");

  /** The algorithm rsaEncryption with its empty parameters. */
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** The algorithm id-ecPublicKey, which the curve follows. */
  private static final byte[] ELLIPTIC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private PemKeys() {}

  /**
   * The private key in {@code pem}.
   *
   * @param source what the user calls the place it came from, for messages
   * @throws GeneralSecurityException when it holds none that can be used; the message never shows
   *     parts of the text
   */
  public static PrivateKey privateKey(String pem, String source) throws GeneralSecurityException {
    // Keys that went through one line of YAML or an environment variable have escaped line ends.
    var text = pem.contains("\n") ? pem : pem.replace("\\n", "\n");
    try {
      var encoded = pkcs8(text);
      if (encoded.isPresent()) {
        for (var algorithm : ALGORITHMS) {
          try {
            return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(encoded.get()));
          } catch (InvalidKeySpecException anotherAlgorithm) {
            // The next one may fit.
          }
        }
      }
    } catch (IllegalArgumentException notBase64) {
      // Refused below; its message may hold parts of the key.
    }
    throw new InvalidKeySpecException(
        source + " holds no private key (expected: unencrypted PEM text with BEGIN and END lines)");
  }

  private static Optional<byte[]> pkcs8(String text) {
    var rsa = block(text, "RSA PRIVATE KEY");
    if (rsa.isPresent()) {
      return Optional.of(wrap(RSA, rsa.get()));
    }
    var elliptic = block(text, "EC PRIVATE KEY");
    if (elliptic.isPresent()) {
      return curve(elliptic.get())
          .or(() -> block(text, "EC PARAMETERS").filter(id -> id.length > 0 && id[0] == OBJECT_ID))
          .map(id -> wrap(element(SEQUENCE, ELLIPTIC, id), elliptic.get()));
    }
    return block(text, "PRIVATE KEY");
  }

  private static Optional<byte[]> block(String text, String label) {
    var begin = "-----BEGIN " + label + "-----";
    var start = text.indexOf(begin);
    var end = text.indexOf("-----END " + label + "-----");
    if (start < 0 || end < start) {
      return Optional.empty();
    }
    return Optional.of(Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end)));
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, VERSION, algorithm, element(OCTETS, key));
  }

  /** The object id of the curve, from the key's own element [0] when it has one. */
  private static Optional<byte[]> curve(byte[] key) {
    for (var i = 0; i + 3 < key.length; i++) {
      if ((key[i] & 0xff) == CURVE
          && key[i + 2] == OBJECT_ID
          && key[i + 1] == key[i + 3] + 2
          && i + 2 + key[i + 1] <= key.length) {
        return Optional.of(Arrays.copyOfRange(key, i + 2, i + 2 + key[i + 1]));
      }
    }
    return Optional.empty();
  }

  /** One element of DER. */
  private static byte[] element(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    var length = content.size();
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
