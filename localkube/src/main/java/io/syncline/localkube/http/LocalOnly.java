package io.syncline.localkube.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out. The API asks for no password, so a page in a browser on this machine must
 * not reach it, neither from its own origin nor by a name it rebinds to this machine.
 */
final class LocalOnly {
  private LocalOnly() {}

  /**
   * Why the request is refused; empty when it is not.
   *
   * @param secured whether callers show who they are; then any name of this machine will do
   */
  static Optional<String> refusal(RequestHeaders headers, boolean secured) {
    var host = headers.get(HttpHeaderNames.HOST);
    var authority = host == null ? headers.authority() : host;
    if (!secured && authority != null && !local(hostOf(authority))) {
      return Optional.of(
          "host \"" + authority + "\" is not this machine (expected: 127.0.0.1 or localhost)");
    }
    var origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null && !fromHere(origin)) {
      return Optional.of("requests of web pages from " + origin + " are not accepted");
    }
    return "cross-site".equals(headers.get("sec-fetch-site"))
        ? Optional.of("requests of web pages from other sites are not accepted")
        : Optional.empty();
  }

  private static boolean fromHere(String origin) {
    try {
      var host = new URI(origin).getHost();
      return host != null && local(host);
    } catch (URISyntaxException e) {
      // "null" and worse: not from here.
      return false;
    }
  }

  private static String hostOf(String authority) {
    if (authority.startsWith("[")) {
      var end = authority.indexOf(']');
      return end < 0 ? authority : authority.substring(1, end);
    }
    var colon = authority.lastIndexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  private static boolean local(@Nullable String host) {
    if (host == null) {
      return false;
    }
    var plain = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$", "");
    return plain.equals("localhost")
        || plain.equals("::1")
        || plain.equals("0:0:0:0:0:0:0:1")
        || plain.matches("127(\\.\\d{1,3}){3}");
  }
}
