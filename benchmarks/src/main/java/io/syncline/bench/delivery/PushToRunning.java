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
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.LocalApi.Event;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.WorkloadSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From a push until all pods run the new image, in the shape of the demo: one application,
 * simulated workloads at their real pace.
 */
final class PushToRunning implements Benchmark {
  private static final ResourceId PODS = new ResourceId("", "v1", "pods");
  private static final int PUSHES = 50;
  private static final int WARM_UP = 10;
  private static final int REPLICAS = 2;
  private static final double NANO = 1e-9;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 50;

  /** The quickest of the runs on record, in seconds. */
  private static final double RECORDED = 60;

  @Override
  public String id() {
    return "B-PUSH";
  }

  @Override
  public String what() {
    return "push of a new image -> all pods run it, demo shape, webhook";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var folder = Files.createTempDirectory(setting.scratch(), "push");
    setting.tell("starting the demo shape");
    try (var stage = new Stage(folder, Optional.of(WorkloadSettings.DEFAULT));
        var arrivals = new Arrivals(stage.api(), new ReadyPods()::read)) {
      return measured(setting, stage, arrivals);
    }
  }

  private Row measured(Setting setting, Stage stage, Arrivals arrivals) throws Exception {
    stage.create("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    var controller = stage.start(Monorepo.webhookOnly());
    var first = arrivals.expect(ready(0));
    stage.push(_ -> files(0));
    stage.create(Texts.APPLICATION.formatted("web", stage.url(), "web", "shop"));
    first.await();
    for (var i = 1; i <= WARM_UP; i++) {
      push(stage, arrivals, i);
    }
    setting.tell("pushing " + PUSHES + " times");
    var before = controller.counters();
    var cpu = CpuTime.own();
    var landed = new ArrayList<Double>();
    var whole = new ArrayList<Double>();
    for (var i = 1; i <= PUSHES; i++) {
      var times = push(stage, arrivals, WARM_UP + i);
      landed.add(times.fromLanded());
      whole.add(times.fromBegin());
    }
    var work = new Work(new Samples(landed), before, controller.counters(), CpuTime.own() - cpu);
    var all = new Samples(whole);
    var same = comesToRest(stage.api(), WARM_UP + PUSHES);
    var worst = work.latencies().quantile(0.99);
    return new Row(
        id(),
        what() + ", " + REPLICAS + " replicas",
        Figure.seconds(worst, "p99"),
        Peer.recorded(
            Figure.seconds(RECORDED, ""),
            "teams of the example repositories on Argo CD: 1-5 min from push to rollout, on real clusters; no ratio, for pods are simulated here"),
        Optional.empty(),
        Equality.of(same),
        List.of(
            work.text(),
            "from the start of the push: p50 "
                + Figure.seconds(all.median(), "").text()
                + ", p99 "
                + Figure.seconds(all.quantile(0.99), "").text()
                + "; a simulated pod takes 50 ms to start and be ready, and they roll one after the other"),
        work.details()
            .with("fromBeginP50Seconds", all.median())
            .with("fromBeginP99Seconds", all.quantile(0.99)));
  }

  /** Seconds until all pods ran the image. */
  private record Times(double fromBegin, double fromLanded) {}

  private static Times push(Stage stage, Arrivals arrivals, int tag) throws Exception {
    var expected = arrivals.expect(ready(tag));
    var begun = System.nanoTime();
    stage.push(_ -> files(tag));
    var landed = System.nanoTime();
    stage.tell();
    var end = expected.await();
    return new Times((end - begun) * NANO, (end - landed) * NANO);
  }

  private static Map<String, Optional<byte[]>> files(int tag) {
    return Map.of(
        "web/deployment.yaml", content(Texts.DEPLOYMENT.replace("web:0", "web:" + tag)),
        "web/service.yaml", content(Texts.SERVICE),
        "web/config.yaml", content(Texts.CONFIG.formatted(0)));
  }

  private static Optional<byte[]> content(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> ready(int tag) {
    return Map.of(ReadyPods.THING, image(tag));
  }

  private static String image(int tag) {
    return "registry.example.org/web:" + tag;
  }

  /** Old pods go when the new ones are ready: whether in the end there are new ones only. */
  private static boolean comesToRest(LocalApi api, int tag) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!running(api, tag)) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }

  private static boolean running(LocalApi api, int tag) {
    var pods = api.list(PODS, "shop").stream().filter(pod -> !pod.deleting()).toList();
    return pods.size() == REPLICAS
        && pods.stream()
            .allMatch(pod -> ReadyPods.ready(pod) && ReadyPods.image(pod).equals(image(tag)));
  }

  /** Reports the image of which enough pods are ready. */
  private static final class ReadyPods {
    static final String THING = "ready pods";

    private final Map<String, String> images = new HashMap<>();

    /** Called by one thread. */
    Stream<Arrival> read(Event event) {
      if (!event.resource().equals(PODS) || !event.object().namespace().equals("shop")) {
        return Stream.empty();
      }
      var pod = event.object();
      if (event.change() == LocalApi.Change.DELETED || pod.deleting() || !ready(pod)) {
        images.remove(pod.name());
        return Stream.empty();
      }
      var image = image(pod);
      images.put(pod.name(), image);
      var count = images.values().stream().filter(image::equals).count();
      return count == REPLICAS ? Stream.of(new Arrival(THING, image)) : Stream.empty();
    }

    static String image(Manifest pod) {
      return Tree.items(pod.at("spec", "containers")).stream()
          .map(container -> Tree.text(container, "image"))
          .findFirst()
          .orElse("");
    }

    static boolean ready(Manifest pod) {
      return Tree.items(pod.at("status", "conditions")).stream()
          .anyMatch(
              c -> Tree.text(c, "type").equals("Ready") && Tree.text(c, "status").equals("True"));
    }
  }
}
