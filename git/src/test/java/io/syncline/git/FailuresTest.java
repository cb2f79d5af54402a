package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.git.GitException.Code;
import io.syncline.testservers.GitServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailuresTest {
  @TempDir Path folder;
  private GitServer server;

  @BeforeEach
  void start() throws IOException {
    Git.create(folder, "shop").file("a", "1").commit("one");
    server = new GitServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private GitException listing(String url, Credentials credentials) {
    return listing(url, credentials, Duration.ofSeconds(60));
  }

  private GitException listing(String url, Credentials credentials, Duration timeout) {
    var settings = GitSettings.defaults().fetchTimeout(timeout);
    try (var repositories = new GitRepositories(folder.resolve("cache"), settings)) {
      return catchThrowableOfType(
          GitException.class, () -> repositories.repository(url, credentials).lsRemote());
    }
  }

  @Test
  void a_missing_repository_is_not_found() {
    var failure = listing(server.url("none.git"), Credentials.anonymous());
    assertThat(failure.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(failure).hasMessageContaining("none.git");
  }

  @Test
  void missing_or_wrong_credentials_are_told_without_showing_them() {
    server.authorization = GitServer.basic("ada", "right");
    assertThat(listing(server.url("shop.git"), Credentials.anonymous()).code())
        .isEqualTo(Code.AUTH);
    var wrong = listing(server.url("shop.git"), Credentials.basic("ada", "wrong-pass"));
    assertThat(wrong.code()).isEqualTo(Code.AUTH);
    assertThat(wrong.getMessage() + wrong.hint()).doesNotContain("wrong-pass");
    var inUrl = server.url("shop.git").replace("http://", "http://ada:hidden-pass@");
    assertThat(listing(inUrl, Credentials.anonymous()))
        .hasMessageNotContaining("hidden-pass")
        .hasMessageContaining("127.0.0.1");
    assertThat(Credentials.basic("ada", "secret").toString()).doesNotContain("secret");
  }

  @Test
  void right_credentials_go_with_the_first_request() {
    server.authorization = GitServer.basic("ada", "right");
    assertThat(listing(server.url("shop.git"), Credentials.basic("ada", "right"))).isNull();
    assertThat(server.requests).hasSize(1);
    server.authorization = "Bearer token-1";
    assertThat(listing(server.url("shop.git"), Credentials.bearer("token-1"))).isNull();
  }

  @Test
  void nobody_listening_and_no_such_host_are_unreachable() throws IOException {
    var port = 0;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(listing("http://127.0.0.1:" + port + "/x.git", Credentials.anonymous()).code())
        .isEqualTo(Code.UNREACHABLE);
    assertThat(listing("https://no-such-host.invalid/x.git", Credentials.anonymous()).code())
        .isEqualTo(Code.UNREACHABLE);
  }

  @Test
  void a_server_that_never_answers_times_out() throws IOException {
    try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var url = "http://127.0.0.1:" + socket.getLocalPort() + "/x.git";
      var failure = listing(url, Credentials.anonymous(), Duration.ofSeconds(1));
      assertThat(failure.code()).isEqualTo(Code.TIMEOUT);
    }
  }

  @Test
  void local_paths_and_odd_schemes_are_refused_unless_permitted() throws IOException {
    for (var url :
        new String[] {
          folder.resolve("shop.git").toString(),
          "file://" + folder,
          "",
          "../shop.git",
          "ext::sh -c id",
          "ftp://host/x",
          "amazon-s3://b/x"
        }) {
      assertThat(listing(url, Credentials.anonymous()).code()).as(url).isEqualTo(Code.REFUSED_URL);
    }
    Files.createDirectories(folder.resolve("plain"));
    try (var repositories =
        new GitRepositories(folder.resolve("cache"), GitSettings.defaults().allowLocal(true))) {
      var missing =
          catchThrowableOfType(
              GitException.class,
              () ->
                  repositories.repository(
                      folder.resolve("plain").toString(), Credentials.anonymous()));
      assertThat(missing.code()).isEqualTo(Code.NOT_FOUND);
    }
  }
}
