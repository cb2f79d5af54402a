package io.syncline.bench.delivery;

import io.syncline.bench.delivery.Arrivals.Arrival;
import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Samples;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.controller.Controller;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** One object changes in an application of thousands. */
final class OneChange implements Benchmark {
  private static final ResourceId CONFIG_MAPS = new ResourceId("", "v1", "configmaps");
  private static final ResourceId SERVICES = new ResourceId("", "v1", "services");
  private static final ResourceId APPLICATIONS =
      new ResourceId(Application.GROUP, "v1alpha1", "applications");
  private static final Duration ROUND_TRIP = Duration.ofMillis(5);
  private static final int OBJECTS = 2_000;
  private static final int FILES = 100;
  private static final int WARM_UP = 15;
  private static final int CHANGES = 25;
  private static final double NANO = 1e-9;
  private static final long SEED = 15;

  /** Seconds for 2,000 objects at 50 requests a second, two for each. */
  private static final double RECORDED = 80;

  private final int[] values = new int[OBJECTS];

  @Override
  public String id() {
    return "B15";
  }

  @Override
  public String what() {
    return "one of 2,000 objects of an app changes -> applied, 5 ms to the cluster";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var folder = Files.createTempDirectory(setting.scratch(), "one-change");
    try (var stage = new Stage(folder, Optional.empty(), ROUND_TRIP);
        var arrivals = new Arrivals(stage.api(), OneChange::read)) {
      return measured(setting, stage, arrivals);
    }
  }

