package io.syncline.localkube.authn;

import io.syncline.localkube.authz.User;
import io.syncline.localkube.store.State;
import io.syncline.model.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Tells who a caller is. Safe for many threads. */
public final class Authentication {
  private static final User OPEN =
      new User("local-admin", "", List.of(User.MASTERS), ObjectTree.EMPTY).authenticated();
  private static final User ADMIN =
      new User("kubernetes-admin", "", List.of(User.MASTERS), ObjectTree.EMPTY).authenticated();

  private final AccountTokens tokens;
  private final Optional<Secrets> secrets;

  /** What only a secured cluster has. */
  private record Secrets(Authority authority, String adminToken) {}

  private Authentication(AccountTokens tokens, Optional<Secrets> secrets) {
    this.tokens = tokens;
    this.secrets = secrets;
  }

  /** Every caller is the administrator, whatever it shows. */
  public static Authentication open(KeyFolder folder) {
    return new Authentication(new AccountTokens(folder.keys("sa.key")), Optional.empty());
  }

  /** Callers are who their certificate or token says. */
  public static Authentication secured(KeyFolder folder, Instant now) {
    return new Authentication(
        new AccountTokens(folder.keys("sa.key")),
        Optional.of(new Secrets(folder.authority(now), folder.token("admin-token"))));
  }

  /** Whether callers must show who they are. */
  public boolean secured() {
    return secrets.isPresent();
  }

  /** The tokens of service accounts. */
  public AccountTokens tokens() {
    return tokens;
  }

  /** The authority that client certificates come from, when the cluster is secured. */
  public Optional<Authority> authority() {
    return secrets.map(Secrets::authority);
  }

  /** The token of the administrator, when the cluster is secured. */
  public Optional<String> adminToken() {
    return secrets.map(Secrets::adminToken);
  }

  /**
   * Keys and certificate of a server.
   *
   * @param keys its keys
   * @param certificates its certificate and that of the authority
   */
  public record ServerKeys(KeyPair keys, List<X509Certificate> certificates) {
    /** Copies the list. */
    public ServerKeys {
      certificates = List.copyOf(certificates);
    }
  }

  /** New keys for a server that is reached by {@code names}; empty when the cluster is open. */
  public Optional<ServerKeys> serverKeys(List<String> names, Instant now) {
    return authority()
        .map(
            authority -> {
              var keys = KeyFolder.keys();
              return new ServerKeys(
                  keys,
                  List.of(
                      authority.forServer(keys.getPublic(), names, now), authority.certificate()));
            });
  }

  /**
   * The caller.
   *
   * @param token the bearer token, "" when none is shown
   * @param certificate the client certificate; TLS has checked that the caller has its key
   * @return empty when what is shown is not good
   */
  public Optional<User> caller(
      String token, Optional<X509Certificate> certificate, State state, Instant now) {
    if (secrets.isEmpty()) {
      return Optional.of(OPEN);
    }
    if (certificate.isPresent()) {
      var user = byCertificate(secrets.get().authority(), certificate.get(), now);
      if (user.isPresent() || token.isEmpty()) {
        return user;
      }
    }
    if (token.isEmpty()) {
      return Optional.of(User.ANONYMOUS);
    }
    return byToken(token, List.of(AccountTokens.ISSUER), state, now).map(AccountTokens.Known::user);
  }

  /** Whose token it is, when it is good and for one of {@code audiences}. */
  public Optional<AccountTokens.Known> byToken(
      String token, List<String> audiences, State state, Instant now) {
    if (secrets.isPresent() && same(token, secrets.get().adminToken())) {
      return audiences.contains(AccountTokens.ISSUER)
          ? Optional.of(new AccountTokens.Known(ADMIN, List.of(AccountTokens.ISSUER)))
          : Optional.empty();
    }
    return tokens
        .known(token, state, now)
        .filter(known -> known.audiences().stream().anyMatch(audiences::contains));
  }

  private static boolean same(String first, String second) {
    return MessageDigest.isEqual(
        first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<User> byCertificate(
      Authority authority, X509Certificate certificate, Instant now) {
    if (!authority.issuedClient(certificate, now)) {
      return Optional.empty();
    }
    try {
      var name = new LdapName(certificate.getSubjectX500Principal().getName());
      var user = values(name, "CN");
      var print = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      var extra =
          ObjectTree.of(
              "authentication.kubernetes.io/credential-id",
              List.of("X509SHA256=" + HexFormat.of().formatHex(print)));
      return user.isEmpty()
          ? Optional.empty()
          : Optional.of(new User(user.getLast(), "", values(name, "O"), extra).authenticated());
    } catch (InvalidNameException | GeneralSecurityException e) {
      // A subject nobody can read names nobody.
      return Optional.empty();
    }
  }

  private static List<String> values(LdapName name, String type) {
    return name.getRdns().stream()
        .filter(part -> part.getType().equalsIgnoreCase(type))
        .map(part -> String.valueOf(part.getValue()))
        .toList();
  }
}
