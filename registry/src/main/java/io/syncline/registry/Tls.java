package io.syncline.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom we believe and what we show, in the terms of Java's TLS. */
final class Tls {
  private static final char[] NOTHING = {};
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private Tls() {}

  /** The context for {@code trust}; empty for the system's. */
  static Optional<SSLContext> context(Access.Trust trust) {
    if (trust.equals(Access.Trust.SYSTEM)) {
      return Optional.empty();
    }
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys(trust), trusted(trust), new SecureRandom());
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new RegistryException(
          "TLS settings of the repository are unusable: " + e.getMessage(),
          "correct the certificates of the repository",
          e);
    }
  }

  private static TrustManager @Nullable [] trusted(Access.Trust trust)
      throws GeneralSecurityException, IOException {
    if (trust.insecure()) {
      return new TrustManager[] {new Anybody()};
    }
    if (trust.certificates().isEmpty()) {
      return null;
    }
    var store = empty();
    var i = 0;
    for (var certificate : certificates(trust.certificates(), "argocd-tls-certs-cm")) {
      store.setCertificateEntry("c" + i++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(Access.Trust trust)
      throws GeneralSecurityException, IOException {
    if (trust.clientCertificate().isEmpty()) {
      return null;
    }
    var store = empty();
    store.setKeyEntry(
        "client",
        privateKey(trust.clientKey()),
        NOTHING,
        certificates(trust.clientCertificate(), "tlsClientCertData"));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NOTHING);
    return factory.getKeyManagers();
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    var block = KEY.matcher(pem);
    if (block.find()) {
      try {
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        for (var algorithm : List.of("RSA", "EC", "Ed25519")) {
          try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
          } catch (InvalidKeySpecException anotherAlgorithm) {
            // The next one may fit.
          }
        }
      } catch (IllegalArgumentException notBase64) {
        // Refused below; the message must not hold parts of the key.
      }
    }
    throw new InvalidKeySpecException(
        "tlsClientCertKey holds no private key (expected: PKCS#8 text, as openssl pkcs8 -topk8 -nocrypt writes it)");
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static X509Certificate[] certificates(String pem, String from)
      throws GeneralSecurityException {
    var found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
            .toArray(X509Certificate[]::new);
    if (found.length == 0) {
      throw new CertificateException(from + " holds no certificate (expected: PEM text)");
    }
    return found;
  }

  /** Java adds the check of host names to any trust manager that is not of the extended kind. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      // Anybody is believed.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      // Anybody is believed.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // Anybody is believed.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // Anybody is believed.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Anybody is believed.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Anybody is believed.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
