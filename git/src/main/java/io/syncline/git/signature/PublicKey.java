package io.syncline.git.signature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * An OpenPGP key as people publish it, with its subkeys.
 *
 * @param keyId last sixteen hexadecimal digits of the fingerprint, in capitals
 * @param fingerprint hexadecimal digits, in capitals
 * @param type algorithm and size, such as {@code rsa4096} or {@code ed25519}
 * @param owner the first name it goes by
 * @param armored the key alone as text
 */
public record PublicKey(
    String keyId, String fingerprint, String type, String owner, String armored) {

  /** The keys in {@code text}, in order; none when it cannot be read. */
  public static List<PublicKey> read(String text) {
    var keys = new ArrayList<PublicKey>();
    var blocks = Keyring.BLOCK.matcher(text);
    while (blocks.find()) {
      try (var in =
          PGPUtil.getDecoderStream(
              new ByteArrayInputStream(blocks.group().getBytes(StandardCharsets.UTF_8)))) {
        for (var ring : new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator())) {
          keys.add(of(ring));
        }
      } catch (IOException | PGPException | RuntimeException unreadable) {
        return List.of();
      }
    }
    return keys;
  }

  private static PublicKey of(PGPPublicKeyRing ring) throws IOException {
    var key = ring.getPublicKey();
    var fingerprint = HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
    var names = key.getUserIDs();
    return new PublicKey(
        String.format(Locale.ROOT, "%016X", key.getKeyID()),
        fingerprint,
        type(key),
        names.hasNext() ? names.next() : "",
        armored(ring));
  }

  private static String type(PGPPublicKey key) {
    return switch (key.getAlgorithm()) {
      case PublicKeyAlgorithmTags.RSA_GENERAL -> "rsa" + key.getBitStrength();
      case PublicKeyAlgorithmTags.DSA -> "dsa" + key.getBitStrength();
      case PublicKeyAlgorithmTags.EDDSA_LEGACY, PublicKeyAlgorithmTags.Ed25519 -> "ed25519";
      case PublicKeyAlgorithmTags.Ed448 -> "ed448";
      case PublicKeyAlgorithmTags.ECDSA -> "nistp" + key.getBitStrength();
      default -> "algorithm" + key.getAlgorithm();
    };
  }

  private static String armored(PGPPublicKeyRing ring) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = ArmoredOutputStream.builder().clearHeaders().build(bytes)) {
      ring.encode(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
