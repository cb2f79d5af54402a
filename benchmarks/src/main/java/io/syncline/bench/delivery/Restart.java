package io.syncline.bench.delivery;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.model.tree.ObjectTree;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A controller starts in a cluster that changed while there was none. */
final class Restart implements Benchmark {
  private static final int FEW = 200;
  private static final int MANY = 1_000;
  private static final int OBJECTS = 20;
  private static final int REPOSITORIES = 10;
  private static final Duration ROUND_TRIP = Duration.ofMillis(5);

  /** Seconds of a restart on record. */
  private static final double RECORDED = 200;

  @Override
  public String id() {
    return "B12";
  }

  @Override
  public String what() {
    return "restart -> the status of every app is right, 5 ms to the cluster";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var apps = setting.apps(FEW, MANY);
    var folder = Files.createTempDirectory(setting.scratch(), "restart");
    setting.tell("deploying " + apps + " applications of " + OBJECTS + " objects");
    try (var fleet = new Fleet(folder, apps, OBJECTS, REPOSITORIES, ROUND_TRIP)) {
      fleet.deploy();
      var deployed = fleet.converged();
      fleet.leave();
      fleet.drift();
      setting.tell("starting");
      var requests = fleet.stage().requests().now();
      var cpu = CpuTime.own();
      var took = fleet.wake(Monorepo.webhookOnly());
      var spent = CpuTime.own() - cpu;
      var counters = fleet.counters();
      var asked = fleet.stage().requests().now().since(requests);
      fleet.stage().rest();
      return new Row(
          id(),
          what() + ", " + apps + " apps, " + apps * OBJECTS + " objects",
          Figure.seconds(took, "wall"),
          Peer.recorded(
              Figure.seconds(RECORDED, ""),
              "Argo CD: 200 s until it works again after a restart (argo-cd#18467); no live peer here"),
          Optional.of(RECORDED / took),
          Equality.of(deployed && fleet.tellsOfDrift()),
          List.of(
              "%s CPU, cluster in it; %d comparisons, %d renders, %d ls-remotes until then"
                  .formatted(
                      Figure.seconds(spent, "").text(),
                      counters.reconciles(),
                      counters.renders(),
                      counters.listings()),
              "requests: " + asked,
              "one object of each application was changed while there was no controller; nothing of the one before is known to this one but Git mirrors; the JVM is warm",
              "equal: each status tells of its changed object, and of no other"),
          ObjectTree.of(
              "apps",
              (long) apps,
              "objects",
              (long) apps * OBJECTS,
              "wallSeconds",
              took,
              "cpuSeconds",
              spent,
              "comparisons",
              counters.reconciles(),
              "renders",
              counters.renders(),
              "listings",
              counters.listings(),
              "requests",
              asked.details()));
    }
  }
}
