package io.syncline.git;

import io.syncline.outbound.ProxyRoute;
import io.syncline.outbound.TlsMaterial;
import io.syncline.outbound.TlsMaterial.Pem;
import java.io.IOException;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** The way to a repository's server, out of its {@link Credentials}. */
final class WayOut {
  private WayOut() {}

  static TlsMaterial tls(Credentials.Trust trust) {
    return new TlsMaterial(
        trust.insecure(),
        new Pem(trust.certificates(), "argocd-tls-certs-cm"),
        new Pem(trust.clientCertificate(), "tlsClientCertData"),
        new Pem(trust.clientKey(), "tlsClientCertKey"));
  }

  static IOException unusable(GeneralSecurityException e) {
    return new IOException("TLS settings of the repository are unusable: " + e.getMessage(), e);
  }

  /** The proxy to {@code host}; empty for the direct way. */
  static Optional<Proxy> proxy(Credentials credentials, String host, int port) {
    return route(credentials).to(host, port);
  }

  static ProxyRoute route(Credentials credentials) {
    var url = credentials.proxy().orElse("");
    try {
      return ProxyRoute.of(url, credentials.noProxy());
    } catch (IllegalArgumentException e) {
      throw new GitException(
          GitException.Code.UNREACHABLE,
          e.getMessage() + ": " + GitUrl.redact(url),
          "correct the field proxy of the repository");
    }
  }
}
