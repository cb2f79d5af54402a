package io.syncline.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One HTTP client for each trust and route. */
final class Connections implements AutoCloseable {
  private static final int HTTP_PORT = 80;

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
    Tls.context(way.trust()).ifPresent(builder::sslContext);
    if (!way.route().proxy().isBlank()) {
      builder.proxy(selector(way.route()));
    }
    return builder.build();
  }

  private static ProxySelector selector(Access.Route route) {
    var text = route.proxy().strip();
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
    if (uri.getHost() == null) {
      throw malformed();
    }
    var port = uri.getPort() >= 0 ? uri.getPort() : HTTP_PORT;
    var proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI wanted) {
        return List.of(exempt(route.noProxy(), wanted.getHost()) ? Proxy.NO_PROXY : proxy);
      }

      @Override
      public void connectFailed(URI wanted, SocketAddress address, IOException problem) {
        // The request itself fails and says so.
      }
    };
  }

  private static RegistryException malformed() {
    return new RegistryException(
        "proxy of the repository is no URL (expected: http://host:port)",
        "correct the field proxy of the repository");
  }

  /** Whether {@code list}, separated by commas, names {@code host} or a domain above it. */
  static boolean exempt(String list, String host) {
    var wanted = host.toLowerCase(Locale.ROOT);
    for (var part : list.toLowerCase(Locale.ROOT).split(",")) {
      var name = part.strip().replaceFirst("^\\*?\\.", "").replaceFirst(":[0-9]+$", "");
      if (part.strip().equals("*")
          || (!name.isEmpty() && (wanted.equals(name) || wanted.endsWith("." + name)))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
  }
}
