package io.syncline.bench.delivery;

import io.syncline.bench.delivery.Arrivals.Arrival;
import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.workloads.WorkloadSettings;
import io.syncline.workloads.Workloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Many applications of one ConfigMap each, spread over many clusters, all new at once. */
final class ManyClusters implements Benchmark {
  private static final ResourceId APPLICATIONS =
      new ResourceId(Application.GROUP, "v1alpha1", "applications");
  private static final ResourceId CONFIG_MAPS = new ResourceId("", "v1", "configmaps");
  private static final ResourceId JOBS = new ResourceId("batch", "v1", "jobs");
  private static final Duration ROUND_TRIP = Duration.ofMillis(5);
  private static final int APPS_OF_A_CLUSTER = 100;
  private static final int FEWEST_TO_WARM_UP = 100;
  private static final double NANO = 1e-9;

  /** Seconds of one processor for an application: 10,000 in 9 minutes on 8 of them. */
  private static final double RECORDED = 1 / 2.3;

  private final boolean hooks;

  ManyClusters(boolean hooks) {
    this.hooks = hooks;
  }

  @Override
  public String id() {
    return hooks ? "B13h" : "B13";
  }

  @Override
  public String what() {
    return hooks
        ? "the same, each with a PreSync Job first"
        : "new apps of one ConfigMap each on many clusters, 5 ms away: CPU for each";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var apps = setting.apps(hooks ? 200 : 500, 10_000);
    var clusters = Math.clamp(apps / APPS_OF_A_CLUSTER, 10, 100);
    var warmUp = Math.max(FEWEST_TO_WARM_UP, apps / 10);
    var folder = Files.createTempDirectory(setting.scratch(), "many");
    try (var fleet = new Fleet(clusters);
        var stage = new Stage(folder, Optional.empty(), ROUND_TRIP);
        var arrivals = new Arrivals(stage.api(), ManyClusters::read)) {
      fleet.register(stage);
      stage.push(_ -> files(apps + warmUp));
      stage.start(Monorepo.webhookOnly());
      setting.tell("warming up with " + warmUp + " apps on " + clusters + " clusters");
      deploy(stage, arrivals, fleet, apps, apps + warmUp);
      stage.rest();
      setting.tell("deploying " + apps + " apps");
      var before = asked(stage, fleet);
      var cpu = CpuTime.own();
      var took = deploy(stage, arrivals, fleet, 0, apps);
      var spent = (CpuTime.own() - cpu) / apps;
      stage.rest();
      return row(
          apps, warmUp, fleet, stage, new Cost(took, spent, asked(stage, fleet).since(before)));
    }
  }

  /** Seconds until the last was there, CPU seconds for each, and requests. */
  private record Cost(double took, double spent, Requests.Counted requests) {}

  private Row row(int apps, int warmUp, Fleet fleet, Stage stage, Cost cost) {
    var took = cost.took();
    var spent = cost.spent();
    var requests = cost.requests();
    var writes = (double) requests.writes() / apps;
    var cores = Runtime.getRuntime().availableProcessors();
    return new Row(
        id(),
        what() + ", " + apps + " apps, " + fleet.size() + " clusters",
        Figure.seconds(spent, "CPU/app"),
        Peer.recorded(
            Figure.seconds(RECORDED, "CPU/app"),
            "Argo CD at CNOE: 10,000 such apps in 9 min on 8 vCPU; Flux 2.0/s; no live peer here"),
        Optional.of(RECORDED / spent),
        Equality.of(fleet.holds(apps + warmUp, hooks) && allSynced(stage.api(), apps + warmUp)),
        List.of(
            Figure.count(1 / spent, "").text()
                + " apps for each second of CPU, simulated clusters included; all took "
                + Figure.seconds(took, "").text()
                + ", "
                + Figure.count(apps / took / cores, "").text()
                + " a second and processor",
            "for each app: "
                + Figure.count(writes, "").text()
                + " writes, "
                + Figure.count((double) requests.all() / apps, "").text()
                + " requests, "
                + Figure.count((double) requests.events() / apps, "").text()
                + " Events; all: "
                + requests,
            "equal: each cluster has its objects, every app is Synced, its one operation succeeded"
                + (hooks ? ", each Job ran once" : "")),
        ObjectTree.of(
            "apps",
            (long) apps,
            "clusters",
            (long) fleet.size(),
            "cpuSecondsEach",
            spent,
            "wallSeconds",
            took,
            "writesEach",
            writes,
            "requests",
            requests.details()));
  }

  private static Requests.Counted asked(Stage stage, Fleet fleet) {
    return stage.requests().now().plus(fleet.asked());
  }

