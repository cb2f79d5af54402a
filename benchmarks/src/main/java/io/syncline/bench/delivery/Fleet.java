package io.syncline.bench.delivery;

import io.syncline.bench.delivery.Arrivals.Arrival;
import io.syncline.bench.delivery.Arrivals.Expected;
import io.syncline.controller.Controller;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Many applications of plain ConfigMaps, spread over some repositories. */
final class Fleet implements AutoCloseable {
  static final ResourceId CONFIG_MAPS = new ResourceId("", "v1", "configmaps");
  static final ResourceId APPLICATIONS =
      new ResourceId(Application.GROUP, "v1alpha1", "applications");
  private static final int TEAMS = 20;
  private static final double NANO = 1e-9;

  private final int apps;
  private final int objects;
  private final Stage stage;
  private final Arrivals arrivals;
  private final List<String> urls = new ArrayList<>();
  private Controller controller;

  /**
   * Publishes everything; nothing is deployed yet.
   *
   * @param apps how many applications
   * @param objects how many ConfigMaps each has
   * @param repositories over how many repositories they are spread
   * @param roundTrip how much longer each request to the cluster takes
   */
  Fleet(Path folder, int apps, int objects, int repositories, Duration roundTrip) {
    this.apps = apps;
    this.objects = objects;
    this.stage = new Stage(folder, Optional.empty(), roundTrip);
    this.arrivals = new Arrivals(stage.api(), Fleet::read);
    for (var r = 0; r < repositories; r++) {
      var url = stage.another("config-" + r);
      urls.add(url);
      var files = files(r, repositories);
      stage.push(url, _ -> files);
    }
    var teams = new StringBuilder();
    for (var i = 0; i < TEAMS; i++) {
      teams
          .append("---\n{apiVersion: v1, kind: Namespace, metadata: {name: ")
          .append(team(i))
          .append("}}\n");
    }
    stage.create(teams.toString());
    this.controller = stage.start(Monorepo.webhookOnly());
  }

  private Map<String, Optional<byte[]>> files(int repository, int repositories) {
    var files = new LinkedHashMap<String, Optional<byte[]>>();
    for (var app = repository; app < apps; app += repositories) {
      var text = new StringBuilder();
      for (var i = 0; i < objects; i++) {
        text.append(Texts.PLAIN_CONFIG.formatted(object(app, i), 0));
      }
      files.put(
          name(app) + "/objects.yaml",
          Optional.of(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return files;
  }

  /** Creates all Applications and waits until they are Synced and the controller is at rest. */
  void deploy() throws InterruptedException {
    var synced = expect("Synced");
    for (var app = 0; app < apps; app++) {
      stage.create(
          Texts.APPLICATION.formatted(
              name(app), urls.get(app % urls.size()), name(app), team(app)));
    }
    synced.await();
    stage.rest();
  }

  /** Expects of every application that its status becomes {@code word}. */
  private Expected expect(String word) {
    var wanted = new TreeMap<String, String>();
    for (var app = 0; app < apps; app++) {
      wanted.put(name(app), word);
    }
    return arrivals.expect(wanted);
  }

  /** Goes on with another controller, at rest when this returns. */
  void restart(ControllerSettings settings) throws InterruptedException {
    controller = stage.start(settings);
    stage.restAfter(apps);
  }

  /** Ends the controller and takes automatic sync from all applications. */
  void leave() {
    stage.stop();
    for (var app : stage.api().list(APPLICATIONS, "")) {
      stage.api().update(APPLICATIONS, app.without("spec", "syncPolicy"), "bench");
    }
  }

  /** Changes one object of each application behind the controller's back. */
  void drift() {
    for (var app = 0; app < apps; app++) {
      var found = stage.api().get(CONFIG_MAPS, team(app), drifted(app)).orElseThrow();
      stage.api().update(CONFIG_MAPS, found.with("drifted", "data", "value"), "bench");
    }
  }

  /** Starts a controller; seconds until the status of every application tells of the drift. */
  double wake(ControllerSettings settings) throws InterruptedException {
    var told = expect("OutOfSync");
    var begun = System.nanoTime();
    controller = stage.start(settings);
    return (told.await() - begun) * NANO;
  }

  /** Whether each application tells of its drifted object, and of no other. */
  boolean tellsOfDrift() {
    return stage.api().list(APPLICATIONS, "").stream().filter(this::tellsOfDrift).count() == apps;
  }

  private boolean tellsOfDrift(Manifest app) {
    var number = Integer.parseInt(app.name().substring("app-".length()));
    var resources = Tree.items(app.at("status", "resources"));
    return resources.size() == objects
        && resources.stream()
            .allMatch(
                r ->
                    Tree.text(r, "status")
                        .equals(
                            Tree.text(r, "name").equals(drifted(number)) ? "OutOfSync" : "Synced"));
  }

  /** Whether all applications are synced and healthy, and all objects as Git says. */
  boolean converged() {
    var maps = stage.api().list(CONFIG_MAPS, "").stream();
    return stage.api().list(APPLICATIONS, "").stream()
                .filter(app -> app.text("status", "sync", "status").equals("Synced"))
                .filter(app -> app.text("status", "health", "status").equals("Healthy"))
                .count()
            == apps
        && maps.filter(map -> map.text("data", "value").equals("0")).count()
            == (long) apps * objects;
  }

  static Stream<Arrival> read(LocalApi.Event event) {
    return event.resource().equals(APPLICATIONS) && event.change() != LocalApi.Change.DELETED
        ? Stream.of(
            new Arrival(event.object().name(), event.object().text("status", "sync", "status")))
        : Stream.empty();
  }

  private static String name(int app) {
    return "app-%05d".formatted(app);
  }

  private static String team(int app) {
    return "team-%02d".formatted(app % TEAMS);
  }

  private static String object(int app, int number) {
    return name(app) + "-%02d".formatted(number);
  }

  private String drifted(int app) {
    return object(app, app % objects);
  }

  Stage stage() {
    return stage;
  }

  int apps() {
    return apps;
  }

  Controller.Counters counters() {
    return controller.counters();
  }

  @Override
  public void close() {
    arrivals.close();
    stage.close();
  }
}
