package io.syncline.bench.delivery;

import io.syncline.bench.delivery.Arrivals.Arrival;
import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.controller.Controller;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An application of applications whose children change their status. */
final class Family implements Benchmark {
  private static final int CHILDREN = 500;

  /** How long the children take with it, one after another. */
  private static final Duration SPREAD = Duration.ofSeconds(2);

  private static final double NANO = 1e-9;
  private static final long LOOK_MILLIS = 50;

  /** With the number of the child and a repository. */
  static final String CHILD =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata:
        name: child-%1$03d
        namespace: argocd
        annotations: {argocd.argoproj.io/skip-reconcile: "true"}
      spec:
        project: default
        source: {repoURL: "%2$s", path: child-%1$03d, targetRevision: main}
        destination: {server: https://kubernetes.default.svc, namespace: shop}
      """;

  @Override
  public String id() {
    return "B20";
  }

  @Override
  public String what() {
    return "500 children of an app of apps change their status once, comparisons of the root";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var folder = Files.createTempDirectory(setting.scratch(), "family");
    try (var stage = new Stage(folder, Optional.empty());
        var arrivals = new Arrivals(stage.api(), Family::read)) {
      var files = new LinkedHashMap<String, Optional<byte[]>>();
      for (var i = 0; i < CHILDREN; i++) {
        var text = CHILD.formatted(i, stage.url());
        files.put(
            "root/child-%03d.yaml".formatted(i),
            Optional.of(text.getBytes(StandardCharsets.UTF_8)));
      }
      stage.push(_ -> files);
      var controller = stage.start(Monorepo.webhookOnly());
      setting.tell("deploying " + CHILDREN + " children");
      var synced = arrivals.expect(Map.of("root", "Synced Progressing"));
      stage.create(Texts.APPLICATION.formatted("root", stage.url(), "root", "argocd"));
      synced.await();
      settle(controller);

      setting.tell("children become healthy, then change their status otherwise");
      var healthy = arrivals.expect(Map.of("root", "Synced Healthy"));
      var better =
          change(stage, controller, child -> child.with("Healthy", "status", "health", "status"));
      var lag = (healthy.await() - better.last()) * NANO;
      var same =
          change(
              stage,
              controller,
              child -> child.with("2026-01-01T00:00:00Z", "status", "reconciledAt"));
      return row(better, same, lag, told(stage.api(), controller));
    }
  }

  /** What the root did while its children changed, and when the last of them had. */
  private record Span(long comparisons, double cpu, long last) {}

  private static Span change(Stage stage, Controller controller, UnaryOperator<Manifest> edit)
      throws InterruptedException {
    var before = controller.counters().reconciles();
    var cpu = CpuTime.own();
    var begun = System.nanoTime();
    for (var i = 0; i < CHILDREN; i++) {
      var due = begun + SPREAD.toNanos() * i / CHILDREN;
      while (System.nanoTime() < due) {
        Thread.sleep(1);
      }
      var child =
          stage.api().get(Fleet.APPLICATIONS, "argocd", "child-%03d".formatted(i)).orElseThrow();
      stage.api().update(Fleet.APPLICATIONS, edit.apply(child), "bench");
    }
    var last = System.nanoTime();
    settle(controller);
    return new Span(controller.counters().reconciles() - before, CpuTime.own() - cpu, last);
  }

  /** Waits until nothing waits any more, not even for a later time. */
  private static void settle(Controller controller) throws InterruptedException {
    for (var quiet = 0; quiet < 10; ) {
      Thread.sleep(LOOK_MILLIS);
      quiet = controller.counters().waiting() == 0 ? quiet + 1 : 0;
    }
  }

  /** Whether root and tree tell of every child that it is healthy. */
  private static boolean told(LocalApi api, Controller controller) {
    var root = api.get(Fleet.APPLICATIONS, "argocd", "root").orElseThrow();
    var nodes = controller.inspection().detail("argocd", "root").orElseThrow().nodes();
    return root.text("status", "health", "status").equals("Healthy")
        && Tree.items(root.at("status", "resources")).size() == CHILDREN
        && nodes.size() == CHILDREN
        && nodes.stream()
            .allMatch(
                node -> node.health().filter(h -> h.status().word().equals("Healthy")).isPresent());
  }

  private static Stream<Arrival> read(LocalApi.Event event) {
    var app = event.object();
    return app.kind().equals("Application") && app.name().equals("root")
        ? Stream.of(
            new Arrival(
                "root",
                app.text("status", "sync", "status")
                    + " "
                    + app.text("status", "health", "status")))
        : Stream.empty();
  }

  private Row row(Span better, Span same, double lag, boolean told) {
    return new Row(
        id(),
        what(),
        Figure.count(better.comparisons(), "comparisons"),
        Peer.recorded(
            Figure.count(CHILDREN, ""),
            "Argo CD: one for each event of a child (class of argo-cd#21506); no live peer here"),
        Optional.of((double) CHILDREN / Math.max(1, better.comparisons())),
        Equality.of(told && same.comparisons() == 0),
        List.of(
            "%d children in %d s; root right %s after the last of them; %s CPU in all, cluster in it"
                .formatted(
                    CHILDREN,
                    SPREAD.toSeconds(),
                    Figure.seconds(Math.max(0, lag), "").text(),
                    Figure.seconds(better.cpu(), "").text()),
            same.comparisons()
                + " comparisons when every child changes its status but not its health",
            "equal: root and tree tell of every child as it is, and of the second round nothing"),
        ObjectTree.of(
            "children", (long) CHILDREN,
            "comparisons", better.comparisons(),
            "comparisonsHealthUnchanged", same.comparisons(),
            "lagSeconds", lag,
            "cpuSeconds", better.cpu(),
            "cpuSecondsHealthUnchanged", same.cpu()));
  }
}
