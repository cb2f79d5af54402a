package io.syncline.cli.cluster;

import io.syncline.cli.terminal.CliException;
import io.syncline.kube.Cluster;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The account of Syncline in a cluster it deploys to, with the names installations know. */
final class ManagerAccount {
  private static final String ACCOUNT = "argocd-manager";
  private static final String ROLE = "argocd-manager-role";
  private static final String BINDING = "argocd-manager-role-binding";
  private static final String FIELDS = "syncline";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ResourceKind SECRET = ResourceKind.of("", "v1", "Secret", "secrets", true);

  private final Cluster cluster;
  private final String namespace;
  private final PrintStream progress;

  ManagerAccount(Cluster cluster, String namespace, PrintStream progress) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.progress = progress;
  }

  /**
   * Makes the account, with all rights, and a token that does not end.
   *
   * @param namespaces where it has them; empty for everywhere
   * @return the token
   */
  String install(List<String> namespaces) {
    write(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s, namespace: %s}}"
            .formatted(ACCOUNT, namespace));
    if (namespaces.isEmpty()) {
      write(
          """
          {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: %s},
           rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']},
                   {nonResourceURLs: ['*'], verbs: ['*']}]}
          """
              .formatted(ROLE));
      write(binding("ClusterRole", ""));
    }
    for (var allowed : namespaces) {
      write(
          """
          {apiVersion: rbac.authorization.k8s.io/v1, kind: Role,
           metadata: {name: %s, namespace: %s},
           rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]}
          """
              .formatted(ROLE, allowed));
      write(binding("Role", allowed));
    }
    return tokenOf(ACCOUNT);
  }

  private String binding(String role, String allowed) {
    return """
    {apiVersion: rbac.authorization.k8s.io/v1, kind: %sBinding, metadata: {name: %s%s},
     roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s},
     subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]}
    """
        .formatted(
            role,
            BINDING,
            allowed.isEmpty() ? "" : ", namespace: " + allowed,
            role,
            ROLE,
            ACCOUNT,
            namespace);
  }

  private void write(String yaml) {
    var object = new Manifest(Yaml.parseObject(yaml));
    var there = cluster.get(cluster.kindOf(object), object.namespace(), object.name()).isPresent();
    cluster.serverSideApply(object, WriteOptions.by(FIELDS));
    progress.println(
        object.kind() + " \"" + object.name() + "\" " + (there ? "updated" : "created"));
  }

  /** A token of {@code account} that does not end. */
  String tokenOf(String account) {
    var name = account + "-long-lived-token";
    write(
        """
        {apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token,
         metadata: {name: %s, namespace: %s, annotations: {kubernetes.io/service-account.name: %s}}}
        """
            .formatted(name, namespace, account));
    var end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end) {
        var token =
            cluster
                .get(SECRET, namespace, name)
                .map(s -> Tree.text(s.root(), "data", "token"))
                .orElse("");
        if (!token.isEmpty()) {
          return new String(Base64.getMimeDecoder().decode(token), StandardCharsets.UTF_8);
        }
        TimeUnit.MILLISECONDS.sleep(250);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CliException(
        CliException.FAILED,
        "Secret "
            + namespace
            + "/"
            + name
            + " got no token within "
            + PATIENCE.toSeconds()
            + " s (expected: the cluster's token controller to fill it)");
  }
}
