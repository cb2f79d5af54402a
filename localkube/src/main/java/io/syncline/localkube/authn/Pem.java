package io.syncline.localkube.authn;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Keys and certificates as text. */
public final class Pem {
  private static final int WIDTH = 64;

  private Pem() {}

  /** A certificate as text. */
  public static String of(X509Certificate certificate) {
    try {
      return text("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("the certificate cannot be written", e);
    }
  }

  /** A private key as text. */
  public static String of(java.security.PrivateKey key) {
    return text("PRIVATE KEY", key.getEncoded());
  }

  static String of(java.security.PublicKey key) {
    return text("PUBLIC KEY", key.getEncoded());
  }

  private static String text(String title, byte[] content) {
    var lines =
        Base64.getMimeEncoder(WIDTH, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(content);
    return "-----BEGIN " + title + "-----\n" + lines + "\n-----END " + title + "-----\n";
  }

  /** The bytes of the first block with a title. */
  static byte[] bytes(String title, String text) {
    var begin = "-----BEGIN " + title + "-----";
    var start = text.indexOf(begin);
    var end = text.indexOf("-----END " + title + "-----");
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("there is no block \"" + title + "\"");
    }
    return Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
  }
}
