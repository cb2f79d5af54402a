package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** X.509 certificates with RSA keys, as charts make them for webhooks and the like. */
final class Certificates {
  private static final byte[] SHA256_WITH_RSA =
      Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 11), Der.NULL);

  private final SeededRandom random;
  private final Instant now;

  Certificates(SeededRandom random, Instant now) {
    this.random = random;
    this.now = now;
  }

  /** Whom a certificate is for, and for how many days. */
  record Subject(String name, List<String> addresses, List<String> hosts, int days) {
    Subject {
      addresses = List.copyOf(addresses);
      hosts = List.copyOf(hosts);
    }
  }

  /** A certificate and its key, both PEM. */
  record Pair(String cert, String key) implements GoObject {
    @Override
    public String typeName() {
      return "sprig.certificate";
    }

    @Override
    public Optional<Member> member(String name) {
      return switch (name) {
        case "Cert" -> Optional.of(new Member(cert));
        case "Key" -> Optional.of(new Member(key));
        default -> Optional.empty();
      };
    }

    @Override
    public String text() {
      return "{" + cert + " " + key + "}";
    }

    @Override
    public Object plain() {
      var fields = new TreeMap<String, Object>();
      fields.put("Cert", cert);
      fields.put("Key", key);
      return fields;
    }
  }

  String privateKey(String type) {
    try {
      return switch (type) {
        case "", "rsa" ->
            pem("RSA PRIVATE KEY", Der.content(pair("RSA", 4096).getPrivate().getEncoded()));
        case "ecdsa" -> pem("PRIVATE KEY", pair("EC", 256).getPrivate().getEncoded());
        case "ed25519" -> pem("PRIVATE KEY", pair("Ed25519", 255).getPrivate().getEncoded());
        default -> "Unknown type " + type;
      };
    } catch (GeneralSecurityException e) {
      throw new CallException("error generating private key: " + e.getMessage(), e);
    }
  }

  private KeyPair pair(String algorithm, int size) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size, random);
    return generator.generateKeyPair();
  }

  Pair authority(String name, int days, String key) {
    return issue(new Subject(name, List.of(), List.of(), days), null, key, true);
  }

  /** A certificate signed by {@code signer}, or by itself. */
  Pair leaf(Subject subject, @Nullable Pair signer, String key) {
    return issue(subject, signer, key, false);
  }

  private Pair issue(Subject subject, @Nullable Pair signer, String keyPem, boolean authority) {
    try {
      var keys = keyPem.isEmpty() ? pair("RSA", 2048) : pair(keyPem);
      var issuer =
          signer == null
              ? name(subject.name())
              : certificate(signer.cert()).getSubjectX500Principal().getEncoded();
      var body = body(subject, issuer, keys, authority);
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(signer == null ? keys.getPrivate() : pair(signer.key()).getPrivate());
      signature.update(body);
      var whole = Der.sequence(body, SHA256_WITH_RSA, Der.bits(signature.sign()));
      return new Pair(
          pem("CERTIFICATE", whole),
          pem("RSA PRIVATE KEY", Der.content(keys.getPrivate().getEncoded())));
    } catch (GeneralSecurityException e) {
      throw new CallException("error creating certificate: " + e.getMessage(), e);
    }
  }

  private byte[] body(Subject subject, byte[] issuer, KeyPair keys, boolean authority) {
    var serial = new byte[16];
    random.nextBytes(serial);
    serial[0] = (byte) (serial[0] & 0x7f | 0x40);
    var validity = Der.sequence(time(now), time(now.plusSeconds(86_400L * subject.days())));
    return Der.sequence(
        Der.tagged(0xa0, Der.tagged(0x02, new byte[] {2})),
        Der.tagged(0x02, serial),
        SHA256_WITH_RSA,
        issuer,
        validity,
        name(subject.name()),
        keys.getPublic().getEncoded(),
        Der.tagged(0xa3, extensions(subject, authority)));
  }

  private static byte[] extensions(Subject subject, boolean authority) {
    var all = new ArrayList<byte[]>();
    var usage = authority ? new byte[] {2, (byte) 0xa4} : new byte[] {5, (byte) 0xa0};
    all.add(extension(Der.oid(2, 5, 29, 15), true, Der.tagged(0x03, usage)));
    var purposes =
        Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1), Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 2));
    all.add(extension(Der.oid(2, 5, 29, 37), false, purposes));
    var constraints = authority ? Der.sequence(Der.tagged(0x01, new byte[] {-1})) : Der.sequence();
    all.add(extension(Der.oid(2, 5, 29, 19), true, constraints));
    var names = new ArrayList<byte[]>();
    subject
        .hosts()
        .forEach(h -> names.add(Der.tagged(0x82, h.getBytes(StandardCharsets.US_ASCII))));
    subject.addresses().forEach(a -> names.add(Der.tagged(0x87, address(a))));
    if (!names.isEmpty()) {
      all.add(extension(Der.oid(2, 5, 29, 17), false, Der.sequence(names.toArray(byte[][]::new))));
    }
    return Der.sequence(all.toArray(byte[][]::new));
  }

  private static byte[] extension(byte[] oid, boolean critical, byte[] value) {
    var octets = Der.tagged(0x04, value);
    return critical
        ? Der.sequence(oid, Der.tagged(0x01, new byte[] {-1}), octets)
        : Der.sequence(oid, octets);
  }

  private static byte[] address(String text) {
    // Only literals: a host name would be looked up.
    if (!text.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      throw new CallException("error parsing ip: " + text);
    }
    try {
      return java.net.InetAddress.getByName(text).getAddress();
    } catch (java.net.UnknownHostException e) {
      throw new CallException("error parsing ip: " + text, e);
    }
  }

  private static byte[] name(String commonName) {
    var text = Der.tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return Der.sequence(Der.tagged(0x31, Der.sequence(Der.oid(2, 5, 4, 3), text)));
  }

  private static byte[] time(Instant instant) {
    var form =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(instant);
    var year = Integer.parseInt(form.substring(0, 4));
    return year < 2050 && year >= 1950
        ? Der.tagged(0x17, form.substring(2).getBytes(StandardCharsets.US_ASCII))
        : Der.tagged(0x18, form.getBytes(StandardCharsets.US_ASCII));
  }

  private static KeyPair pair(String pem) throws GeneralSecurityException {
    var der = unpem(pem);
    var pkcs8 =
        pem.contains("RSA PRIVATE KEY")
            ? Der.sequence(
                Der.tagged(0x02, new byte[] {0}),
                Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 1), Der.NULL),
                Der.tagged(0x04, der))
            : der;
    var factory = KeyFactory.getInstance("RSA");
    PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    if (key instanceof RSAPrivateCrtKey rsa) {
      var open =
          factory.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
      return new KeyPair(open, key);
    }
    throw new GeneralSecurityException("key is no RSA key");
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(unpem(pem)));
  }

  private static byte[] unpem(String pem) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z0-9 ]+-----", ""));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("not PEM", e);
    }
  }

  private static String pem(String type, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
  }
}
