package io.syncline.testservers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;

/** Git over SSH: runs the real program for the user {@code git}, who has one key. */
public final class SshGitServer implements AutoCloseable {
  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair hostKey = pair("Ed25519");
  private volatile KeyPair userKey = pair("Ed25519");

  /** Commands so far. */
  public final List<String> commands = new CopyOnWriteArrayList<>();

  /** Starts one. */
  public SshGitServer() throws IOException {
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) ->
            user.equals("git") && KeyUtils.compareKeys(key, userKey.getPublic()));
    server.setCommandFactory(
        (channel, command) -> {
          commands.add(command);
          return new ProcessShellFactory(command, "sh", "-c", command).createShell(channel);
        });
    server.start();
  }

  /** A pair of keys: {@code RSA} or {@code Ed25519}. */
  public static KeyPair pair(String algorithm) {
    try {
      return algorithm.equals("RSA")
          ? KeyUtils.generateKeyPair(KeyPairProvider.SSH_RSA, 2048)
          : KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A private key as OpenSSH writes it. */
  public static String text(KeyPair pair) {
    var out = new ByteArrayOutputStream();
    try {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return out.toString(StandardCharsets.US_ASCII);
  }

  /** Lets in who has this key, and nobody else. */
  public void welcome(KeyPair key) {
    userKey = key;
  }

  /** The private key that is let in. */
  public String userKey() {
    return text(userKey);
  }

  /** Address of the repository in a folder of this machine. */
  public String url(String folder) {
    return "ssh://git@127.0.0.1:" + server.getPort() + folder;
  }

  /** Its line of known hosts. */
  public String knownHost() {
    return knownHost(hostKey);
  }

  /** A line of known hosts that tells of another key. */
  public String knownHost(KeyPair key) {
    return "[127.0.0.1]:"
        + server.getPort()
        + " "
        + PublicKeyEntry.toString(key.getPublic())
        + "\n";
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
