package io.syncline.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which proxy stands between us and a host. */
public final class ProxyRoute {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int SOCKS_PORT = 1080;

  private final Optional<Proxy> proxy;
  private final ExemptHosts exempt;

  private ProxyRoute(Optional<Proxy> proxy, ExemptHosts exempt) {
    this.proxy = proxy;
    this.exempt = exempt;
  }

  /**
   * The route that a repository's settings describe.
   *
   * @param url of an HTTP or SOCKS proxy, {@code host:port} for HTTP; "" for none
   * @param noProxy hosts reached without it, separated by commas: names, which stand for the hosts
   *     below them too, {@code .name} for those alone, addresses, networks such as {@code
   *     10.0.0.0/8}, each with a port if need be, or {@code *}
   * @throws IllegalArgumentException when {@code url} is none; the message does not show it, as it
   *     may hold a password
   */
  public static ProxyRoute of(String url, String noProxy) {
    var text = url.strip();
    return new ProxyRoute(
        text.isEmpty() ? Optional.empty() : Optional.of(proxy(text)), new ExemptHosts(noProxy));
  }

  private static Proxy proxy(String text) {
    URI uri;
    try {
      uri = new URI(text.contains("://") ? text : "http://" + text);
    } catch (java.net.URISyntaxException showsTheText) {
      throw malformed();
    }
    if (uri.getHost() == null) {
      throw malformed();
    }
    var socks = uri.getScheme().toLowerCase(Locale.ROOT).startsWith("socks");
    var secure = uri.getScheme().equalsIgnoreCase("https");
    var usual = socks ? SOCKS_PORT : secure ? HTTPS_PORT : HTTP_PORT;
    var port = uri.getPort() >= 0 ? uri.getPort() : usual;
    return new Proxy(
        socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("proxy is no URL (expected: http://host:port)");
  }

  /** The proxy to {@code host}, a name or an address; empty for the direct way. */
  public Optional<Proxy> to(String host, int port) {
    return proxy.filter(present -> !exempt.contain(host, port));
  }

  /** Whether the proxy is one that Java's own HTTP client cannot go through. */
  public boolean isSocks() {
    return proxy.filter(present -> present.type() == Proxy.Type.SOCKS).isPresent();
  }

  /** The same for Java's own HTTP client. */
  public ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(to(uri.getHost(), port(uri)).orElse(Proxy.NO_PROXY));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException problem) {
        // The request itself fails, and says so.
      }
    };
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS_PORT : HTTP_PORT;
  }
}
