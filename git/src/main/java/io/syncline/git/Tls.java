package io.syncline.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
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

  private Tls() {}

  /** Whether {@code trust} says more than the system does. */
  static boolean isSpecial(Credentials.Trust trust) {
    return trust.insecure()
        || !trust.certificates().isEmpty()
        || !trust.clientCertificate().isEmpty();
  }

  /** The context for {@code trust}; empty for the system's. */
  static Optional<SSLContext> context(Credentials.Trust trust) throws IOException {
    if (!isSpecial(trust)) {
      return Optional.empty();
    }
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys(trust), trusted(trust), new SecureRandom());
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  static IOException unusable(GeneralSecurityException e) {
    return new IOException("TLS settings of the repository are unusable: " + e.getMessage(), e);
  }

  static TrustManager @Nullable [] trusted(Credentials.Trust trust)
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

  static KeyManager @Nullable [] keys(Credentials.Trust trust)
      throws GeneralSecurityException, IOException {
    if (trust.clientCertificate().isEmpty()) {
      return null;
    }
    var store = empty();
    store.setKeyEntry(
        "client",
        PemKeys.privateKey(trust.clientKey(), "tlsClientCertKey"),
        NOTHING,
        certificates(trust.clientCertificate(), "tlsClientCertData"));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NOTHING);
    return factory.getKeyManagers();
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

  /**
   * The user asked for it: {@code insecure: true}. Of the extended kind, as Java adds the check of
   * host names to any other.
   */
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
