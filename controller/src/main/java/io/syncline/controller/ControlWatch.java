package io.syncline.controller;

import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.destination.DestinationCluster;
import io.syncline.controller.destination.DestinationClusters;
import io.syncline.engine.destination.ClusterBook;
import io.syncline.engine.destination.RegisteredCluster;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.engine.status.StatusBounds;
import io.syncline.git.GitUrl;
import io.syncline.git.secret.RepositorySecret;
import io.syncline.kube.cache.LiveCache.Change;
import io.syncline.model.application.Application;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Turns changes of the control namespace into work: which applications are to be looked at when an
 * Application, a project, a Secret, a setting or the connection to a cluster changed.
 */
final class ControlWatch {
  private final ControlPlane control;
  private final DestinationClusters clusters;
  private final Automations automations;
  private final ApplicationController applications;
  private final OrphanWatch orphans;

  ControlWatch(
      ControlPlane control,
      DestinationClusters clusters,
      Automations automations,
      ApplicationController applications,
      OrphanWatch orphans) {
    this.control = control;
    this.clusters = clusters;
    this.automations = automations;
    this.applications = applications;
    this.orphans = orphans;
  }

  /** Takes in what there is, and listens from then on. */
  void start() {
    registerClusters();
    control.listen(this::controlChanged);
    control.applications().forEach(app -> applicationChanged(Change.made(app.manifest())));
  }

  /** The applications that deploy to {@code cluster}. */
  Stream<Application> at(RegisteredCluster cluster) {
    return control.applications().stream()
        .filter(app -> clusters.book().find(app.destination()).filter(cluster::equals).isPresent());
  }

  private void registerClusters() {
    var own = !"false".equals(control.configMap("argocd-cm").get("cluster.inClusterEnabled"));
    clusters.register(ClusterBook.of(control.secrets("cluster"), own));
  }

  void connectionChanged(DestinationCluster place) {
    at(place.registered())
        .forEach(app -> applications.request(AppKey.of(app), Level.RECENT, Duration.ZERO));
  }

  private void controlChanged(Change change) {
    var kind = change.key().groupKind();
    if (kind.equals(ControlPlane.APPLICATION)) {
      applicationChanged(change);
    } else if (kind.equals(ControlPlane.PROJECT)) {
      control.applications().stream()
          .filter(
              app ->
                  app.project().equals(change.key().name()) || control.global(change.key().name()))
          .forEach(app -> applications.request(AppKey.of(app), Level.LATEST, Duration.ZERO));
    } else if (kind.equals(ControlPlane.SECRET) && describesCluster(change)) {
      clustersChanged();
    } else if (kind.equals(ControlPlane.SECRET)) {
      // New credentials may open what was closed, or close it.
      var url = RepositorySecret.of(change.after().or(change::before).orElseThrow()).url();
      control.applications().stream()
          .filter(app -> app.status().get("conditions") != null || reads(app, url))
          .forEach(app -> applications.request(AppKey.of(app), Level.LATEST_FORCED, Duration.ZERO));
    } else if (change.key().name().equals("argocd-cm")) {
      registerClusters();
      control
          .applications()
          .forEach(app -> applications.request(AppKey.of(app), Level.LATEST, Duration.ZERO));
    }
  }

  private static boolean describesCluster(Change change) {
    return change
        .after()
        .or(change::before)
        .flatMap(s -> s.label(ControlPlane.SECRET_TYPE))
        .filter("cluster"::equals)
        .isPresent();
  }

  /** Whoever meant a cluster before or means another one now is looked at. */
  private void clustersChanged() {
    var before = clusters.book();
    registerClusters();
    var now = clusters.book();
    control.applications().stream()
        .filter(app -> !before.find(app.destination()).equals(now.find(app.destination())))
        .forEach(app -> applications.request(AppKey.of(app), Level.LATEST, Duration.ZERO));
  }

  /** Whether a source of {@code app} stands at {@code url} or below it. */
  private static boolean reads(Application app, String url) {
    var wanted = GitUrl.normalise(url);
    return !url.isEmpty()
        && app.sources().stream()
            .anyMatch(source -> GitUrl.normalise(source.repoUrl()).startsWith(wanted));
  }

  private void applicationChanged(Change change) {
    var key = new AppKey(change.key().namespace(), change.key().name());
    orphans.applicationChanged(change);
    if (change.after().isEmpty()) {
      applications.forget(key);
      return;
    }
    var now = new Application(change.after().get());
    if (!control.serves(now)) {
      return;
    }
    var before = change.before().map(Application::new);
    if (before.isEmpty()) {
      applications.request(key, Level.LATEST, Duration.ZERO);
    } else if (asksForComparison(before.get(), now)) {
      applications.request(key, Level.RECENT, Duration.ZERO);
    }
    if (before.isPresent() && tellsDependents(before.get(), now)) {
      automations
          .dependents(key)
          .forEach(one -> applications.request(one, Level.RECENT, Duration.ZERO));
    }
    if (now.operation().isPresent() && asksForOperation(before, now)) {
      applications.proceed(key);
    }
  }

  private static boolean asksForComparison(Application before, Application now) {
    return !before.spec().equals(now.spec())
        || now.refreshRequested().isPresent() && !told(before).equals(told(now))
        || before.manifest().deleting() != now.manifest().deleting()
        || !told(before).equals(told(now));
  }

  /** The annotations people write. */
  private static Map<String, String> told(Application app) {
    var annotations = new TreeMap<>(app.manifest().annotations());
    annotations.remove(StatusBounds.ANNOTATION);
    return annotations;
  }

  /** Whether those that wait for the application may go on, or must wait again. */
  private static boolean tellsDependents(Application before, Application now) {
    return before.operation().isPresent() != now.operation().isPresent()
        || List.of("sync", "health").stream()
            .anyMatch(f -> !Objects.equals(before.status().get(f), now.status().get(f)));
  }

  private static boolean asksForOperation(Optional<Application> before, Application now) {
    return before.isEmpty()
        || !before.get().operation().equals(now.operation())
        || now.manifest().text("status", "operationState", "phase").equals("Terminating")
        || !told(before.get()).equals(told(now));
  }
}
