package io.syncline.server.api;

import io.syncline.kube.Cluster;
import io.syncline.kube.Deletion;
import io.syncline.kube.Selection;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Secrets of one kind that describe repositories, named and filled as Argo CD does it, so that
 * either program goes on with what the other wrote.
 */
final class RepositorySecrets {
  private static final String TYPE_LABEL = "argocd.argoproj.io/secret-type";
  private static final String MANAGED_BY = "managed-by";
  private static final String OWNER = "argocd.argoproj.io";

  /** Fields that may be shown. */
  private static final List<String> PUBLIC =
      List.of(
          "name",
          "type",
          "project",
          "username",
          "insecure",
          "insecureIgnoreHostKey",
          "enableLfs",
          "enableOCI",
          "insecureOCIForceHttp",
          "forceHttpBasicAuth",
          "useAzureWorkloadIdentity",
          "webhookManifestCacheWarmDisabled",
          "githubAppID",
          "githubAppInstallationID",
          "githubAppEnterpriseBaseUrl",
          "depth",
          "proxy",
          "noProxy");

  /** Fields that are accepted and never shown. */
  private static final List<String> HIDDEN =
      List.of(
          "password",
          "bearerToken",
          "sshPrivateKey",
          "tlsClientCertData",
          "tlsClientCertKey",
          "githubAppPrivateKey",
          "gcpServiceAccountKey",
          "azureServicePrincipalClientId",
          "azureServicePrincipalClientSecret",
          "azureServicePrincipalTenantId",
          "azureActiveDirectoryEndpoint");

  private static final List<String> NUMBERS =
      List.of("githubAppID", "githubAppInstallationID", "depth");

  /** What the Secrets describe. */
  enum Purpose {
    /** One repository. */
    REPOSITORY("repository", "repo"),
    /** One repository, for pushing to it. */
    WRITE_REPOSITORY("repository-write", "repo-write"),
    /** All below a URL. */
    CREDENTIALS("repo-creds", "creds"),
    /** All below a URL, for pushing. */
    WRITE_CREDENTIALS("repo-write-creds", "creds-write");

    private final String label;
    private final String prefix;

    Purpose(String label, String prefix) {
      this.label = label;
      this.prefix = prefix;
    }

    /** Whether the URL is a beginning of others. */
    boolean isTemplate() {
      return this == CREDENTIALS || this == WRITE_CREDENTIALS;
    }
  }

  private final Cluster cluster;
  private final String namespace;
  private final Purpose purpose;

