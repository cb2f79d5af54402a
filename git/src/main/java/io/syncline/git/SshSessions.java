package io.syncline.git;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.ProxyData;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SSH sessions from keys and known hosts held in memory: nothing is written, nobody is asked. */
final class SshSessions {
  private static final Logger LOG = LoggerFactory.getLogger(SshSessions.class);

  /** A factory keeps a client with threads: one for each key and trust, not for each call. */
  private static final ConcurrentHashMap<Key, SshSessionFactory> FACTORIES =
      new ConcurrentHashMap<>();

  private record Key(Credentials credentials, GitSettings settings) {}

  private SshSessions() {}

  static SshSessionFactory factory(Credentials credentials, GitSettings settings) {
    return FACTORIES.computeIfAbsent(new Key(credentials, settings), SshSessions::build);
  }

  private static SshSessionFactory build(Key key) {
    var home = key.settings().home().orElse(Path.of(System.getProperty("java.io.tmpdir")));
    var builder =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(home.toFile())
            .setSshDirectory(home.resolve(".ssh").toFile())
            .setServerKeyDatabase(
                (h, ssh) -> new KnownHosts(key.credentials().trust(), key.settings()));
    if (key.credentials().login() instanceof Credentials.SshKey own) {
      // Read at once: inside a session its failure would come out as one of the connection.
      var keys = keys(own.privateKey());
      builder
          .setPreferredAuthentications("publickey")
          .setConfigStoreFactory((h, config, user) -> null)
          .setDefaultKeysProvider(directory -> keys);
    } else if (key.settings().home().isEmpty()) {
      builder
          .setConfigStoreFactory((h, config, user) -> null)
          .setDefaultKeysProvider(directory -> List.of());
    } else {
      builder.withDefaultConnectorFactory();
    }
    if (key.credentials().proxy().isPresent()) {
      builder.setProxyDataFactory(
          to ->
              WayOut.proxy(key.credentials(), to.getHostString(), to.getPort())
                  .map(ProxyData::new)
                  .orElse(null));
    }
    return builder.build(null);
  }

  private static List<KeyPair> keys(String text) {
    var withEnd = text.endsWith("\n") ? text : text + "\n";
    try (var bytes = new ByteArrayInputStream(withEnd.getBytes(StandardCharsets.UTF_8))) {
      var pairs = new ArrayList<KeyPair>();
      var loaded =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("the repository's SSH key"), bytes, null);
      if (loaded != null) {
        loaded.forEach(pairs::add);
      }
      if (pairs.isEmpty()) {
        throw unusable("no private key in it", null);
      }
      return pairs;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unusable(e.getClass().getSimpleName(), e);
    }
  }

  private static GitException unusable(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    if (cause instanceof GitException already) {
      return already;
    }
    return new GitException(
        GitException.Code.AUTH,
        "SSH private key of the repository is unusable: " + why,
        "give an unencrypted key as OpenSSH or PEM text, with its BEGIN and END lines",
        cause);
  }

  /** Host keys are believed when a known-hosts line says so, never on first sight. */
  private record KnownHosts(Credentials.Trust trust, GitSettings settings)
      implements ServerKeyDatabase {
    @Override
    public List<PublicKey> lookup(
        String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
      return entries(connectAddress, remoteAddress).stream()
          .filter(entry -> !"revoked".equals(entry.getMarker()))
          .flatMap(entry -> publicKey(entry).stream())
          .toList();
    }

    @Override
    public boolean accept(
        String connectAddress,
        InetSocketAddress remoteAddress,
        PublicKey serverKey,
        Configuration config,
        @org.jspecify.annotations.Nullable CredentialsProvider provider) {
      if (trust.insecure()) {
        return true;
      }
      var known = false;
      for (var entry : entries(connectAddress, remoteAddress)) {
        var same = publicKey(entry).stream().anyMatch(key -> KeyUtils.compareKeys(key, serverKey));
        if (same && "revoked".equals(entry.getMarker())) {
          return false;
        }
        known |= same;
      }
      return known;
    }

    private List<KnownHostEntry> entries(String connectAddress, InetSocketAddress remote) {
      var host = host(connectAddress);
      var port = remote.getPort();
      return all().stream().filter(entry -> entry.isHostMatch(host, port)).toList();
    }

    /** {@code host:port} or {@code [host]:port} without the port. */
    private static String host(String connectAddress) {
      var colon = connectAddress.lastIndexOf(':');
      var host =
          colon > connectAddress.lastIndexOf(']')
              ? connectAddress.substring(0, colon)
              : connectAddress;
      return host.startsWith("[") && host.endsWith("]")
          ? host.substring(1, host.length() - 1)
          : host;
    }

    private List<KnownHostEntry> all() {
      try {
        if (!trust.knownHosts().isEmpty()) {
          return KnownHostEntry.readKnownHostEntries(new StringReader(trust.knownHosts()), true);
        }
        var entries = new ArrayList<KnownHostEntry>();
        for (var file : files()) {
          if (Files.isReadable(file)) {
            entries.addAll(KnownHostEntry.readKnownHostEntries(file));
          }
        }
        return entries;
      } catch (IOException | RuntimeException e) {
        LOG.warn("known hosts are unreadable, no SSH server is believed: {}", e.getMessage());
        return List.of();
      }
    }

    private List<Path> files() {
      var files = new ArrayList<Path>();
      settings.home().ifPresent(home -> files.add(home.resolve(".ssh").resolve("known_hosts")));
      files.add(new File("/etc/ssh/ssh_known_hosts").toPath());
      return files;
    }

    private static List<PublicKey> publicKey(KnownHostEntry entry) {
      try {
        var key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
        return key == null ? List.of() : List.of(key);
      } catch (IOException | GeneralSecurityException e) {
        LOG.debug("known-hosts line passed over: {}", e.getMessage());
        return List.of();
      }
    }
  }
}
