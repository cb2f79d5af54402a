package io.syncline.server.api;

import com.linecorp.armeria.common.HttpMethod;
import io.syncline.kube.Cluster;
import io.syncline.kube.Deletion;
import io.syncline.kube.Selection;
import io.syncline.kube.WriteOptions;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import io.syncline.server.port.ApplicationDetails;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * {@code /api/v1/repositories} and {@code /repocreds}: what Secrets configure,
 * without the secrets. Repositories that applications use without a Secret are listed too.
 */
public final class RepositoryApi {
  private static final String TYPE_LABEL = "argocd.argoproj.io/secret-type";

  /** Fields of a repository Secret that may be shown. */
  private static final List<String> PUBLIC =
      List.of(
          "name",
          "type",
          "project",
          "insecure",
          "insecureIgnoreHostKey",
          "enableLfs",
          "enableOCI",
          "insecureOCIForceHttp",
          "forceHttpBasicAuth",
          "useAzureWorkloadIdentity",
          "githubAppID",
          "githubAppInstallationID",
          "githubAppEnterpriseBaseUrl",
          "proxy",
          "noProxy");

  /** Fields that are accepted for a Secret and never shown. */
  private static final List<String> HIDDEN =
      List.of(
          "username",
          "password",
          "bearerToken",
          "sshPrivateKey",
          "tlsClientCertData",
          "tlsClientCertKey",
          "githubAppPrivateKey",
          "gcpServiceAccountKey");

  private final Cluster cluster;
  private final String namespace;
  private final Applications applications;
  private final ApplicationDetails details;
  private final Clock clock;

