package io.syncline.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExemptHostsTest {
  /** As {@code golang.org/x/net/http/httpproxy} decides them. */
  @ParameterizedTest
  @CsvSource({
    "'', git.example, false",
    "*, git.example, true",
    "git.example, git.example, true",
    "git.example, GIT.example, true",
    "example, git.example, true",
    ".example, git.example, true",
    "*.example, git.example, true",
    "*.example, example, false",
    ".git.example, git.example, false",
    "it.example, git.example, false",
    "'a, git.example ,b', git.example, true",
    "git.example:443, git.example, true",
    "git.example:80, git.example, false",
    "bücher.example, xn--bcher-kva.example, true",
    "10.0.0.0/8, 10.9.8.7, true",
    "10.0.0.0/8, 11.9.8.7, false",
    "10.1.128.0/17, 10.1.127.255, false",
    "10.1.128.0/17, 10.1.128.1, true",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, 'fd12::1', false",
    "10.0.0.0/8, git.example, false",
    "10.0.0.0/8, 10.example, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3:443, 10.1.2.3, true",
    "10.1.2.3:80, 10.1.2.3, false",
    "10.1.2.3, 110.1.2.3, false",
    "fd00::/8, [fd12::1], true",
    "fd12:0:0::1, fd12::1, true",
    "[fd12::1]:443, [fd12::1], true",
    "[fd12::1]:80, [fd12::1], false",
    "10.0.0.0/x, 10.1.1.1, false",
    "10.0.0.0/33, 10.1.1.1, false",
    "/, git.example, false",
    ":443, git.example, false",
    "'', localhost, true",
    "'', 127.0.0.9, true",
    "'', [::1], true"
  })
  void names_addresses_and_networks_exempt_a_host(String list, String host, boolean expected) {
    assertThat(new ExemptHosts(list).contain(host, 443)).isEqualTo(expected);
  }
}
