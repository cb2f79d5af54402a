package io.syncline.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyRouteTest {
  @ParameterizedTest
  @CsvSource({
    "proxy.example:3128, HTTP, 3128",
    "http://proxy.example, HTTP, 80",
    "http://user:pw@proxy.example:8080/, HTTP, 8080",
    "socks5://proxy.example, SOCKS, 1080"
  })
  void the_scheme_decides_the_kind_of_proxy(String url, Proxy.Type type, int port) {
    var proxy = ProxyRoute.of(url, "").to("git.example", 443).orElseThrow();
    assertThat(proxy.type()).isEqualTo(type);
    assertThat(((InetSocketAddress) proxy.address()).getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://u:pw@[x", "http:///pw", "http://pw pw"})
  void what_is_no_url_is_refused_without_showing_it(String url) {
    assertThatThrownBy(() -> ProxyRoute.of(url, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no URL")
        .hasMessageNotContaining("pw")
        .hasNoCause();
  }

  @Test
  void exempt_hosts_are_reached_directly_by_their_port() {
    var selector = ProxyRoute.of("proxy.example:3128", "a.example:443,b.example").selector();
    assertThat(selector.select(URI.create("https://a.example/x"))).containsOnly(Proxy.NO_PROXY);
    assertThat(selector.select(URI.create("http://a.example/x")).getFirst().type())
        .isEqualTo(Proxy.Type.HTTP);
    assertThat(selector.select(URI.create("http://x.b.example"))).containsOnly(Proxy.NO_PROXY);
    assertThat(ProxyRoute.of("", "").to("a.example", 443)).isEmpty();
  }
}
