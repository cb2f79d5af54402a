package io.syncline.git;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Private keys out of PEM text, in the old form of their algorithm as well as in PKCS#8. */
final class PemKeys {
  private PemKeys() {}

  /**
   * The first private key in {@code pem}.
   *
   * @param field what the user calls it, for messages
   */
  static PrivateKey privateKey(String pem, String field) throws GeneralSecurityException {
    // Keys that went through one line of YAML or an environment variable have escaped line ends.
    var text = pem.contains("\n") ? pem : pem.replace("\\n", "\n");
    try (var parser = new PEMParser(new StringReader(text.strip() + "\n"))) {
      for (var object = parser.readObject(); object != null; object = parser.readObject()) {
        switch (object) {
          case PEMKeyPair pair -> {
            return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PrivateKeyInfo key -> {
            return new JcaPEMKeyConverter().getPrivateKey(key);
          }
          default -> {}
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // Its message may hold parts of the key.
      throw refused(field);
    }
    throw refused(field);
  }

  private static InvalidKeySpecException refused(String field) {
    return new InvalidKeySpecException(
        field + " holds no private key (expected: unencrypted PEM text with BEGIN and END lines)");
  }
}
