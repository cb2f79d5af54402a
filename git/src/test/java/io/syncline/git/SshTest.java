package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.git.Credentials.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SshTest {
  @TempDir Path folder;
  private SshServer server;
  private KeyPair hostKey;
  private KeyPair userKey;
  private Git git;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    git = Git.create(folder, "shop");
    hostKey = pair("RSA");
    userKey = pair("RSA");
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) ->
            user.equals("git") && KeyUtils.compareKeys(key, userKey.getPublic()));
    server.setCommandFactory(
        (channel, command) ->
            new ProcessShellFactory(command, "sh", "-c", command).createShell(channel));
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(true);
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    return algorithm.equals("RSA")
        ? KeyUtils.generateKeyPair(KeyPairProvider.SSH_RSA, 2048)
        : KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
  }

  private static String text(KeyPair pair) throws IOException, GeneralSecurityException {
    var out = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  private String url() {
    return "ssh://git@127.0.0.1:" + server.getPort() + git.bare;
  }

  private String knownHost(KeyPair key) {
    return "[127.0.0.1]:"
        + server.getPort()
        + " "
        + PublicKeyEntry.toString(key.getPublic())
        + "\n";
  }

  private GitRepositories repositories() {
    return new GitRepositories(
        folder.resolve("cache"), GitSettings.defaults().fetchTimeout(Duration.ofSeconds(30)));
  }

  private static Credentials login(KeyPair key, String knownHosts, boolean insecure)
      throws IOException, GeneralSecurityException {
    return Credentials.sshKey(text(key)).with(new Trust(insecure, "", knownHosts, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "Ed25519"})
  void a_known_host_is_read_and_pushed_to_with_a_key(String algorithm) throws Exception {
    userKey = pair(algorithm);
    var sha = git.file("a", "1").commit("one");
    var login = login(userKey, knownHost(hostKey), false);
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
    for (var lines : List.of(knownHost(pair("RSA")), "other.example " + "ssh-rsa AAAA\n")) {
      try (var repositories = repositories()) {
        var login = login(userKey, lines, false);
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
      var insecure = login(userKey, knownHost(pair("RSA")), true);
      assertThat(repositories.repository(url(), insecure).lsRemote().branches())
          .containsExactly("main");
    }
  }

  @Test
  void a_key_the_server_does_not_know_is_an_auth_failure() throws Exception {
    git.file("a", "1").commit("one");
    var login = login(pair("RSA"), knownHost(hostKey), false);
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
    var login = login(userKey, knownHost(hostKey), false);
    try (var repositories = repositories()) {
      var failure =
          catchThrowableOfType(
              GitException.class,
              () -> repositories.repository(url().replace("shop", "none"), login).lsRemote());
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(GitException.Code.NOT_FOUND);
    }
  }
}
