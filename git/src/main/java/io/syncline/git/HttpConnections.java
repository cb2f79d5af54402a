package io.syncline.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP connections that log in at once, which spares the refused first request, and only at the
 * host the credentials are for: a redirect elsewhere goes without them.
 */
final class HttpConnections implements HttpConnectionFactory {
  private final HttpConnectionFactory connections = new JDKHttpConnectionFactory();
  private final String host;
  private final Credentials credentials;

  HttpConnections(String address, Credentials credentials) {
    this.host = host(address);
    this.credentials = credentials;
  }

  private static String host(String address) {
    try {
      var url = URI.create(address).toURL();
      return origin(url);
    } catch (IllegalArgumentException | IOException e) {
      return "";
    }
  }

  private static String origin(URL url) {
    return url.getProtocol()
        + "://"
        + url.getHost()
        + ":"
        + (url.getPort() < 0 ? url.getDefaultPort() : url.getPort());
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    var connection = connections.create(url, proxy().orElse(proxy));
    authorization()
        .filter(header -> origin(url).equals(host))
        .ifPresent(header -> connection.setRequestProperty("Authorization", header));
    if (url.getProtocol().equals("https")) {
      secure(connection);
    }
    return connection;
  }

  private Optional<Proxy> proxy() {
    return credentials
        .proxy()
        .map(
            text -> {
              var uri = URI.create(text.contains("://") ? text : "http://" + text);
              var port = uri.getPort() < 0 ? 80 : uri.getPort();
              return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
            });
  }

  private Optional<String> authorization() {
    return switch (credentials.login()) {
      case Credentials.Basic basic ->
          Optional.of(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          (basic.username() + ":" + basic.password())
                              .getBytes(StandardCharsets.UTF_8)));
      case Credentials.Bearer bearer -> Optional.of("Bearer " + bearer.token());
      case Credentials.Anonymous none -> Optional.empty();
      case Credentials.SshKey key -> Optional.empty();
    };
  }

  private void secure(HttpConnection connection) throws IOException {
    var trust = credentials.trust();
    if (!trust.insecure()
        && trust.certificates().isEmpty()
        && trust.clientCertificate().isEmpty()) {
      return;
    }
    try {
      connection.configure(keys(trust), trusted(trust), new SecureRandom());
      if (trust.insecure()) {
        connection.setHostnameVerifier((name, session) -> true);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS settings of the repository are unusable: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trusted(Credentials.Trust trust)
      throws GeneralSecurityException, IOException {
    if (trust.insecure()) {
      return new TrustManager[] {new Anybody()};
    }
    if (trust.certificates().isEmpty()) {
      return null;
    }
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var i = 0;
    for (var certificate : certificates(trust.certificates())) {
      store.setCertificateEntry("c" + i++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(Credentials.Trust trust)
      throws GeneralSecurityException, IOException {
    if (trust.clientCertificate().isEmpty()) {
      return null;
    }
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var nothing = new char[0];
    store.setKeyEntry(
        "client", privateKey(trust.clientKey()), nothing, certificates(trust.clientCertificate()));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, nothing);
    return factory.getKeyManagers();
  }

  private static X509Certificate[] certificates(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
        .toArray(X509Certificate[]::new);
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    var body = pem.replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
    var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
    for (var algorithm : List.of("RSA", "EC", "Ed25519")) {
      var key = privateKey(algorithm, spec);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new InvalidKeySpecException("client key is no PKCS#8 key (expected: BEGIN PRIVATE KEY)");
  }

  /** PKCS#8 names its algorithm inside; asking each is shorter than reading ASN.1. */
  private static Optional<PrivateKey> privateKey(String algorithm, PKCS8EncodedKeySpec spec)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException otherAlgorithm) {
      return Optional.empty();
    }
  }

  /** The user asked for it: {@code insecure: true}. */
  private static final class Anybody implements X509TrustManager {
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
