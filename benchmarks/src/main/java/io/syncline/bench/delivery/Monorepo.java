package io.syncline.bench.delivery;

import io.syncline.bench.delivery.Arrivals.Arrival;
import io.syncline.controller.Controller;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.git.Edit;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Many applications of one repository: one overlay each over a base they share, of a Deployment, a
 * Service and a ConfigMap. Knows what Git says, and whether the cluster is that.
 */
final class Monorepo implements AutoCloseable {
  private static final ResourceId DEPLOYMENTS = new ResourceId("apps", "v1", "deployments");
  private static final ResourceId CONFIG_MAPS = new ResourceId("", "v1", "configmaps");
  private static final int TEAMS = 20;
  private static final double NANO = 1e-9;

  private final Stage stage;
  private final Arrivals arrivals;
  private final int[] tags;
  private int revision;
  private Controller controller;

  /** Publishes {@code apps} applications. */
  Monorepo(Path folder, int apps) {
    this.tags = new int[apps];
    this.stage = new Stage(folder, Optional.empty());
    this.arrivals = new Arrivals(stage.api(), Monorepo::read);
    stage.push(_ -> everything());
    var teams = new StringBuilder();
    for (var i = 0; i < TEAMS; i++) {
      teams
          .append("---\n{apiVersion: v1, kind: Namespace, metadata: {name: ")
          .append(team(i))
          .append("}}\n");
    }
    stage.create(teams.toString());
    this.controller = stage.start(webhookOnly());
  }

  /** Settings of a controller that looks at the repository when it is told to. */
  static ControllerSettings webhookOnly() {
    return ControllerSettings.DEFAULT
        .sourceInterval(Duration.ofHours(1))
        .comparisonInterval(Duration.ZERO);
  }

  /** Settings of a controller that looks at the repository once an interval. */
  static ControllerSettings polling(Duration interval) {
    return webhookOnly().sourceInterval(interval);
  }

  /** How many applications there are. */
  int apps() {
    return tags.length;
  }

  Stage stage() {
    return stage;
  }

  Controller.Counters counters() {
    return controller.counters();
  }

  /** Goes on with another controller, at rest when this returns. */
  void restart(ControllerSettings settings) throws InterruptedException {
    controller = stage.start(settings);
    stage.restAfter(tags.length);
  }

  /** Creates all Applications; seconds until all of their objects are there. */
  double deploy() throws InterruptedException {
    var wanted = new TreeMap<String, String>();
    for (var i = 0; i < tags.length; i++) {
      wanted.put(deployment(i), image(0));
      wanted.put(configMap(i), "0");
    }
    var expected = arrivals.expect(wanted);
    var begun = System.nanoTime();
    for (var i = 0; i < tags.length; i++) {
      stage.create(application(i));
    }
    var took = (expected.await() - begun) * NANO;
    rest();
    return took;
  }

  /** Waits until the controller has nothing to do, and for a while to be sure. */
  void rest() throws InterruptedException {
    stage.rest();
  }

  /** Waits until the controller seems to have nothing to do. */
  void calm() throws InterruptedException {
    stage.calm();
  }

  /** A new image for application {@code app}: pushed when this returns. */
  Arrivals.Expected bump(int app) {
    tags[app]++;
    var expected = arrivals.expect(Map.of(deployment(app), image(tags[app])));
    stage.push(one(overlayPath(app), overlay(app)));
    return expected;
  }

  /** A new value in the shared base: one object of every application changes. */
  Arrivals.Expected changeBase() {
    revision++;
    var wanted = new TreeMap<String, String>();
    for (var i = 0; i < tags.length; i++) {
      wanted.put(configMap(i), String.valueOf(revision));
    }
    var expected = arrivals.expect(wanted);
    stage.push(one("base/config.yaml", config()));
    return expected;
  }

  /** Whether every object is as Git says. */
  boolean converged() {
    var actual = new TreeMap<String, String>();
    Stream.concat(
            stage.api().list(DEPLOYMENTS, "").stream(), stage.api().list(CONFIG_MAPS, "").stream())
        .flatMap(Monorepo::value)
        .forEach(arrival -> actual.put(arrival.thing(), arrival.value()));
    for (var i = 0; i < tags.length; i++) {
      if (!image(tags[i]).equals(actual.get(deployment(i)))
          || !String.valueOf(revision).equals(actual.get(configMap(i)))) {
        return false;
      }
    }
    return true;
  }

  private static Stream<Arrival> read(LocalApi.Event event) {
    return event.change() == LocalApi.Change.DELETED ? Stream.empty() : value(event.object());
  }

  private static Stream<Arrival> value(Manifest object) {
    var thing = object.kind() + " " + object.namespace() + "/" + object.name();
    return switch (object.kind()) {
      case "Deployment" -> {
        var containers = Tree.items(object.at("spec", "template", "spec", "containers"));
        yield containers.stream()
            .limit(1)
            .map(container -> new Arrival(thing, Tree.text(container, "image")));
      }
      case "ConfigMap" -> Stream.of(new Arrival(thing, object.text("data", "revision")));
      default -> Stream.empty();
    };
  }

  private static String name(int app) {
    return "app-%04d".formatted(app);
  }

  private static String team(int app) {
    return "team-%02d".formatted(app % TEAMS);
  }

  private static String deployment(int app) {
    return "Deployment " + team(app) + "/" + name(app) + "-web";
  }

  private static String configMap(int app) {
    return "ConfigMap " + team(app) + "/" + name(app) + "-settings";
  }

  private static String image(int tag) {
    return "registry.example.org/web:" + tag;
  }

  private static Edit one(String path, String text) {
    return _ -> Map.of(path, content(text));
  }

  private static Optional<byte[]> content(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, Optional<byte[]>> everything() {
    var files = new LinkedHashMap<String, Optional<byte[]>>();
    files.put(
        "base/kustomization.yaml",
        content("resources: [deployment.yaml, service.yaml, config.yaml]\n"));
    files.put("base/deployment.yaml", content(Texts.DEPLOYMENT));
    files.put("base/service.yaml", content(Texts.SERVICE));
    files.put("base/config.yaml", content(config()));
    for (var i = 0; i < tags.length; i++) {
      files.put(overlayPath(i), content(overlay(i)));
    }
    return files;
  }

  private static String overlayPath(int app) {
    return "apps/" + name(app) + "/kustomization.yaml";
  }

  private String config() {
    return Texts.CONFIG.formatted(revision);
  }

  private String overlay(int app) {
    return Texts.OVERLAY.formatted(name(app), tags[app]);
  }

  private String application(int app) {
    return Texts.APPLICATION.formatted(name(app), stage.url(), "apps/" + name(app), team(app));
  }

  @Override
  public String toString() {
    return "monorepo of " + tags.length + " applications, tags " + Arrays.hashCode(tags);
  }

  @Override
  public void close() {
    arrivals.close();
    stage.close();
  }
}
