package io.syncline.kube.http;

import io.syncline.kube.ClusterConfig;
import io.syncline.kube.ClusterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS from the PEM texts of a {@link ClusterConfig}. */
final class Tls {
  private static final byte[] RSA_ALGORITHM = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] EC_PUBLIC_KEY = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private Tls() {}

  static SSLContext context(ClusterConfig config) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keyManagers(config), trustManagers(config), null);
      return context;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new ClusterException(
          ClusterException.Code.BAD_REQUEST,
          "TLS material for " + config.server() + " is not usable: " + e.getMessage(),
          e);
    }
  }

  private static KeyManager @Nullable [] keyManagers(ClusterConfig config)
      throws GeneralSecurityException, IOException {
    if (config.certificate().isEmpty() || config.key().isEmpty()) {
      return null;
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var chain = certificates(config.certificate().get()).toArray(new Certificate[0]);
    store.setKeyEntry("client", privateKey(config.key().get()), new char[0], chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trustManagers(ClusterConfig config)
      throws GeneralSecurityException, IOException {
    if (config.insecure()) {
      return new TrustManager[] {new TrustAnyone()};
    }
    if (config.authority().isEmpty()) {
      return null;
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var i = 0;
    for (var certificate : certificates(config.authority().get())) {
      store.setCertificateEntry("authority-" + i++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /** A private key from PKCS#8, PKCS#1 (RSA) or SEC 1 (EC) PEM. */
  static PrivateKey privateKey(String pem) throws GeneralSecurityException, IOException {
    var pkcs8 = block(pem, "PRIVATE KEY");
    var rsa = block(pem, "RSA PRIVATE KEY");
    var ec = block(pem, "EC PRIVATE KEY");
    if (pkcs8.isEmpty() && rsa.isEmpty() && ec.isEmpty()) {
      throw new InvalidKeySpecException("client key has no PRIVATE KEY block (expected: PEM)");
    }
    var encoded =
        pkcs8.isPresent()
            ? pkcs8.get()
            : rsa.isPresent()
                ? wrap(RSA_ALGORITHM, rsa.get())
                : wrap(ecAlgorithm(ec.orElseThrow()), ec.get());
    InvalidKeySpecException last = null;
    for (var algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        last = e;
      }
    }
    throw new InvalidKeySpecException(
        "client key is of no known kind (expected: RSA, EC or EdDSA)", last);
  }

  private static Optional<byte[]> block(String pem, String label) {
    var begin = "-----BEGIN " + label + "-----";
    var start = pem.indexOf(begin);
    var end = pem.indexOf("-----END " + label + "-----");
    if (start < 0 || end < start) {
      return Optional.empty();
    }
    return Optional.of(Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end)));
  }

  /** PKCS#8 around a bare key: version 0, algorithm, key in an octet string. */
  private static byte[] wrap(byte[] algorithm, byte[] key) throws IOException {
    var content = new ByteArrayOutputStream();
    content.write(new byte[] {0x02, 0x01, 0x00});
    content.write(algorithm);
    content.write(element(0x04, key));
    return element(0x30, content.toByteArray());
  }

  /** The curve stands in the key's own element [0]. */
  private static byte[] ecAlgorithm(byte[] key) throws IOException, InvalidKeySpecException {
    for (var i = 0; i + 3 < key.length; i++) {
      if ((key[i] & 0xff) == 0xa0 && key[i + 2] == 0x06 && key[i + 1] == key[i + 3] + 2) {
        var curve = java.util.Arrays.copyOfRange(key, i + 2, i + 2 + key[i + 1]);
        var content = new ByteArrayOutputStream();
        content.write(EC_PUBLIC_KEY);
        content.write(curve);
        return element(0x30, content.toByteArray());
      }
    }
    throw new InvalidKeySpecException("EC client key does not name its curve (expected: PKCS#8)");
  }

  private static byte[] element(int tag, byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length & 0xff);
    }
    out.write(content);
    return out.toByteArray();
  }

  /** Extended, so that the JDK does not check host names on top. */
  private static final class TrustAnyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
