package io.syncline.localkube.authn;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority.
 *
 * @param keys its keys
 * @param certificate its own certificate
 */
public record Authority(KeyPair keys, X509Certificate certificate) {
  private static final Duration OWN_LIFE = Duration.ofDays(3_650);
  private static final Duration LIFE = Duration.ofDays(365);
  private static final byte[] SIGNED_WITH = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
  private static final byte[] SIGNATURE_ONLY = Der.bits(new byte[] {(byte) 0x80}, 7);
  private static final byte[] SIGNS_CERTIFICATES = Der.bits(new byte[] {0x06}, 1);
  private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";
  private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";

  /** What a certificate says and for whom. */
  private record Request(
      X500Principal subject, PublicKey key, Instant from, Duration life, List<byte[]> extensions) {}

  /** A new authority, called {@code name}. */
  static Authority make(String name, KeyPair keys, Instant now) {
    var subject = new X500Principal(Der.sequence(attribute("2.5.4.3", name)));
    var extensions =
        List.of(
            extension("2.5.29.19", true, Der.sequence(Der.yes())),
            extension("2.5.29.15", true, SIGNS_CERTIFICATES));
    return new Authority(
        keys,
        signed(new Request(subject, keys.getPublic(), now, OWN_LIFE, extensions), subject, keys));
  }

  /** A certificate for a server that is reached by {@code names}: host names and addresses. */
  X509Certificate forServer(PublicKey key, List<String> names, Instant now) {
    var alternatives = new ArrayList<byte[]>();
    for (var name : names) {
      alternatives.add(alternative(name));
    }
    var extensions =
        List.of(
            extension("2.5.29.15", true, SIGNATURE_ONLY),
            extension("2.5.29.37", false, Der.sequence(Der.identifier(FOR_SERVERS))),
            extension("2.5.29.17", false, Der.sequence(alternatives.toArray(byte[][]::new))));
    var subject = new X500Principal(Der.sequence(attribute("2.5.4.3", "kube-apiserver")));
    return issued(new Request(subject, key, now, LIFE, extensions));
  }

  /** A certificate that says its owner is {@code user} and belongs to {@code groups}. */
  public X509Certificate forClient(PublicKey key, String user, List<String> groups, Instant now) {
    var names = new ArrayList<byte[]>();
    groups.forEach(group -> names.add(attribute("2.5.4.10", group)));
    names.add(attribute("2.5.4.3", user));
    var extensions =
        List.of(
            extension("2.5.29.15", true, SIGNATURE_ONLY),
            extension("2.5.29.37", false, Der.sequence(Der.identifier(FOR_CLIENTS))));
    return issued(
        new Request(
            new X500Principal(Der.sequence(names.toArray(byte[][]::new))),
            key,
            now,
            LIFE,
            extensions));
  }

  private X509Certificate issued(Request request) {
    return signed(request, certificate.getSubjectX500Principal(), keys);
  }

  private static X509Certificate signed(Request request, X500Principal issuer, KeyPair keys) {
    // Clocks of clients may be a little behind.
    var from = request.from().minus(Duration.ofMinutes(5));
    var body =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(120, new SecureRandom()).add(BigInteger.ONE)),
            SIGNED_WITH,
            issuer.getEncoded(),
            Der.sequence(Der.time(from), Der.time(request.from().plus(request.life()))),
            request.subject().getEncoded(),
            request.key().getEncoded(),
            Der.tagged(0xa3, Der.sequence(request.extensions().toArray(byte[][]::new))));
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(body);
      var whole = Der.sequence(body, SIGNED_WITH, Der.bits(signature.sign(), 0));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be made: " + e.getMessage(), e);
    }
  }

  private static byte[] attribute(String type, String value) {
    return Der.set(Der.sequence(Der.identifier(type), Der.text(value)));
  }

  private static byte[] extension(String type, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.identifier(type), Der.yes(), Der.octets(value))
        : Der.sequence(Der.identifier(type), Der.octets(value));
  }

  private static byte[] alternative(String name) {
    if (name.indexOf(':') < 0 && !name.matches("\\d+(\\.\\d+){3}")) {
      return Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII));
    }
    try {
      return Der.tagged(0x87, InetAddress.getByName(name).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "address \"" + name + "\" is not one (expected: an IP address)", e);
    }
  }

  /**
   * Whether this authority has issued {@code given}, for clients, and it is valid at {@code now}.
   */
  boolean issuedClient(X509Certificate given, Instant now) {
    try {
      given.checkValidity(java.util.Date.from(now));
      given.verify(keys.getPublic());
      var uses = given.getExtendedKeyUsage();
      return uses != null && uses.contains(FOR_CLIENTS);
    } catch (GeneralSecurityException e) {
      // Not issued here, changed since, or out of its time: all the same to the caller.
      return false;
    }
  }
}
