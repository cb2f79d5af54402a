package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.controller.settings.ControllerSettings;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterSecretConfig;
import io.syncline.kube.http.HttpCluster;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.render.door.Renderers;
import io.syncline.workloads.WorkloadSettings;
import io.syncline.workloads.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A cluster over HTTP with simulated workloads, and a controller on it. */
final class World implements AutoCloseable {
  static final ResourceId APPS = new ResourceId("argoproj.io", "v1alpha1", "applications");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final LocalApi api;
  private final Ground ground;
  private final Workloads workloads;
  private final HttpCluster cluster;
  private final GitRepositories repositories;
  private final ControllerSettings settings;
  private Controller controller;

  /** What the controller takes for the time; it may be set. */
  final JumpingClock clock = new JumpingClock();

  World(Path folder, ControllerSettings settings) {
    this.ground = Ground.here();
    this.api = ground.api();
    this.workloads =
        Workloads.start(api, WorkloadSettings.DEFAULT.withTimeScale(0.02).withEvents(false));
    this.cluster = new HttpCluster(ground.config());
    this.repositories =
        new GitRepositories(folder.resolve("mirrors"), GitSettings.defaults().allowLocal(true));
    this.settings = settings;
    this.controller = started(cluster);
  }

  static World of(Path folder) {
    return new World(folder, ControllerSettings.DEFAULT.sourceInterval(Duration.ofMinutes(10)));
  }

  private Controller started(Cluster way) {
    var made =
        new Controller(
            new Controller.World(
                way,
                registered ->
                    new HttpCluster(
                        ClusterSecretConfig.read(registered.server(), registered.config())),
                repositories,
                Renderers::render,
                clock),
            settings);
    made.start();
    return made;
  }

  Controller controller() {
    return controller;
  }

  /** Ends the controller and starts another one, as after a crash. */
  void restart() {
    controller.close();
    controller = started(cluster);
  }

  /** As {@link #restart()}, with things going wrong on the way to the cluster. */
  void restart(FaultyCluster.Faults faults) {
    controller.close();
    controller = started(new FaultyCluster(cluster, faults));
  }

  void stop() {
    controller.close();
  }

  void startAgain() {
    controller = started(cluster);
  }

  /** Creates or replaces the objects in {@code yaml}. */
  Manifest apply(String yaml) {
    return Ground.apply(api, yaml);
  }

  Optional<Manifest> get(String apiVersion, String kind, String namespace, String name) {
    return api.resourceOf(apiVersion, kind).flatMap(r -> api.get(r, namespace, name));
  }

  Application app(String name) {
    return new Application(api.get(APPS, "argocd", name).orElseThrow());
  }

  /** Changes an Application as a person would. */
  void edit(String name, java.util.function.UnaryOperator<Manifest> change) {
    while (true) {
      try {
        api.update(APPS, change.apply(app(name).manifest()), "test");
        return;
      } catch (io.syncline.localkube.api.ApiException e) {
        if (!e.conflict()) {
          throw e;
        }
      }
    }
  }

  /** Waits until an Application is so. */
  Application until(String name, Predicate<Application> so) {
    await(
        () -> api.get(APPS, "argocd", name).map(Application::new).filter(so).isPresent(),
        () ->
            "application " + name + ": " + api.get(APPS, "argocd", name).map(m -> m.at("status")));
    return app(name);
  }

  /** Waits until something in the cluster is so. */
  void until(String what, Supplier<Boolean> so) {
    await(so, () -> what);
  }

  private void await(Supplier<Boolean> so, Supplier<String> what) {
    var events = new LinkedBlockingQueue<LocalApi.Event>();
    try (var subscription = api.subscribe(events::add)) {
      var end = System.nanoTime() + PATIENCE.toNanos();
      while (!so.get()) {
        var left = end - System.nanoTime();
        assertThat(left).as(() -> "waited in vain for " + what.get()).isPositive();
        events.poll(Math.min(left, Duration.ofSeconds(1).toNanos()), TimeUnit.NANOSECONDS);
        events.clear();
      }
      assertThat(subscription).isNotNull();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static boolean synced(Application app) {
    return Tree.text(app.status(), "sync", "status").equals("Synced");
  }

  static boolean healthy(Application app) {
    return Tree.text(app.status(), "health", "status").equals("Healthy");
  }

  static boolean settled(Application app) {
    return synced(app) && healthy(app) && app.operation().isEmpty();
  }

  static String phase(Application app) {
    return Tree.text(app.status(), "operationState", "phase");
  }

  static String revision(Application app) {
    return Tree.text(app.status(), "sync", "revision");
  }

  static String conditions(Application app) {
    return String.valueOf(app.status().get("conditions"));
  }

  @Override
  public void close() {
    controller.close();
    cluster.close();
    workloads.close();
    ground.close();
    repositories.close();
  }
}
