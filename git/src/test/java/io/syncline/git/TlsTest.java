package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.git.Credentials.Trust;
import io.syncline.testservers.Certificates;
import io.syncline.testservers.GitServer;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
  private static final Certificates CERTIFICATES = new Certificates();

  @TempDir Path folder;
  private String commit;

  @BeforeEach
  void repository() {
    commit = Git.create(folder, "shop").file("a", "1").commit("one");
  }

  private GitException listing(GitServer server, Trust trust) {
    return listing(server.url("shop.git"), Credentials.basic("u", "hush").with(trust));
  }

  private GitException listing(String url, Credentials credentials) {
    try (var repositories = new GitRepositories(folder.resolve("cache"), GitSettings.defaults())) {
      return catchThrowableOfType(
          GitException.class,
          () -> {
            var repository = repositories.repository(url, credentials);
            assertThat(repository.lsRemote().branch("main")).contains(commit);
            assertThat(repository.tree(commit).read("a")).isPresent();
          });
    }
  }

  @Test
  void an_authority_of_ones_own_is_believed_and_an_unknown_one_is_not() throws Exception {
    try (var server = new GitServer(folder, CERTIFICATES.server(), false)) {
      assertThat(listing(server, new Trust(false, CERTIFICATES.authority(), "", "", ""))).isNull();
      assertThat(listing(server, new Trust(true, "", "", "", ""))).isNull();
      var refused = listing(server, Trust.SYSTEM);
      assertThat(refused.code()).isEqualTo(GitException.Code.UNREACHABLE);
      assertThat(refused.hint()).contains("certificate");
      assertThat(refused.getMessage() + refused.hint()).doesNotContain("hush");
    }
  }

  @Test
  void a_server_that_wants_a_client_certificate_gets_it() throws Exception {
    try (var server = new GitServer(folder, CERTIFICATES.server(), true)) {
      var trust =
          new Trust(
              false, CERTIFICATES.authority(), "", CERTIFICATES.client(), CERTIFICATES.clientKey());
      assertThat(CERTIFICATES.clientKey()).startsWith("-----BEGIN RSA PRIVATE KEY");
      assertThat(listing(server, trust)).isNull();
      assertThat(listing(server, new Trust(false, CERTIFICATES.authority(), "", "", "")))
          .isNotNull();
    }
  }

  @Test
  void an_unusable_client_key_is_named_and_not_shown() throws Exception {
    try (var server = new GitServer(folder, CERTIFICATES.server(), true)) {
      var broken =
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getEncoder()
                  .encodeToString("hush hush".getBytes(java.nio.charset.StandardCharsets.UTF_8))
              + "\n-----END PRIVATE KEY-----\n";
      var failure =
          listing(
              server,
              new Trust(false, CERTIFICATES.authority(), "", CERTIFICATES.client(), broken));
      assertThat(failure).hasMessageContaining("tlsClientCertKey holds no private key");
      assertThat(failure.getMessage()).doesNotContain("hush").doesNotContain("aHVz");
    }
  }

  @Test
  void a_proxy_is_used_unless_the_host_is_exempt() throws Exception {
    try (var proxy = new GitServer(folder)) {
      var url = "http://git.example.invalid/shop.git";
      var through = Credentials.anonymous().throughProxy(proxy.url(""));
      assertThat(listing(url, through)).isNull();
      assertThat(proxy.requests).first().asString().contains("http://git.example.invalid/");
      var direct = listing(url, through.throughProxy(proxy.url(""), ".example.invalid"));
      assertThat(direct.code()).isEqualTo(GitException.Code.UNREACHABLE);
      assertThat(direct).hasMessageContaining("unknown host");
    }
  }
}
