package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.git.Credentials.Trust;
import io.syncline.testservers.SshGitServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SshTest {
  @TempDir Path folder;
  private SshGitServer server;
  private Git git;

  @BeforeEach
  void start() throws IOException {
    git = Git.create(folder, "shop");
    server = new SshGitServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private String url() {
    return server.url(git.bare.toString());
  }

  private GitRepositories repositories() {
    return new GitRepositories(
        folder.resolve("cache"), GitSettings.defaults().fetchTimeout(Duration.ofSeconds(30)));
  }

  private static Credentials login(String key, String knownHosts, boolean insecure) {
    return Credentials.sshKey(key).with(new Trust(insecure, "", knownHosts, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "Ed25519"})
  void a_known_host_is_read_and_pushed_to_with_a_key(String algorithm) throws Exception {
    server.welcome(SshGitServer.pair(algorithm));
    var sha = git.file("a", "1").commit("one");
    var login = login(server.userKey(), server.knownHost(), false);
    try (var repositories = repositories()) {
      var repository = repositories.repository(url(), login);
      assertThat(repository.lsRemote().branch("main")).contains(sha);
      assertThat(repository.tree(sha).read("a")).isPresent();
      var receipt =
          new GitSink(repositories, url -> login)
              .push(
                  url(),
                  "main",
                  head -> Map.of("b", Optional.of(new byte[] {'2'})),
                  CommitInfo.of("two", "Bot", "bot@x"));
      assertThat(git.inBare("rev-parse", "main")).isEqualTo(receipt.commit());
    }
  }

  @Test
  void an_unknown_or_changed_host_key_is_not_believed_unless_insecure() throws Exception {
    git.file("a", "1").commit("one");
    for (var lines :
        List.of(server.knownHost(SshGitServer.pair("RSA")), "other.example " + "ssh-rsa AAAA\n")) {
      try (var repositories = repositories()) {
        var login = login(server.userKey(), lines, false);
        var failure =
            catchThrowableOfType(
                GitException.class, () -> repositories.repository(url(), login).lsRemote());
        assertThat(failure.code())
            .as(failure.getMessage())
            .isEqualTo(GitException.Code.UNREACHABLE);
        assertThat(failure.hint()).contains("known hosts");
      }
    }
    try (var repositories = repositories()) {
      var insecure = login(server.userKey(), server.knownHost(SshGitServer.pair("RSA")), true);
      assertThat(repositories.repository(url(), insecure).lsRemote().branches())
          .containsExactly("main");
    }
  }

  @Test
  void a_key_the_server_does_not_know_is_an_auth_failure() throws Exception {
    git.file("a", "1").commit("one");
    var login = login(SshGitServer.text(SshGitServer.pair("RSA")), server.knownHost(), false);
    try (var repositories = repositories()) {
      var failure =
          catchThrowableOfType(
              GitException.class, () -> repositories.repository(url(), login).lsRemote());
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(GitException.Code.AUTH);
      var broken = Credentials.sshKey("-----BEGIN nonsense").with(login.trust());
      assertThat(
              catchThrowableOfType(
                      GitException.class, () -> repositories.repository(url(), broken).lsRemote())
                  .code())
          .isEqualTo(GitException.Code.AUTH);
    }
  }

  @Test
  void a_missing_repository_is_not_found() throws Exception {
    var login = login(server.userKey(), server.knownHost(), false);
    try (var repositories = repositories()) {
      var failure =
          catchThrowableOfType(
              GitException.class,
              () -> repositories.repository(url().replace("shop", "none"), login).lsRemote());
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(GitException.Code.NOT_FOUND);
    }
  }
}
