package io.syncline.localkube.control;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.authn.AccountTokens;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.Stored;
import io.syncline.localkube.store.Written;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Fills secrets that ask for the token of a service account, and removes those whose account is
 * gone.
 */
public final class TokenSecrets implements Follower {
  private static final String TYPE = "kubernetes.io/service-account-token";
  private static final String ACCOUNT = "kubernetes.io/service-account.name";
  private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";

  private final Cluster cluster;
  private final AccountTokens tokens;
  private final String rootCertificates;

  /** For {@code cluster}, with what is known of its certificates, "" for nothing. */
  public TokenSecrets(Cluster cluster, AccountTokens tokens, String rootCertificates) {
    this.cluster = cluster;
    this.tokens = tokens;
    this.rootCertificates = rootCertificates;
  }

  @Override
  public void begin() {
    settle(Key.prefix("", "secrets", ""));
  }

  @Override
  public void see(Written written) {
    var key = written.key();
    if (!key.group().isEmpty()) {
      return;
    }
    if (key.plural().equals("secrets")) {
      written.after().ifPresent(secret -> settle(key, secret));
    } else if (key.plural().equals("serviceaccounts")
        && (written.after().isEmpty() || written.before().isEmpty())) {
      settle(Key.prefix("", "secrets", key.namespace()));
    }
  }

  private void settle(String prefix) {
    for (var stored : cluster.state().objects().under(prefix)) {
      settle(stored.key(), stored.object());
    }
  }

  private void settle(Key key, ObjectTree secret) {
    if (!Tree.text(secret, "type").equals(TYPE)
        || Tree.at(secret, "metadata", "deletionTimestamp") != null) {
      return;
    }
    var name = Tree.text(secret, "metadata", "annotations", ACCOUNT);
    var resource =
        cluster
            .kinds()
            .get(new ResourceId("", "v1", "secrets"))
            .orElseThrow(Refusal::noSuchResource);
    var account =
        cluster
            .state()
            .get(new Key("", "serviceaccounts", key.namespace(), name))
            .map(Stored::object);
    var uid = Tree.text(secret, "metadata", "annotations", ACCOUNT_UID);
    if (account.isEmpty()
        || (!uid.isEmpty() && !uid.equals(Tree.text(account.get(), "metadata", "uid")))) {
      Attempt.at(
          () -> cluster.delete(resource, key.namespace(), key.name(), DeleteOptions.BACKGROUND));
      return;
    }
    if (complete(secret)) {
      return;
    }
    Attempt.at(
        () ->
            cluster.change(
                resource,
                key.namespace(),
                key.name(),
                Part.MAIN,
                WriteOptions.by("kube-controller-manager"),
                live -> filled(live, account.get())));
  }

  private boolean complete(ObjectTree secret) {
    var data = Tree.object(secret.get("data"));
    return !Tree.text(secret, "metadata", "annotations", ACCOUNT_UID).isEmpty()
        && !Tree.text(data, "token").isEmpty()
        && !Tree.text(data, "namespace").isEmpty()
        && (rootCertificates.isEmpty() || encoded(rootCertificates).equals(data.get("ca.crt")));
  }

  private ObjectTree filled(ObjectTree secret, ObjectTree account) {
    var data = Tree.object(secret.get("data"));
    if (!rootCertificates.isEmpty()) {
      data = data.with("ca.crt", encoded(rootCertificates));
    }
    data = data.with("namespace", encoded(Tree.text(secret, "metadata", "namespace")));
    if (Tree.text(data, "token").isEmpty()) {
      data =
          data.with(
              "token", encoded(tokens.legacy(account, Tree.text(secret, "metadata", "name"))));
    }
    var named =
        Tree.with(
            secret, Tree.text(account, "metadata", "uid"), "metadata", "annotations", ACCOUNT_UID);
    return Tree.without(named, "metadata", "resourceVersion").with("data", data);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
