package io.syncline.server;

import com.linecorp.armeria.server.Server;
import io.syncline.kube.ClusterConfig;
import io.syncline.kube.PatchType;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.http.HttpCluster;
import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.model.application.Destination;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.project.Project;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.server.auth.Accounts;
import io.syncline.server.port.Destinations;
import io.syncline.server.port.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** A whole server on a port of its own over an embedded cluster, and a client of both. */
final class Installation implements AutoCloseable {
  static final String NAMESPACE = "argocd";
  static final ResourceKind APPLICATION =
      ResourceKind.of("argoproj.io", "v1alpha1", "Application", "applications", true);
  static final ResourceKind SECRET = ResourceKind.of("", "v1", "Secret", "secrets", true);
  static final ResourceKind CONFIG_MAP = ResourceKind.of("", "v1", "ConfigMap", "configmaps", true);
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Path KINDS = Path.of("../app/src/main/resources/io/syncline/app/crds");

  final RecordedDetails details = new RecordedDetails();
  final MovableClock clock = new MovableClock();
  final HttpCluster cluster;
  final RecordedDestinations destinations;
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final String password;
  final String token;
  private final LocalKubeServer kube;
  private final ApiServer api;
  private final Server server;

  Installation() {
    kube = LocalKubeServer.start(LocalKube.builder().start(), 0);
    cluster = new HttpCluster(ClusterConfig.of(kube.url()));
    destinations = new RecordedDestinations(cluster);
    destinations.states.put(
        Destination.IN_CLUSTER,
        new Destinations.State("Successful", "", "", cluster.version(), 1, List.of("v1")));
    prepare();
    var accounts = new Accounts(cluster, NAMESPACE);
    accounts.ensure(clock.instant());
    password = accounts.initialPassword().orElseThrow();
    api =
        new ApiServer(
            cluster,
            new ServerSettings(NAMESPACE, "v9.9.9", "http://syncline.example", true),
            details,
            destinations,
            Installation::masked,
            clock);
    var builder =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .gracefulShutdownTimeoutMillis(0, 0);
    api.mount(builder);
    server = builder.build();
    server.start().join();
    if (!api.awaitReady(LIMIT)) {
      throw new IllegalStateException("applications were not listed in time");
    }
    token = api.adminToken();
  }

  private void prepare() {
    for (var plural : List.of("applications", "appprojects", "applicationsets")) {
      try {
        create(Files.readString(KINDS.resolve(plural + ".yaml")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    create("{apiVersion: v1, kind: Namespace, metadata: {name: " + NAMESPACE + "}}");
    create(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cmd-params-cm, namespace: argocd},"
            + " data: {application.namespaces: 'elsewhere, team-*'}}");
    cluster.rediscover();
    cluster.create(Project.permissive(NAMESPACE).manifest(), WriteOptions.by("test"));
  }

  /** As {@link #application}, in a namespace of its own. */
  void applicationIn(String namespace, String name, String project) {
    create("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
    create(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: %s, namespace: %s}
        spec:
          project: %s
          destination: {server: "https://kubernetes.default.svc", namespace: %s}
          source: {repoURL: "https://git.example/%s.git", path: ., targetRevision: main}
        """
            .formatted(name, namespace, project, name, name));
  }

  private static Manifest masked(Manifest object) {
    return object.kind().equals("Secret") ? object.without("data") : object;
  }

  Manifest create(String yaml) {
    return cluster.create(new Manifest(Yaml.parseObject(yaml)), WriteOptions.by("test"));
  }

  /** Makes an Application in the cluster and waits until the server has seen it. */
  void application(String name, String labels, String spec) {
    create(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: %s, namespace: argocd, labels: {%s}}
        spec:
          destination: {server: "https://kubernetes.default.svc", namespace: %s}
          source: {repoURL: "https://git.example/%s.git", path: ., targetRevision: main}
          %s
        """
            .formatted(name, labels, name, name, spec));
    await(
        "/api/v1/applications",
        list ->
            Tree.items(list.get("items")).stream()
                .anyMatch(i -> Tree.text(i, "metadata", "name").equals(name)));
  }

  void application(String name) {
    application(name, "", "project: default");
  }

  /** Writes into an Application as the controller would. */
  Manifest patch(String name, String yaml) {
    return cluster.patch(
        APPLICATION,
        new ObjectKey("argoproj.io", "Application", NAMESPACE, name),
        "",
        PatchType.MERGE,
        Yaml.parseObject(yaml),
        WriteOptions.by("test"));
  }

  Manifest stored(String name) {
    return cluster.get(APPLICATION, NAMESPACE, name).orElseThrow();
  }

  void secretField(String name, String value) {
    cluster.patch(
        SECRET,
        new ObjectKey("", "Secret", NAMESPACE, "argocd-secret"),
        "",
        PatchType.MERGE,
        ObjectTree.of(
            "data",
            ObjectTree.of(
                name, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))),
        WriteOptions.by("test"));
  }

  /** An answer: status, headers, text. */
  record Answer(int status, HttpResponse<String> response) {
    String text() {
      return response.body();
    }

    ObjectTree tree() {
      return Json.parseObject(response.body().getBytes(StandardCharsets.UTF_8));
    }

    String message() {
      return Tree.text(tree(), "message");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    List<String> names() {
      return Tree.items(tree().get("items")).stream()
          .map(i -> Tree.text(i, "metadata", "name"))
          .toList();
    }
  }

  HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(url() + path))
        .timeout(LIMIT)
        .method(
            method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A request of the admin with a JSON body. */
  Answer call(String method, String path, String body) {
    return send(
        request(method, path, body)
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json"));
  }

  Answer get(String path) {
    return call("GET", path, "");
  }

  /** Asks until the answer fits: what is written reaches the server by its watch. */
  Answer await(String path, Predicate<ObjectTree> fits) {
    var end = System.nanoTime() + LIMIT.toNanos();
    var answer = get(path);
    while (!(answer.status() == 200 && fits.test(answer.tree()))) {
      if (System.nanoTime() > end) {
        throw new AssertionError(path + " did not become as expected: " + answer.text());
      }
      Thread.onSpinWait();
      answer = get(path);
    }
    return answer;
  }

  String url() {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }

  @Override
  public void close() {
    http.shutdownNow();
    // Its threads stay idle for two seconds more, which nobody needs to wait for.
    server.stop();
    api.close();
    cluster.close();
    kube.close();
  }
}
