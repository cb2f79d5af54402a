package io.syncline.bench.delivery;

import com.linecorp.armeria.server.Server;
import io.syncline.app.install.Bootstrap;
import io.syncline.controller.Controller;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.git.CommitInfo;
import io.syncline.git.Credentials;
import io.syncline.git.Edit;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.git.GitSink;
import io.syncline.git.LocalRepository;
import io.syncline.kube.ClusterConfig;
import io.syncline.kube.ClusterSecretConfig;
import io.syncline.kube.http.HttpCluster;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.door.Renderers;
import io.syncline.server.http.Routes;
import io.syncline.server.webhook.Webhook;
import io.syncline.workloads.WorkloadSettings;
import io.syncline.workloads.Workloads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An embedded cluster, a controller, a webhook endpoint and a bare repository. Who pushes has a
 * repository cache of its own, as if in another process.
 */
final class Stage implements AutoCloseable {
  private static final CommitInfo COMMIT =
      CommitInfo.of("Change one thing", "Benchmark", "bench@syncline.example");
  private static final int OK = 200;
  private static final long REST_MILLIS = 1_000;
  private static final long CALM_MILLIS = 150;

  private final Path folder;
  private final Path repository;
  private final SimulatedCluster kube;
  private final HttpCluster cluster;
  private final GitRepositories reading;
  private final GitSink sink;
  private final URI webhook;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private volatile @Nullable Controller controller;

  /**
   * Starts everything but the controller.
   *
   * @param folder for the repository and caches; empty
   * @param simulation of workloads; empty for none: objects are stored and nothing runs
   */
  Stage(Path folder, Optional<WorkloadSettings> simulation) {
    this(folder, simulation, Duration.ZERO);
  }

  /**
   * The same with a cluster that is not quite so near.
   *
   * @param roundTrip how much longer each request to the cluster takes
   */
  Stage(Path folder, Optional<WorkloadSettings> simulation, Duration roundTrip) {
    this.folder = folder;
    repository = folder.resolve("config.git");
    LocalRepository.create(repository, "main");
    kube = opened(new SimulatedCluster(roundTrip));
    simulation.ifPresent(settings -> opened(Workloads.start(kube.api(), settings)));
    cluster = opened(new HttpCluster(ClusterConfig.of(kube.url())));
    new Bootstrap(cluster, ControllerSettings.DEFAULT.namespace()).run();
    var settings = GitSettings.defaults().allowLocal(true);
    reading = opened(new GitRepositories(folder.resolve("reading"), settings));
    var pushing = opened(new GitRepositories(folder.resolve("pushing"), settings));
    sink = new GitSink(pushing, _ -> Credentials.anonymous());
    webhook = endpoint();
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private URI endpoint() {
    var builder =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .gracefulShutdownTimeoutMillis(0, 0);
    new Webhook(_ -> Optional.empty(), push -> push.urls().forEach(this::sourceChanged))
        .mount(new Routes(builder, _ -> ""));
    var server = builder.build();
    server.start().join();
    opened.push(() -> server.stop().join());
    return URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/api/webhook");
  }

  private void sourceChanged(String url) {
    var current = controller;
    if (current != null) {
      current.sourceChanged(url);
    }
  }

  /** Waits until the controller seems to have nothing to do. */
  void calm() throws InterruptedException {
    quiet(CALM_MILLIS, 1);
  }

  /** Waits until the controller has nothing to do, and for a while to be sure. */
  void rest() throws InterruptedException {
    quiet(REST_MILLIS, 1);
  }

  /**
   * The same for a controller that was just started: before it has compared {@code apps}
   * applications it only waits for the cluster.
   */
  void restAfter(int apps) throws InterruptedException {
    quiet(REST_MILLIS, apps);
  }

  private void quiet(long millis, long atLeast) throws InterruptedException {
    var before = -1L;
    while (true) {
      var current = Objects.requireNonNull(controller).counters();
      if (current.reconciles() == before && before >= atLeast) {
        return;
      }
      before = current.reconciles();
      Thread.sleep(millis);
    }
  }

  /** The commit at the head of the default branch. */
  String head() {
    return reading
        .repository(url(), Credentials.anonymous())
        .lsRemote()
        .commit("refs/heads/main")
        .orElseThrow();
  }

  /** Starts a controller, ending the one before; it goes on with what is stored. */
  Controller start(ControllerSettings settings) {
    stop();
    var made =
        new Controller(
            new Controller.World(
                cluster,
                registered ->
                    new HttpCluster(
                        ClusterSecretConfig.read(registered.server(), registered.config())),
                reading,
                Renderers::render,
                InstantSource.system()),
            settings);
    made.start();
    controller = made;
    return made;
  }

  /** Ends the controller. */
  void stop() {
    var current = controller;
    controller = null;
    if (current != null) {
      current.close();
    }
  }

  /** The cluster without HTTP: to look at it without disturbing. */
  LocalApi api() {
    return kube.api();
  }

  /** What the cluster was asked. */
  Requests requests() {
    return kube.requests();
  }

  /** Where the repository is. */
  String url() {
    return repository.toUri().toString();
  }

  /** Pushes one commit to the default branch. */
  void push(Edit edit) {
    push(url(), edit);
  }

  /** Makes another repository; its URL. */
  String another(String name) {
    var made = folder.resolve(name + ".git");
    LocalRepository.create(made, "main");
    return made.toUri().toString();
  }

  /** Pushes one commit to the default branch of the repository at {@code url}. */
  void push(String url, Edit edit) {
    sink.push(url, "main", edit, COMMIT);
  }

  /** Tells of a push as a Git host does; returns when it was received. */
  void tell() throws IOException, InterruptedException {
    var body =
        ObjectTree.of("ref", "refs/heads/main", "repository", ObjectTree.of("clone_url", url()));
    var request =
        HttpRequest.newBuilder(webhook)
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "push")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IllegalStateException(
          "webhook answered " + answer.statusCode() + ": " + answer.body());
    }
  }

  /** Creates the objects of {@code yaml}. */
  void create(String yaml) {
    for (var document : Yaml.documents(yaml)) {
      var object = new Manifest(Tree.object(document.value()));
      var resource = api().resourceOf(object.apiVersion(), object.kind()).orElseThrow();
      api().create(resource, object, "bench");
    }
  }

  @Override
  public void close() {
    stop();
    http.close();
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("bench: a part of the stage did not close: " + e);
      }
    }
  }
}
