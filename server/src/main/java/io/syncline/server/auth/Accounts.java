package io.syncline.server.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.PatchType;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passwords of local accounts, kept as Argo CD keeps them in {@code argocd-secret}. */
public final class Accounts {
  /** The account that exists in every installation. */
  public static final String ADMIN = "admin";

  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
  private static final ResourceKind SECRET = ResourceKind.of("", "v1", "Secret", "secrets", true);
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  private static final int COST = 10;

  private final Cluster cluster;
  private final String namespace;

  /** bcrypt burns a core for 60 ms: a flood of logins must not take them all. */
  private final Semaphore hashing = new Semaphore(2);

  /** Accounts of the installation in {@code namespace}. */
  public Accounts(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /**
   * Makes sure there is an admin and a key for tokens; a first password goes into {@code
   * argocd-initial-admin-secret}, as Argo CD does it.
   */
  public void ensure(Instant now) {
    var secret = secret();
    if (secret.isEmpty()) {
      create("argocd-secret");
    }
    var known = secret.map(Accounts::fields).orElse(ObjectTree.EMPTY);
    var missing = new ObjectTree.Builder(4);
    if (!known.containsKey("server.secretkey")) {
      missing.put("server.secretkey", encode(random(32)));
    }
    if (!known.containsKey("admin.password")) {
      var password = random(16);
      missing.put("admin.password", encode(hash(password)));
      missing.put("admin.passwordMtime", encode(now.truncatedTo(ChronoUnit.SECONDS).toString()));
      publish(password);
    }
    var fields = missing.build();
    if (!fields.isEmpty()) {
      patch(fields);
    }
  }

  private void publish(String password) {
    var initial =
        new Manifest(
            ObjectTree.of(
                "apiVersion", "v1",
                "kind", "Secret",
                "metadata",
                    ObjectTree.of("name", "argocd-initial-admin-secret", "namespace", namespace),
                "type", "Opaque",
                "data", ObjectTree.of("password", encode(password))));
    cluster.delete(
        SECRET,
        initial.key(),
        io.syncline.kube.Deletion.of(io.syncline.kube.Deletion.Propagation.BACKGROUND));
    cluster.create(initial, WriteOptions.by("syncline-server"));
  }

  private void create(String name) {
    try {
      cluster.create(
          new Manifest(
              ObjectTree.of(
                  "apiVersion", "v1",
                  "kind", "Secret",
                  "metadata",
                      ObjectTree.of(
                          "name",
                          name,
                          "namespace",
                          namespace,
                          "labels",
                          ObjectTree.of(
                              "app.kubernetes.io/name",
                              name,
                              "app.kubernetes.io/part-of",
                              "argocd")),
                  "type", "Opaque")),
          WriteOptions.by("syncline-server"));
    } catch (ClusterException e) {
      if (e.code() != ClusterException.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  /** The password of the first start, while its secret has not been deleted. */
  public Optional<String> initialPassword() {
    return cluster
        .get(SECRET, namespace, "argocd-initial-admin-secret")
        .map(s -> decode(s.text("data", "password")))
        .filter(p -> !p.isEmpty());
  }

  /** The key tokens are signed with. */
  public byte[] tokenKey() {
    var key = secret().map(s -> s.text("data", "server.secretkey")).orElse("");
    if (key.isEmpty()) {
      throw new IllegalStateException("secret argocd-secret has no server.secretkey");
    }
    return Base64.getDecoder().decode(key);
  }

  /** Whether {@code password} is that of {@code account}. */
  public boolean verify(String account, String password) {
    var field = prefix(account) + ".password";
    var stored = secret().map(s -> decode(s.text("data", field))).orElse("");
    hashing.acquireUninterruptibly();
    try {
      // An unknown account costs as much as a wrong password, so that names cannot be probed.
      var hash = stored.isEmpty() ? Unknown.HASH : stored;
      return BCrypt.verifyer()
              .verify(
                  password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8))
              .verified
          && !stored.isEmpty();
    } finally {
      hashing.release();
    }
  }

  /** Made when first needed: hashing takes longer than all the rest of a start. */
  private static final class Unknown {
    static final String HASH = hash("no account has this password");
  }

  /**
   * When the password of {@code account} was set last, in whole seconds; empty when never written.
   */
  public Optional<Instant> passwordTime(String account) {
    var written =
        secret().map(s -> decode(s.text("data", prefix(account) + ".passwordMtime"))).orElse("");
    try {
      return written.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(written).toInstant());
    } catch (DateTimeParseException e) {
      LOG.warn("argocd-secret: passwordMtime is not RFC 3339: account={}", account, e);
      return Optional.empty();
    }
  }

  private static String prefix(String account) {
    return account.equals(ADMIN) ? "admin" : "accounts." + account;
  }

  /** Sets a password. */
  public void change(String account, String password, Instant now) {
    var prefix = prefix(account);
    patch(
        ObjectTree.of(
            prefix + ".password",
            encode(hash(password)),
            prefix + ".passwordMtime",
            encode(now.truncatedTo(ChronoUnit.SECONDS).toString())));
  }

  private void patch(ObjectTree fields) {
    cluster.patch(
        SECRET,
        new ObjectKey("", "Secret", namespace, "argocd-secret"),
        "",
        PatchType.MERGE,
        ObjectTree.of("data", fields),
        WriteOptions.by("syncline-server"));
  }

  private Optional<Manifest> secret() {
    return cluster.get(SECRET, namespace, "argocd-secret");
  }

  private static ObjectTree fields(Manifest secret) {
    return Tree.object(secret.at("data"));
  }

  private static String hash(String password) {
    return BCrypt.withDefaults().hashToString(COST, password.toCharArray());
  }

  private static String random(int length) {
    var random = new SecureRandom();
    var text = new StringBuilder(length);
    for (var i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
