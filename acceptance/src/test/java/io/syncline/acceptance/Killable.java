package io.syncline.acceptance;

import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.workloads.WorkloadSettings;
import io.syncline.workloads.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code syncline up} as a process that may die, beside a cluster that does not. */
final class Killable implements AutoCloseable {
  static final ResourceId APPS = new ResourceId("argoproj.io", "v1alpha1", "applications");
  private static final Duration START = Duration.ofMinutes(2);

  final Passage passage;
  final Path data = Workspace.folder("killed").resolve("data");
  private final LocalKubeServer server;
  private final Workloads workloads;
  private final LocalApi api;
  private final Map<String, Integer> made = new ConcurrentHashMap<>();
  private final LocalApi.Subscription counting;
  private @Nullable Started process;
  private int starts;

  Killable() {
    var kube = LocalKube.builder().start();
    api = kube.api();
    server = LocalKubeServer.start(kube, 0);
    workloads =
        Workloads.start(api, WorkloadSettings.DEFAULT.withTimeScale(0.02).withEvents(false));
    passage = new Passage(server.url());
    counting = api.subscribe(this::count);
  }

  private void count(LocalApi.Event event) {
    if (event.change() == LocalApi.Change.ADDED && event.resource().plural().equals("jobs")) {
      var object = event.object();
      var base = object.text("metadata", "generateName");
      var name = object.label("story").orElse(base.isEmpty() ? object.name() : base);
      made.merge(object.namespace() + "/" + name, 1, Integer::sum);
    }
  }

  /** How often each hook was made since {@link #forget}. */
  Map<String, Integer> hooks() {
    return new TreeMap<>(made);
  }

  void forget() {
    made.clear();
  }

  /** Starts the process and waits until it is ready. */
  void start() {
    try {
      var home = Files.createDirectories(data.resolveSibling("home"));
      Files.createDirectories(data);
      Files.deleteIfExists(data.resolve("ready"));
      var config = home.resolve("kubeconfig");
      Files.writeString(config, LocalKubeServer.kubeconfig("way", passage.url()));
      var log = home.resolve("log-" + starts++);
      var started =
          Started.product(
              log,
              "up",
              "--port",
              "0",
              "--kubeconfig",
              config.toString(),
              "--data",
              data.toString());
      process = started;
      started.awaits(data.resolve("ready"), START);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean alive() {
    var running = process;
    return running != null && running.alive();
  }

  /** Whether it is there, what it told last, what its threads do and what the cluster holds. */
  String told() {
    var running = process;
    try {
      var log = data.resolve("syncline.log");
      var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
      return (alive() ? "alive" : "dead")
          + ", writes "
          + passage.writes()
          + "\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 400), lines.size()))
          + (running == null ? "" : "\nprinted: " + running.printed() + "\n" + running.threads())
          + api.list(APPS, "").stream()
              .map(app -> Yaml.write(app.without("metadata", "managedFields").root()))
              .collect(Collectors.joining("---\n", "\n", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    var running = process;
    if (running != null) {
      running.kill();
    }
  }

  Optional<Manifest> get(String apiVersion, String kind, String namespace, String name) {
    return api.resourceOf(apiVersion, kind).flatMap(r -> api.get(r, namespace, name));
  }

  ObjectTree status(String app) {
    return api.get(APPS, "argocd", app)
        .map(a -> Tree.object(a.at("status")))
        .orElse(ObjectTree.EMPTY);
  }

  /** Everything of some kinds in a namespace: {@code kind/name} and what tells versions apart. */
  Map<String, String> content(String namespace) {
    var all = new TreeMap<String, String>();
    for (var kind :
        new String[] {"v1 ConfigMap", "v1 Secret", "apps/v1 Deployment", "batch/v1 Job"}) {
      var words = kind.split(" ", -1);
      for (var object : api.list(api.resourceOf(words[0], words[1]).orElseThrow(), namespace)) {
        var image =
            Tree.items(object.at("spec", "template", "spec", "containers")).stream()
                .map(c -> Tree.text(c, "image"))
                .findFirst();
        all.put(words[1] + "/" + object.name(), image.orElse(object.text("data", "key")));
      }
    }
    all.remove("ConfigMap/kube-root-ca.crt");
    return all;
  }

  /** Creates what {@code yaml} says. */
  void create(String yaml) {
    for (var document : Yaml.documents(yaml)) {
      var object = new Manifest(Tree.object(document.value()));
      api.create(api.resourceOf(object.apiVersion(), object.kind()).orElseThrow(), object, "test");
    }
  }

  /** Changes an object as a person would. */
  void edit(ResourceId resource, String namespace, String name, UnaryOperator<Manifest> change) {
    while (true) {
      try {
        api.update(
            resource, change.apply(api.get(resource, namespace, name).orElseThrow()), "test");
        return;
      } catch (ApiException e) {
        if (!e.conflict()) {
          throw e;
        }
      }
    }
  }

  void delete(ResourceId resource, String namespace, String name) {
    api.delete(resource, namespace, name, Propagation.BACKGROUND, -1);
  }

  @Override
  public void close() {
    kill();
    counting.close();
    passage.close();
    workloads.close();
    server.close();
  }
}