  private Row measured(Setting setting, Stage stage, Arrivals arrivals) throws Exception {
    setting.tell("deploying " + OBJECTS + " objects");
    stage.create("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    var controller = stage.start(Monorepo.webhookOnly());
    stage.push(_ -> everything());
    var first = arrivals.expect(Map.of("settled", revision(stage)));
    stage.create(Texts.APPLICATION.formatted("big", stage.url(), "big", "shop"));
    first.await();
    var random = new Random(SEED);
    for (var i = 0; i < WARM_UP; i++) {
      change(stage, arrivals, random.nextInt(OBJECTS));
    }
    setting.tell("changing one object " + CHANGES + " times");
    var before = controller.counters();
    var cpu = CpuTime.own();
    var applied = new ArrayList<Double>();
    var settled = new ArrayList<Double>();
    var requests = Requests.Counted.NONE;
    for (var i = 0; i < CHANGES; i++) {
      var one = change(stage, arrivals, random.nextInt(OBJECTS));
      applied.add(one.applied());
      settled.add(one.settled());
      requests = requests.plus(one.requests());
    }
    var work = new Work(new Samples(applied), before, controller.counters(), CpuTime.own() - cpu);
    var ends = new Samples(settled);
    var median = work.latencies().median();
    var each = (double) requests.all() / CHANGES;
    return new Row(
        id(),
        what(),
        Figure.seconds(median, "p50"),
        Peer.recorded(
            Figure.seconds(RECORDED, ""),
            "Argo CD: dry run and apply of all objects at its 50 requests a second; over 8 min on record (argo-cd#4521); no live peer here"),
        Optional.of(RECORDED / median),
        Equality.of(asGitSays(stage.api()) && complete(controller, stage.api())),
        List.of(
            work.text(),
            "API requests for each change: "
                + Figure.count(each, "").text()
                + ", and "
                + Figure.count((double) requests.events() / CHANGES, "").text()
                + " Events; until the status says Synced: p50 "
                + Figure.seconds(ends.median(), "").text()
                + ", max "
                + Figure.seconds(ends.max(), "").text(),
            "all requests: " + requests,
            "equal: every object is as Git says, the last sync tells of all of them, Synced"),
        work.details()
            .with("requestsEach", each)
            .with("eventsEach", (double) requests.events() / CHANGES)
            .with("settledP50Seconds", ends.median())
            .with("settledMaxSeconds", ends.max())
            .with("requests", requests.details()));
  }

  /**
   * What one change took and cost.
   *
   * @param applied seconds from the end of the push until the object was written
   * @param settled the same until the application was Synced, its operation over
   * @param requests until then and a little longer
   */
  private record Taken(double applied, double settled, Requests.Counted requests) {}

  private Taken change(Stage stage, Arrivals arrivals, int object) throws Exception {
    stage.calm();
    values[object]++;
    var file = object % FILES;
    stage.push(_ -> Map.of(path(file), content(text(file))));
    var expected = arrivals.expect(Map.of(thing(object), String.valueOf(values[object])));
    var end = arrivals.also(Map.of("settled", revision(stage)));
    var before = stage.requests().now();
    var begun = System.nanoTime();
    stage.tell();
    var applied = (expected.await() - begun) * NANO;
    var settled = (end.await() - begun) * NANO;
    stage.calm();
    return new Taken(applied, settled, stage.requests().now().since(before));
  }

  private static String revision(Stage stage) {
    return stage.head();
  }

  private static Stream<Arrival> read(LocalApi.Event event) {
    if (event.change() == LocalApi.Change.DELETED) {
      return Stream.empty();
    }
    return event.resource().equals(APPLICATIONS) ? settled(event.object()) : value(event.object());
  }

  private static Stream<Arrival> settled(Manifest app) {
    return app.text("status", "sync", "status").equals("Synced") && app.at("operation") == null
        ? Stream.of(new Arrival("settled", app.text("status", "sync", "revision")))
        : Stream.empty();
  }

  private static Stream<Arrival> value(Manifest object) {
    var value =
        switch (object.kind()) {
          case "ConfigMap" -> object.text("data", "value");
          case "Service" -> object.text("metadata", "annotations", "value");
          default -> "";
        };
    return value.isEmpty()
        ? Stream.empty()
        : Stream.of(new Arrival(object.kind() + " " + object.name(), value));
  }

  private boolean asGitSays(LocalApi api) {
    var wanted = new LinkedHashMap<String, String>();
    for (var i = 0; i < OBJECTS; i++) {
      wanted.put(thing(i), String.valueOf(values[i]));
    }
    Stream.concat(api.list(CONFIG_MAPS, "shop").stream(), api.list(SERVICES, "shop").stream())
        .flatMap(OneChange::value)
        .forEach(arrival -> wanted.remove(arrival.thing(), arrival.value()));
    return wanted.isEmpty();
  }

  /** Whether the last sync says of every object that it is synced. */
  private static boolean complete(Controller controller, LocalApi api) {
    var stored = new Application(api.get(APPLICATIONS, "argocd", "big").orElseThrow());
    var app = controller.inspection().whole(stored).manifest();
    var told = Tree.items(app.at("status", "operationState", "syncResult", "resources"));
    return told.size() == OBJECTS
        && told.stream().allMatch(r -> Tree.text(r, "status").equals("Synced"));
  }

  private Map<String, Optional<byte[]>> everything() {
    var files = new LinkedHashMap<String, Optional<byte[]>>();
    for (var i = 0; i < FILES; i++) {
      files.put(path(i), content(text(i)));
    }
    return files;
  }

  private static String path(int file) {
    return "big/part-%03d.yaml".formatted(file);
  }

  /** Four objects in five are ConfigMaps, the others Services. */
  private String text(int file) {
    var text = new StringBuilder();
    for (var i = file; i < OBJECTS; i += FILES) {
      text.append(
          (service(i) ? Texts.PLAIN_SERVICE : Texts.PLAIN_CONFIG).formatted(name(i), values[i]));
    }
    return text.toString();
  }

  private static boolean service(int object) {
    return object / FILES % 5 == 4;
  }

  private static String name(int object) {
    return "object-%04d".formatted(object);
  }

  private static String thing(int object) {
    return (service(object) ? "Service " : "ConfigMap ") + name(object);
  }

  private static Optional<byte[]> content(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
