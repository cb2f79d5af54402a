package io.syncline.bench.delivery;

import io.syncline.bench.live.MadeUpCluster;
import io.syncline.bench.live.Workloads;
import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Heap;
import io.syncline.bench.measure.Samples;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.controller.Controller;
import io.syncline.model.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** A busy cluster of which little concerns applications. */
final class EventStorm implements Benchmark {
  private static final int FEW = 500;
  private static final int MANY = 5_000;
  private static final int SHARE = 100;
  private static final int RATE = 5_000;
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final long VERSION = 1_000_000;
  private static final long SEED = 9;
  private static final double NANO = 1e-9;

  /** Seconds that a tree lagged behind in a busy cluster, on record. */
  private static final double RECORDED = 600;

  @Override
  public String id() {
    return "B9";
  }

  @Override
  public String what() {
    return "5,000 status events/s, 1 % relevant, event -> resource tree";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var count = setting.full() ? MANY : FEW;
    var workloads = new Workloads(count, count / SHARE, VERSION);
    var folder = Files.createTempDirectory(setting.scratch(), "storm");
    try (var cluster = new MadeUpCluster(workloads.stocks(), VERSION);
        var stage = new Stage(folder, Optional.empty())) {
      var controller = deployed(setting, count, cluster, stage);
      var storm = new Storm(cluster, workloads, count, controller);
      try (storm) {
        storm.blow(WARM_UP);
        setting.tell("blowing, heap " + (Heap.used() >> 20) + " MB");
        return measured(setting, storm, cluster, count);
      }
    }
  }

  private Controller deployed(Setting setting, int count, MadeUpCluster cluster, Stage stage)
      throws Exception {
    setting.tell("listing " + count * Workloads.OBJECTS + " objects");
    var apps = count / SHARE;
    var files = new LinkedHashMap<String, Optional<byte[]>>();
    for (var i = 0; i < apps; i++) {
      files.put(
          Workloads.application(i) + "/web.yaml",
          Optional.of(Workloads.manifest(i).getBytes(StandardCharsets.UTF_8)));
    }
    stage.push(_ -> files);
    stage.create(Texts.CLUSTER.formatted("busy", "busy", cluster.url(), "{}"));
    var controller = stage.start(Monorepo.webhookOnly());
    var synced = new LinkedHashMap<String, String>();
    try (var arrivals = new Arrivals(stage.api(), Fleet::read)) {
      for (var i = 0; i < apps; i++) {
        synced.put(Workloads.application(i), "Synced");
      }
      var all = arrivals.expect(synced);
      for (var i = 0; i < apps; i++) {
        var name = Workloads.application(i);
        stage.create(
            Texts.MANUAL.formatted(name, stage.url(), name, cluster.url(), Workloads.namespace(i)));
      }
      all.await();
    }
    stage.rest();
    while (controller.counters().objects() < count * Workloads.OBJECTS
        || !cluster.watched("pods")) {
      Thread.sleep(100);
    }
    return controller;
  }

  private Row measured(Setting setting, Storm storm, MadeUpCluster cluster, int count)
      throws Exception {
    var counters = storm.controller().counters();
    var told = storm.told();
    var cpu = CpuTime.own();
    var begun = System.nanoTime();
    var sent = storm.blow(setting.full() ? LONG : SHORT);
    var wall = (System.nanoTime() - begun) * NANO;
    var spent = CpuTime.own() - cpu;
    var lags = new Samples(sent.lags());
    var comparisons = storm.controller().counters().reconciles() - counters.reconciles();
    var updates = storm.told() - told;
    var right = storm.current() && comparisons == 0 && cluster.writes() == 0;
    var p99 = lags.quantile(0.99);
    return new Row(
        id(),
        what() + ", " + count * Workloads.OBJECTS + " objects",
        Figure.seconds(p99, "p99"),
        Peer.recorded(
            Figure.seconds(RECORDED, "lag"),
            "Argo CD: trees about 10 min behind in a busy cluster (gitops-engine#629); no live peer here"),
        Optional.of(RECORDED / p99),
        Equality.of(right),
        List.of(
            String.format(
                Locale.ROOT,
                "p50 %s, max %s of %d relevant events; %d events in %.1f s: %.0f/s; %.1f s CPU, server and events in it",
                Figure.seconds(lags.median(), "").text(),
                Figure.seconds(lags.max(), "").text(),
                lags.count(),
                sent.events(),
                wall,
                sent.events() / wall,
                spent),
            comparisons
                + " comparisons, "
                + updates
                + " tree updates told, none of another application",
            "equal: every relevant pod is shown as it was last told, every other is held so"),
        ObjectTree.of(
            "p50Seconds",
            lags.median(),
            "p99Seconds",
            p99,
            "maxSeconds",
            lags.max(),
            "events",
            sent.events(),
            "relevant",
            (long) lags.count(),
            "eventsPerSecond",
            sent.events() / wall,
            "comparisons",
            comparisons,
            "treeUpdates",
            updates,
            "cpuSeconds",
            spent));
  }

  /** Sends events and looks at trees. */
  private static final class Storm implements AutoCloseable {
    private final MadeUpCluster cluster;
    private final Workloads workloads;
    private final int count;
    private final Controller controller;
    private final Trees trees;
    private final Random random = new Random(SEED);
    private long version = VERSION;

    Storm(MadeUpCluster cluster, Workloads workloads, int count, Controller controller) {
      this.cluster = cluster;
      this.workloads = workloads;
      this.count = count;
      this.controller = controller;
      this.trees = new Trees(controller);
    }

    Controller controller() {
      return controller;
    }

    long told() {
      return trees.told();
    }

    /** How many events there were, and how long the relevant ones took to be shown. */
    record Sent(long events, List<Double> lags) {}

    Sent blow(Duration time) throws InterruptedException {
      var total = time.toSeconds() * RATE;
      var begun = System.nanoTime();
      for (var sent = 0L; sent < total; ) {
        var due = Math.min(total, (long) ((System.nanoTime() - begun) * NANO * RATE));
        var objects = new ArrayList<byte[]>();
        var relevant = new ArrayList<Integer>();
        for (; sent < due; sent++) {
          var pod = pod(sent % SHARE == 0);
          if (pod / Workloads.PODS < count / SHARE) {
            relevant.add(pod);
          }
          objects.add(workloads.restart(pod, ++version));
        }
        relevant.forEach(pod -> trees.expect(pod, workloads.versionOf(pod)));
        if (!objects.isEmpty()) {
          cluster.modified("pods", objects);
        }
        Thread.sleep(1);
      }
      return new Sent(total, trees.complete());
    }

    private int pod(boolean relevant) {
      var few = count / SHARE * Workloads.PODS;
      return relevant ? random.nextInt(few) : few + random.nextInt(count * Workloads.PODS - few);
    }

    /** Whether every pod is held as it was last told. */
    boolean current() {
      var cache =
          controller.clusters().inUse().stream()
              .filter(place -> place.registered().server().equals(cluster.url()))
              .findFirst()
              .orElseThrow()
              .cache();
      for (var pod = 0; pod < count * Workloads.PODS; pod++) {
        var wanted = Long.toString(workloads.versionOf(pod));
        var held = cache.get(Workloads.key(pod));
        if (held.filter(o -> o.resourceVersion().equals(wanted)).isEmpty()) {
          return false;
        }
      }
      return trees.strangers() == 0;
    }

    @Override
    public void close() {
      trees.close();
    }
  }
}