  private static double deploy(Stage stage, Arrivals arrivals, Fleet fleet, int from, int to)
      throws Exception {
    var wanted = new TreeMap<String, String>();
    for (var i = from; i < to; i++) {
      wanted.put(name(i), "Synced Succeeded");
    }
    var expected = arrivals.expect(wanted);
    var begun = System.nanoTime();
    for (var i = from; i < to; i++) {
      stage.create(
          Texts.APPLICATION
              .formatted(name(i), stage.url(), "apps/" + name(i), "load")
              .replace("https://kubernetes.default.svc", fleet.server(i)));
    }
    return (expected.await() - begun) * NANO;
  }

  private static Stream<Arrival> read(LocalApi.Event event) {
    return event.resource().equals(APPLICATIONS) && event.change() != LocalApi.Change.DELETED
        ? Stream.of(new Arrival(event.object().name(), state(event.object())))
        : Stream.empty();
  }

  private static String state(Manifest app) {
    return app.at("operation") != null
        ? "operating"
        : app.text("status", "sync", "status")
            + " "
            + app.text("status", "operationState", "phase");
  }

  private static boolean allSynced(LocalApi api, int apps) {
    var all = api.list(APPLICATIONS, "argocd");
    return all.size() == apps
        && all.stream()
            .allMatch(
                app ->
                    state(app).equals("Synced Succeeded")
                        && Tree.items(app.at("status", "history")).size() == 1);
  }

  private Map<String, Optional<byte[]>> files(int apps) {
    var files = new LinkedHashMap<String, Optional<byte[]>>();
    for (var i = 0; i < apps; i++) {
      files.put(
          "apps/" + name(i) + "/config.yaml",
          content(
              "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {value: \"%d\"}}\n"
                  .formatted(name(i), i)));
      if (hooks) {
        files.put("apps/" + name(i) + "/before.yaml", content(Texts.PRE_SYNC.formatted(name(i))));
      }
    }
    return files;
  }

  private static String name(int app) {
    return "app-%05d".formatted(app);
  }

  private static Optional<byte[]> content(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Clusters to deploy to. */
  private static final class Fleet implements AutoCloseable {
    private final List<SimulatedCluster> clusters = new ArrayList<>();
    private final Deque<Workloads> workloads = new ArrayDeque<>();

    Fleet(int size) {
      for (var i = 0; i < size; i++) {
        var cluster = new SimulatedCluster(ROUND_TRIP);
        clusters.add(cluster);
        var settings = WorkloadSettings.DEFAULT.withTimeScale(0.02).withEvents(false);
        workloads.push(Workloads.start(cluster.api(), settings));
        var namespaces = cluster.api().resourceOf("v1", "Namespace").orElseThrow();
        var made = "{apiVersion: v1, kind: Namespace, metadata: {name: load}}";
        cluster.api().create(namespaces, new Manifest(Tree.object(Yaml.parse(made))), "bench");
      }
    }

    int size() {
      return clusters.size();
    }

    String server(int app) {
      return clusters.get(app % clusters.size()).url();
    }

    void register(Stage stage) {
      for (var i = 0; i < clusters.size(); i++) {
        stage.create(Texts.REGISTERED.formatted(i, clusters.get(i).url()));
      }
    }

    Requests.Counted asked() {
      return clusters.stream()
          .map(cluster -> cluster.requests().now())
          .reduce(Requests.Counted.NONE, Requests.Counted::plus);
    }

    /** Whether each application has its objects, in its cluster and in no other. */
    boolean holds(int apps, boolean hooks) {
      var found = 0;
      for (var i = 0; i < apps; i++) {
        var cluster = clusters.get(i % clusters.size()).api();
        var value = String.valueOf(i);
        var there =
            cluster
                .get(CONFIG_MAPS, "load", name(i))
                .filter(o -> o.text("data", "value").equals(value))
                .isPresent();
        var ran = !hooks || cluster.get(JOBS, "load", "before-" + name(i)).isPresent();
        found += there && ran ? 1 : 0;
      }
      var all =
          clusters.stream()
              .mapToInt(
                  c ->
                      (int)
                          c.api().list(CONFIG_MAPS, "load").stream()
                              .filter(o -> o.name().startsWith("app-"))
                              .count())
              .sum();
      return found == apps && all == apps;
    }

    @Override
    public void close() {
      while (!workloads.isEmpty()) {
        workloads.pop().close();
      }
      // Each waits for its own threads.
      clusters.parallelStream().forEach(SimulatedCluster::close);
    }
  }
}
