package io.syncline.outbound;

import java.math.BigInteger;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hosts that are reached without the proxy, as the variable {@code no_proxy} lists them and Go's
 * programs read it: names with the hosts below them, {@code .name} and {@code *.name} for the hosts
 * below alone, addresses, networks, each with a port if need be, or {@code *}. This machine itself
 * is always exempt.
 */
final class ExemptHosts {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F]*:[0-9a-fA-F:]*:?[0-9a-fA-F.]*");

  private final List<String> entries;

  ExemptHosts(String list) {
    entries =
        Arrays.stream(list.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  /** Whether {@code host}, a name or an address, is reached without the proxy at {@code port}. */
  boolean contain(String host, int port) {
    var wanted = withoutBrackets(host.toLowerCase(Locale.ROOT));
    var address = address(wanted);
    return wanted.equals("localhost")
        || address.filter(InetAddress::isLoopbackAddress).isPresent()
        || entries.stream().anyMatch(entry -> names(entry, wanted, address, port));
  }

  private static boolean names(String entry, String host, Optional<InetAddress> address, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return address.isPresent() && isInside(entry, address.get());
    }
    // Two colons and no brackets are an address of the new kind, not a port.
    var colon = entry.lastIndexOf(':');
    var hasPort =
        colon >= 0
            && colon > entry.lastIndexOf(']')
            && (entry.startsWith("[") || entry.indexOf(':') == colon);
    if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    var name = withoutBrackets(hasPort ? entry.substring(0, colon) : entry);
    var exempt = address(name);
    if (exempt.isPresent()) {
      return exempt.equals(address);
    }
    var bare = ascii(name.startsWith("*.") ? name.substring(1) : name);
    if (bare.isEmpty()) {
      return false;
    }
    return bare.startsWith(".")
        ? host.endsWith(bare)
        : host.equals(bare) || host.endsWith("." + bare);
  }

  private static String ascii(String name) {
    try {
      return name.startsWith(".") ? "." + IDN.toASCII(name.substring(1)) : IDN.toASCII(name);
    } catch (IllegalArgumentException noName) {
      return name;
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isInside(String network, InetAddress host) {
    var slash = network.indexOf('/');
    var base = address(network.substring(0, slash)).map(InetAddress::getAddress);
    var bytes = host.getAddress();
    if (base.isEmpty() || base.get().length != bytes.length) {
      return false;
    }
    try {
      var kept = Integer.parseInt(network.substring(slash + 1));
      var all = bytes.length * Byte.SIZE;
      return kept >= 0
          && kept <= all
          && new BigInteger(1, base.get())
              .shiftRight(all - kept)
              .equals(new BigInteger(1, bytes).shiftRight(all - kept));
    } catch (NumberFormatException noNetwork) {
      return false;
    }
  }

  /** Only of text that is an address: a name would be asked for in the network. */
  private static Optional<InetAddress> address(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException noAddress) {
      return Optional.empty();
    }
  }
}
