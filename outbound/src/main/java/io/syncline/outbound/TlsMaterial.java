package io.syncline.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom we believe and what we show over TLS.
 *
 * @param insecure whether any certificate is believed
 * @param authorities certificates believed instead of the system's; without text for the system's
 * @param certificate chain shown to the server, the own certificate first; without text for none
 * @param key private key of {@code certificate}
 */
public record TlsMaterial(boolean insecure, Pem authorities, Pem certificate, Pem key) {
  private static final char[] NOTHING = {};

  /**
   * PEM text from somewhere.
   *
   * @param text the blocks; "" for none
   * @param source what the user calls the place, for messages
   */
  public record Pem(String text, String source) {
    @Override
    public String toString() {
      return "Pem[" + source + "]";
    }
  }

  /** Whether this says more than the system does. */
  public boolean isSpecial() {
    return insecure || !authorities.text().isEmpty() || !certificate.text().isEmpty();
  }

  /**
   * The context for this; empty for the system's.
   *
   * @throws GeneralSecurityException naming the source that cannot be used, never showing it
   */
  public Optional<SSLContext> context() throws GeneralSecurityException {
    if (!isSpecial()) {
      return Optional.empty();
    }
    var context = SSLContext.getInstance("TLS");
    context.init(shown(), believed(), new SecureRandom());
    return Optional.of(context);
  }

  /**
   * The context for this, for a server whose certificate has another name than its URL.
   *
   * @param name the certificate must have: a host name or an address
   * @throws GeneralSecurityException naming the source that cannot be used, never showing it
   */
  public SSLContext context(String name) throws GeneralSecurityException {
    var believed = believed();
    if (believed == null) {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      believed = factory.getTrustManagers();
    }
    for (var i = 0; i < believed.length; i++) {
      if (!insecure && believed[i] instanceof X509TrustManager one) {
        believed[i] = new NamedServer(one, name);
      }
    }
    var context = SSLContext.getInstance("TLS");
    context.init(shown(), believed, new SecureRandom());
    return context;
  }

  /**
   * What is shown to the server; null, as Java's TLS wants it, for nothing.
   *
   * @throws GeneralSecurityException naming the source that cannot be used
   */
  public KeyManager @Nullable [] shown() throws GeneralSecurityException {
    if (certificate.text().isEmpty()) {
      return null;
    }
    var store = empty();
    store.setKeyEntry(
        "client", PemKeys.privateKey(key.text(), key.source()), NOTHING, certificates(certificate));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NOTHING);
    return factory.getKeyManagers();
  }

  /**
   * Who is believed; null, as Java's TLS wants it, for the system's authorities.
   *
   * @throws GeneralSecurityException naming the source that cannot be used
   */
  public TrustManager @Nullable [] believed() throws GeneralSecurityException {
    if (insecure) {
      return new TrustManager[] {new Anybody()};
    }
    if (authorities.text().isEmpty()) {
      return null;
    }
    var store = empty();
    var i = 0;
    for (var authority : certificates(authorities)) {
      store.setCertificateEntry("authority-" + i++, authority);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new KeyStoreException("no store of keys in memory: " + e.getMessage(), e);
    }
    return store;
  }

  private static X509Certificate[] certificates(Pem pem) throws GeneralSecurityException {
    X509Certificate[] found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.text().getBytes(StandardCharsets.UTF_8)))
              .toArray(X509Certificate[]::new);
    } catch (CertificateException e) {
      throw new CertificateException(
          pem.source() + " holds a broken certificate: " + e.getMessage(), e);
    }
    if (found.length == 0) {
      throw new CertificateException(pem.source() + " holds no certificate (expected: PEM text)");
    }
    return found;
  }
}
