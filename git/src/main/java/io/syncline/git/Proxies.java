package io.syncline.git;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which proxy stands between us and a host. */
final class Proxies {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:]+:[0-9a-fA-F:.]*]?");
  private static final int HTTP_PORT = 80;
  private static final int SOCKS_PORT = 1080;

  private Proxies() {}

  /** The proxy to {@code host}; empty for the direct way. */
  static Optional<Proxy> of(Credentials credentials, String host, int port) {
    return credentials
        .proxy()
        .filter(text -> !text.isBlank() && !isExempt(credentials.noProxy(), host, port))
        .map(Proxies::proxy);
  }

  private static Proxy proxy(String text) {
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text.strip() : "http://" + text.strip());
    } catch (IllegalArgumentException e) {
      throw malformed(text);
    }
    if (uri.getHost() == null) {
      throw malformed(text);
    }
    var socks = uri.getScheme().toLowerCase(Locale.ROOT).startsWith("socks");
    var port = uri.getPort() >= 0 ? uri.getPort() : socks ? SOCKS_PORT : HTTP_PORT;
    return new Proxy(
        socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
  }

  private static GitException malformed(String text) {
    return new GitException(
        GitException.Code.UNREACHABLE,
        "proxy " + GitUrl.redact(text) + " is no URL (expected: http://host:port)",
        "correct the field proxy of the repository");
  }

  /** Whether {@code list}, separated by commas, names {@code host}. */
  static boolean isExempt(String list, String host, int port) {
    var wanted = withoutBrackets(host.toLowerCase(Locale.ROOT));
    for (var part : list.toLowerCase(Locale.ROOT).split(",")) {
      if (names(part.strip(), wanted, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(String entry, String host, int port) {
    if (entry.isEmpty()) {
      return false;
    }
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return isInside(entry, host);
    }
    var colon = entry.lastIndexOf(':');
    var hasPort = colon > entry.lastIndexOf(']') && entry.indexOf(':') == colon;
    if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    var name = withoutBrackets(hasPort ? entry.substring(0, colon) : entry);
    var bare = name.startsWith("*.") ? name.substring(1) : name;
    return bare.startsWith(".")
        ? host.endsWith(bare)
        : host.equals(bare) || host.endsWith("." + bare);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isInside(String network, String host) {
    var slash = network.indexOf('/');
    var base = address(network.substring(0, slash));
    var address = address(host);
    if (base.isEmpty() || address.isEmpty() || base.get().length != address.get().length) {
      return false;
    }
    try {
      var kept = Integer.parseInt(network.substring(slash + 1));
      var dropped = base.get().length * Byte.SIZE - kept;
      return new BigInteger(1, base.get())
          .shiftRight(dropped)
          .equals(new BigInteger(1, address.get()).shiftRight(dropped));
    } catch (NumberFormatException noNetwork) {
      return false;
    }
  }

  /** Only of text that is an address: a name would be asked for in the network. */
  private static Optional<byte[]> address(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException noAddress) {
      return Optional.empty();
    }
  }
}
