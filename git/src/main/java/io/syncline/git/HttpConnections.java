package io.syncline.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * HTTP connections that log in at once, which spares the refused first request, and only at the
 * host the credentials are for: a redirect elsewhere goes without them.
 */
final class HttpConnections implements HttpConnectionFactory {
  /** A host that does not take a connection within this time is down; an answer may take longer. */
  private static final int CONNECT_MILLIS = 15_000;

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
    return url.getProtocol() + "://" + url.getHost() + ":" + port(url);
  }

  private static int port(URL url) {
    return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    var connection =
        new Connection(url, WayOut.proxy(credentials, url.getHost(), port(url)).orElse(proxy));
    authorization()
        .filter(header -> origin(url).equals(host))
        .ifPresent(header -> connection.setRequestProperty("Authorization", header));
    if (url.getProtocol().equals("https")) {
      secure(connection);
    }
    return connection;
  }

  private static final class Connection extends JDKHttpConnection {
    Connection(URL url, Proxy proxy) throws IOException {
      super(url, proxy);
    }

    /** The transport has one timeout for both. */
    @Override
    public void setConnectTimeout(int timeout) {
      super.setConnectTimeout(timeout == 0 ? CONNECT_MILLIS : Math.min(timeout, CONNECT_MILLIS));
    }
  }

  private Optional<String> authorization() {
    return authorization(credentials.login());
  }

  /** The header that says who we are; empty when the login is none of HTTP. */
  static Optional<String> authorization(Credentials.Login login) {
    return switch (login) {
      case Credentials.Basic basic -> {
        var pair = basic.username() + ":" + basic.password();
        var bytes = pair.getBytes(StandardCharsets.UTF_8);
        yield Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
      }
      case Credentials.Bearer bearer -> Optional.of("Bearer " + bearer.token());
      // Accounts and apps are exchanged for one of these before they get here.
      default -> Optional.empty();
    };
  }

  private void secure(HttpConnection connection) throws IOException {
    var trust = credentials.trust();
    var tls = WayOut.tls(trust);
    if (!tls.isSpecial()) {
      return;
    }
    try {
      connection.configure(tls.shown(), tls.believed(), new SecureRandom());
      if (trust.insecure()) {
        connection.setHostnameVerifier((name, session) -> true);
      }
    } catch (GeneralSecurityException e) {
      throw WayOut.unusable(e);
    }
  }
}
