package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "'', git.example, false",
    "*, git.example, true",
    "git.example, git.example, true",
    "git.example, GIT.example, true",
    "example, git.example, true",
    ".example, git.example, true",
    "*.example, git.example, true",
    ".git.example, git.example, false",
    "it.example, git.example, false",
    "'a, git.example ,b', git.example, true",
    "git.example:443, git.example, true",
    "git.example:80, git.example, false",
    "10.0.0.0/8, 10.9.8.7, true",
    "10.0.0.0/8, 11.9.8.7, false",
    "10.0.0.0/8, git.example, false",
    "10.1.2.3, 10.1.2.3, true",
    "fd00::/8, [fd12::1], true",
    "10.0.0.0/x, 10.1.1.1, false"
  })
  void hosts_named_in_no_proxy_are_reached_directly(String list, String host, boolean expected) {
    assertThat(Proxies.isExempt(list, host, 443)).isEqualTo(expected);
  }

  @Test
  void the_scheme_decides_the_kind_of_proxy() {
    var http = Credentials.anonymous().throughProxy("proxy.example:3128", "git.example");
    assertThat(Proxies.of(http, "other.example", 443).orElseThrow().type())
        .isEqualTo(Proxy.Type.HTTP);
    assertThat(Proxies.of(http, "git.example", 443)).isEmpty();
    var socks = Credentials.anonymous().throughProxy("socks5://proxy.example");
    assertThat(Proxies.of(socks, "git.example", 443).orElseThrow().type())
        .isEqualTo(Proxy.Type.SOCKS);
    assertThatThrownBy(
            () -> Proxies.of(Credentials.anonymous().throughProxy("http://u:pw@[x"), "h", 1))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("is no URL")
        .hasMessageNotContaining("pw");
  }
}
