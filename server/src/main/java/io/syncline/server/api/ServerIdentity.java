package io.syncline.server.api;

import io.syncline.server.http.ApiException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * By what a server is known.
 *
 * @param host as it is written; in known hosts also {@code [host]:port}
 * @param type {@code ssh} or {@code https}
 * @param subType kind of key, such as {@code ssh-ed25519} or {@code rsa}
 * @param info fingerprint of the key, or subject of the certificate
 * @param text the key as base64, or certificates as PEM
 */
record ServerIdentity(String host, String type, String subType, String info, String text) {
  static final String SSH = "ssh";
  static final String TLS = "https";

  /** A host key. */
  static ServerIdentity ssh(String host, String kind, String key) {
    var words = key.strip().split("\\s+");
    // Some write the kind before the key, as a file of known hosts has it.
    var base64 = words.length > 1 && words[0].equals(kind) ? words[1] : words[0];
    try {
      var bytes = Base64.getDecoder().decode(base64);
      if (bytes.length < 8 || !name(bytes).equals(kind)) {
        throw new IllegalArgumentException("another kind");
      }
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ServerIdentity(
          host,
          SSH,
          kind,
          "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest),
          base64);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(
          "host key of "
              + host
              + " is none of type '"
              + kind
              + "' (expected: base64 as ssh-keyscan prints it)");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every JDK", e);
    }
  }

  /** A key begins with its kind, after the length of it. */
  private static String name(byte[] key) {
    var length = key[2] << 8 | key[3] & 0xff;
    return key[0] != 0 || key[1] != 0 || length < 1 || length + 4 > key.length
        ? ""
        : new String(key, 4, length, StandardCharsets.US_ASCII);
  }

  /** One for each certificate in {@code pem}; none when it cannot be read. */
  static List<ServerIdentity> tls(String host, String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
          .stream()
          .map(X509Certificate.class::cast)
          .map(
              c ->
                  new ServerIdentity(
                      host,
                      TLS,
                      c.getPublicKey()
                          .getAlgorithm()
                          .toLowerCase(Locale.ROOT)
                          .replace("ec", "ecdsa"),
                      c.getSubjectX500Principal().getName(),
                      pem))
          .toList();
    } catch (CertificateException unreadable) {
      return List.of();
    }
  }
}
