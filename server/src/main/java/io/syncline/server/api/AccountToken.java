package io.syncline.server.api;

import io.syncline.kube.Cluster;
import io.syncline.kube.Deletion;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.server.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A token of a service account that a Secret of its cluster keeps, as {@code cluster add} makes
 * them.
 *
 * @param namespace namespace of account and Secret
 * @param account name of the account
 * @param secret name of the Secret
 */
record AccountToken(String namespace, String account, String secret) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CLAIMS = "kubernetes.io/serviceaccount/";

  /** Whose {@code token} is; empty when it is none that a Secret keeps. */
  static Optional<AccountToken> of(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      var claims = Json.parseObject(Base64.getUrlDecoder().decode(parts[1]));
      var found =
          new AccountToken(
              Tree.text(claims, CLAIMS + "namespace"),
              Tree.text(claims, CLAIMS + "service-account.name"),
              Tree.text(claims, CLAIMS + "secret.name"));
      return Optional.of(found)
          .filter(f -> !f.namespace.isEmpty() && !f.account.isEmpty() && !f.secret.isEmpty());
    } catch (IllegalArgumentException | Json.SyntaxException _) {
      return Optional.empty();
    }
  }

  /** A Secret with another token of the account, filled by the cluster. */
  Manifest another(Cluster cluster) {
    var name = account + "-token-" + UUID.randomUUID().toString().substring(0, 8);
    cluster.create(
        new Manifest(
            Yaml.parseObject(
                """
                {apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token,
                 metadata: {name: %s, namespace: %s,
                            annotations: {kubernetes.io/service-account.name: %s}}}
                """
                    .formatted(name, namespace, account))),
        WriteOptions.by(Kinds.MANAGER));
    var end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end) {
        var filled = cluster.get(Kinds.SECRET, namespace, name).filter(s -> !text(s).isEmpty());
        if (filled.isPresent()) {
          return filled.get();
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forget(cluster, name);
    throw ApiException.invalid(
        "Secret "
            + namespace
            + "/"
            + name
            + " got no token within "
            + PATIENCE.toSeconds()
            + " s"
            + " (expected: the token controller of the cluster to fill it)");
  }

  /** The token in a Secret, "" when there is none yet. */
  static String text(Manifest secret) {
    return new String(
        Base64.getMimeDecoder().decode(Tree.text(secret.root(), "data", "token")),
        StandardCharsets.UTF_8);
  }

  /** Deletes the Secret called {@code name} of the account, which ends its token. */
  void forget(Cluster cluster, String name) {
    cluster.delete(
        Kinds.SECRET,
        new ObjectKey("", "Secret", namespace, name),
        Deletion.of(Deletion.Propagation.BACKGROUND));
  }
}