  /** The API over Secrets in {@code namespace}. */
  public RepositoryApi(
      Cluster cluster,
      String namespace,
      Applications applications,
      ApplicationDetails details,
      Clock clock) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.applications = applications;
    this.details = details;
    this.clock = clock;
  }

  /** Puts the resources on their paths. */
  public void mount(Routes routes) {
    routes
        .on(HttpMethod.GET, "/api/v1/repositories", call -> Views.list(repositories(now(call))))
        .on(HttpMethod.POST, "/api/v1/repositories", this::create)
        .on(HttpMethod.GET, "/api/v1/repositories/{repo}", this::get)
        .on(HttpMethod.DELETE, "/api/v1/repositories/{repo}", this::delete)
        .on(HttpMethod.GET, "/api/v1/repocreds", _ -> Views.list(credentials()));
  }

  private static boolean now(Call call) {
    return call.flag("forceRefresh", false);
  }

  /** A repository as it is shown, apart from whether it can be reached. */
  private record Shown(String url, String project, ObjectTree tree) {}

  private List<ObjectTree> repositories(boolean now) {
    var found = new TreeMap<String, Shown>();
    for (var secret : secrets("repository")) {
      var url = field(secret, "url");
      var project = field(secret, "project");
      found.put(url + "\n" + project, new Shown(url, project, repository(secret)));
    }
    for (var app : applications.all().values()) {
      var project = new Application(app).project();
      for (var source : new Application(app).sources()) {
        var url = source.repoUrl();
        if (!found.containsKey(url + "\n" + project)) {
          var type = !source.chart().isEmpty() ? "helm" : url.startsWith("oci://") ? "oci" : "git";
          found.putIfAbsent(
              url + "\n", new Shown(url, project, ObjectTree.of("repo", url, "type", type)));
        }
      }
    }
    return withStates(List.copyOf(found.values()), now);
  }

  /** All are asked at the same time, so that one that does not answer delays the others once. */
  private List<ObjectTree> withStates(List<Shown> repositories, boolean now) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var states =
          repositories.stream()
              .map(one -> CompletableFuture.supplyAsync(() -> state(one, now), threads))
              .toList();
      var shown = new ArrayList<ObjectTree>();
      for (var i = 0; i < repositories.size(); i++) {
        var state = states.get(i).join();
        shown.add(Tree.with(repositories.get(i).tree(), state, "connectionState"));
      }
      return shown;
    }
  }

  private List<ObjectTree> credentials() {
    return secrets("repo-creds").stream()
        .map(s -> ObjectTree.of("url", field(s, "url"), "username", field(s, "username")))
        .toList();
  }

  private List<Manifest> secrets(String type) {
    return cluster
        .list(Kinds.SECRET, Selection.in(namespace).labelled(TYPE_LABEL + "=" + type))
        .items();
  }

  private ObjectTree repository(Manifest secret) {
    var url = field(secret, "url");
    var tree = new ObjectTree.Builder(8);
    tree.put("repo", url);
    for (var name : PUBLIC) {
      var value = field(secret, name);
      if (!value.isEmpty()) {
        tree.put(
            name,
            value.equals("true") ? Boolean.TRUE : value.equals("false") ? Boolean.FALSE : value);
      }
    }
    if (field(secret, "type").isEmpty()) {
      tree.put("type", "git");
    }
    if (!field(secret, "username").isEmpty()) {
      tree.put("username", field(secret, "username"));
    }
    return tree.build();
  }

  private ObjectTree state(Shown one, boolean now) {
    return details
        .repositoryProblem(one.url(), one.project(), now)
        .map(problem -> state("Failed", problem))
        .orElseGet(() -> state("Successful", ""));
  }

  private ObjectTree state(String status, String message) {
    return ObjectTree.of(
        "status", status, "message", message, "attemptedAt", clock.instant().toString());
  }

  private static String field(Manifest secret, String name) {
    var base64 = secret.text("data", name);
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private Object get(Call call) {
    var url = call.path("repo");
    var project = call.query("appProject");
    return repositories(now(call)).stream()
        .filter(r -> Tree.text(r, "repo").equals(url))
        .filter(r -> project.isEmpty() || Tree.text(r, "project").equals(project))
        .findFirst()
        .orElseThrow(() -> ApiException.notFound("repo '" + url + "' not found"));
  }

  private Object create(Call call) {
    var body = call.body();
    var url = Tree.text(body, "repo");
    if (url.isEmpty()) {
      throw ApiException.invalid("repository has no repo (expected: its URL)");
    }
    if (Tree.text(body, "type").equals("helm") && Tree.text(body, "name").isEmpty()) {
      throw ApiException.invalid(
          "repository " + url + " has no name (expected: a name for one of type helm)");
    }
    var project = Tree.text(body, "project");
    var known = named(url, project);
    if (known.isPresent() && !call.flag("upsert", false)) {
      throw ApiException.invalid(
          "existing repository spec is different; use upsert flag to force update");
    }
    var secret = secret(body, url, project);
    details
        .repositoryProblem(secret)
        .ifPresent(
            problem -> {
              throw ApiException.invalid("error testing repository connectivity: " + problem);
            });
    known.ifPresent(
        k -> cluster.delete(Kinds.SECRET, k.key(), Deletion.of(Deletion.Propagation.BACKGROUND)));
    var shown = repository(cluster.create(secret, WriteOptions.by(Kinds.MANAGER)));
    return Tree.with(shown, state("Successful", ""), "connectionState");
  }

  private Manifest secret(ObjectTree body, String url, String project) {
    var fields = new ObjectTree.Builder(8);
    fields.put("url", url);
    for (var list : List.of(PUBLIC, HIDDEN)) {
      for (var name : list) {
        if (body.get(name) != null) {
          fields.put(name, String.valueOf(body.get(name)));
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
                "name", secretName(url + project),
                "namespace", namespace,
                "labels", ObjectTree.of(TYPE_LABEL, "repository"),
                "annotations", ObjectTree.of("managed-by", "argocd.argoproj.io")),
            "stringData",
            fields.build()));
  }

  private Optional<Manifest> named(String url, String project) {
    return secrets("repository").stream()
        .filter(s -> field(s, "url").equals(url))
        .filter(s -> field(s, "project").equals(project))
        .findFirst();
  }

  private static String secretName(String url) {
    try {
      var digest =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(url.getBytes(StandardCharsets.UTF_8));
      return "repo-" + HexFormat.of().formatHex(digest, 0, 5);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every JDK", e);
    }
  }

  private Object delete(Call call) {
    var url = call.path("repo");
    var secret =
        named(url, call.query("appProject"))
            .or(
                () ->
                    secrets("repository").stream()
                        .filter(s -> field(s, "url").equals(url))
                        .findFirst())
            .orElseThrow(() -> ApiException.notFound("repo '" + url + "' not found"));
    cluster.delete(Kinds.SECRET, secret.key(), Deletion.of(Deletion.Propagation.BACKGROUND));
    return ObjectTree.EMPTY;
  }
}
