package io.syncline.registry;

import io.syncline.outbound.ProxyRoute;
import io.syncline.outbound.TlsMaterial;
import io.syncline.outbound.TlsMaterial.Pem;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** One HTTP client for each trust and route. */
final class Connections implements AutoCloseable {
  private record Way(Access.Trust trust, Access.Route route) {}

  private final Map<Way, HttpClient> clients = new ConcurrentHashMap<>();
  private final Duration timeout;

  Connections(Duration timeout) {
    this.timeout = timeout;
  }

  HttpClient client(Access access) {
    return clients.computeIfAbsent(new Way(access.trust(), access.route()), this::open);
  }

  private HttpClient open(Way way) {
    var builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1);
    tls(way.trust()).ifPresent(builder::sslContext);
    if (!way.route().proxy().isBlank()) {
      builder.proxy(selector(way.route()));
    }
    return builder.build();
  }

  private static Optional<SSLContext> tls(Access.Trust trust) {
    try {
      return new TlsMaterial(
              trust.insecure(),
              new Pem(trust.certificates(), "argocd-tls-certs-cm"),
              new Pem(trust.clientCertificate(), "tlsClientCertData"),
              new Pem(trust.clientKey(), "tlsClientCertKey"))
          .context();
    } catch (GeneralSecurityException e) {
      throw new RegistryException(
          "TLS settings of the repository are unusable: " + e.getMessage(),
          "correct the certificates of the repository",
          e);
    }
  }

  private static ProxySelector selector(Access.Route route) {
    try {
      var way = ProxyRoute.of(route.proxy(), route.noProxy());
      if (way.isSocks()) {
        throw new IllegalArgumentException(
            "proxy is of the kind SOCKS, which Helm and OCI repositories cannot be reached through"
                + " (expected: http://host:port)");
      }
      return way.selector();
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          String.valueOf(e.getMessage()), "correct the field proxy of the repository", e);
    }
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
  }
}