  RepositorySecrets(Cluster cluster, String namespace, Purpose purpose) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.purpose = purpose;
  }

  Purpose purpose() {
    return purpose;
  }

  List<Manifest> all() {
    return cluster
        .list(Kinds.SECRET, Selection.in(namespace).labelled(TYPE_LABEL + "=" + purpose.label))
        .items();
  }

  /** The Secret for {@code url} and exactly {@code project}. */
  Optional<Manifest> find(String url, String project) {
    return all().stream()
        .filter(s -> field(s, "url").equals(url))
        .filter(s -> field(s, "project").equals(project))
        .findFirst();
  }

  /** The only Secret for {@code url} when no project is named, or that of {@code project}. */
  Manifest require(String url, String project) {
    var same = all().stream().filter(s -> field(s, "url").equals(url)).toList();
    var found =
        same.stream()
            .filter(s -> field(s, "project").equals(project))
            .findFirst()
            .or(() -> project.isEmpty() ? same.stream().findFirst() : Optional.empty());
    if (project.isEmpty()
        && same.size() > 1
        && found.get().equals(same.getFirst())
        && !field(found.get(), "project").isEmpty()) {
      throw ApiException.invalid(
          "repository for url '" + url + "' is there in several projects (expected: appProject)");
    }
    return found.orElseThrow(
        () ->
            ApiException.notFound(
                (purpose.isTemplate() ? "repository credentials '" : "repo '")
                    + url
                    + "' not found"));
  }

  static String field(Manifest secret, String name) {
    var written = secret.text("stringData", name);
    if (!written.isEmpty()) {
      return written;
    }
    try {
      return new String(
          Base64.getMimeDecoder().decode(secret.text("data", name)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  /** The Secret that {@code body} asks for; what is empty, zero or false is left out. */
  Manifest secret(ObjectTree body, String url) {
    var fields = new ObjectTree.Builder(8);
    fields.put("url", url);
    for (var list : List.of(PUBLIC, HIDDEN)) {
      for (var name : list) {
        var value = body.get(name);
        var text = value == null ? "" : String.valueOf(value);
        var nothing = NUMBERS.contains(name) ? "0" : "false";
        if (!text.isEmpty() && !text.equals(nothing)) {
          fields.put(name, text);
        }
      }
    }
    return new Manifest(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "Secret",
            "metadata",
            ObjectTree.of(
                "name", name(url, Tree.text(body, "project")),
                "namespace", namespace,
                "labels", ObjectTree.of(TYPE_LABEL, purpose.label),
                "annotations", ObjectTree.of(MANAGED_BY, OWNER)),
            "stringData",
            fields.build()));
  }

  /** As Argo CD makes it: the FNV-1a hash of URL and project as a decimal number. */
  private String name(String url, String project) {
    var hash = 0x811c9dc5;
    for (var each : (url + project).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * 0x01000193;
    }
    return purpose.prefix + "-" + Integer.toUnsignedString(hash);
  }

  private static Map<String, String> fields(Manifest secret) {
    var fields = new TreeMap<String, String>();
    for (var part : List.of("data", "stringData")) {
      Tree.object(secret.at(part)).keySet().forEach(key -> fields.put(key, field(secret, key)));
    }
    fields.values().removeIf(String::isEmpty);
    return fields;
  }

  /** Whether both say the same. */
  static boolean isSame(Manifest one, Manifest other) {
    return fields(one).equals(fields(other));
  }

  /** Writes {@code wanted}, in place of {@code known} when that is there. */
  Manifest save(Optional<Manifest> known, Manifest wanted) {
    if (known.isEmpty()) {
      return cluster.create(wanted, WriteOptions.by(Kinds.MANAGER));
    }
    var data = new ObjectTree.Builder(8);
    fields(wanted)
        .forEach(
            (key, value) ->
                data.put(
                    key,
                    Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    var tree = Tree.with(known.get().root(), data.build(), "data");
    return cluster.update(new Manifest(tree), WriteOptions.by(Kinds.MANAGER));
  }

  /** Takes {@code secret} out of use: what somebody else made is only no repository any more. */
  void remove(Manifest secret) {
    if (secret.text("metadata", "annotations", MANAGED_BY).equals(OWNER)) {
      cluster.delete(Kinds.SECRET, secret.key(), Deletion.of(Deletion.Propagation.BACKGROUND));
      return;
    }
    var labels = new ObjectTree.Builder(4);
    Tree.object(secret.at("metadata", "labels"))
        .forEach(
            (key, value) -> {
              if (!key.equals(TYPE_LABEL)) {
                labels.put(key, value);
              }
            });
    var tree = Tree.with(secret.root(), labels.build(), "metadata", "labels");
    cluster.update(new Manifest(tree), WriteOptions.by(Kinds.MANAGER));
  }

  /** {@code secret} without its secrets. */
  ObjectTree shown(Manifest secret) {
    var tree = new ObjectTree.Builder(8);
    tree.put(purpose.isTemplate() ? "url" : "repo", field(secret, "url"));
    for (var name : PUBLIC) {
      var value = field(secret, name);
      if (!value.isEmpty()) {
        tree.put(name, typed(name, value));
      }
    }
    if (field(secret, "type").isEmpty() && !purpose.isTemplate()) {
      tree.put("type", "git");
    }
    return tree.build();
  }

  private static Object typed(String name, String value) {
    if (NUMBERS.contains(name) && value.matches("\\d{1,18}")) {
      return Long.valueOf(value);
    }
    return switch (value) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> value;
    };
  }
}
