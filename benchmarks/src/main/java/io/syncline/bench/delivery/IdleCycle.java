package io.syncline.bench.delivery;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Heap;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.model.tree.ObjectTree;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What a poll costs when nothing changed. */
final class IdleCycle implements Benchmark {
  private static final int FEW = 1_000;
  private static final int MANY = 10_000;
  private static final int REPOSITORIES = 20;
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int CYCLES = 5;

  /** CPU seconds of one comparison without a change, from two logs on record. */
  private static final double RECORDED = 0.066;

  @Override
  public String id() {
    return "B8";
  }

  @Override
  public String what() {
    return "one poll cycle, nothing changed, CPU for each app";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var apps = setting.apps(FEW, MANY);
    var folder = Files.createTempDirectory(setting.scratch(), "fleet");
    setting.tell("deploying " + apps + " applications of " + REPOSITORIES + " repositories");
    try (var fleet = new Fleet(folder, apps, 1, REPOSITORIES, Duration.ZERO)) {
      fleet.deploy();
      var idle = watched(fleet, setting, Monorepo.webhookOnly(), "nothing is looked at");
      var polls = watched(fleet, setting, Monorepo.polling(INTERVAL), "polls only");
      var turns =
          watched(
              fleet,
              setting,
              Monorepo.polling(INTERVAL).comparisonInterval(INTERVAL),
              "each app for its age");
      return row(fleet, polls.above(idle), turns.above(idle), idle);
    }
  }

  /** What happened in some cycles. */
  private record Span(
      double cpu, long cycles, long listings, long renders, long reconciles, long writes) {
    /** This without what the process needs when no poll is due: its clocks, and the cluster's. */
    Span above(Span idle) {
      return new Span(Math.max(0, cpu - idle.cpu()), cycles, listings, renders, reconciles, writes);
    }

    double each(int apps) {
      return cpu / cycles / apps;
    }
  }

  /**
   * Some cycles of polls, and of looking at each application for its age when that is asked for.
   */
  private static Span watched(
      Fleet fleet, Setting setting, ControllerSettings settings, String what) throws Exception {
    fleet.restart(settings);
    var kept = Heap.used();
    setting.tell("watching %d cycles, heap %d MB, %s".formatted(CYCLES, kept >> 20, what));
    // What runs for the first time is being compiled.
    Thread.sleep(INTERVAL.multipliedBy(CYCLES));
    var writes = new AtomicLong();
    try (var _ = fleet.stage().api().subscribe(_ -> writes.incrementAndGet())) {
      var before = fleet.counters();
      var cpu = CpuTime.own();
      Thread.sleep(INTERVAL.multipliedBy(CYCLES));
      var spent = CpuTime.own() - cpu;
      var after = fleet.counters();
      return new Span(
          spent,
          CYCLES,
          after.listings() - before.listings(),
          after.renders() - before.renders(),
          after.reconciles() - before.reconciles(),
          writes.get());
    }
  }

  private Row row(Fleet fleet, Span polls, Span turns, Span idle) {
    var each = polls.each(fleet.apps());
    var quiet =
        polls.writes() + turns.writes() + polls.renders() + turns.renders() == 0
            // A window may begin and end in the middle of a cycle.
            && Math.abs(polls.listings() - CYCLES * REPOSITORIES) < REPOSITORIES;
    return new Row(
        id(),
        what() + ", " + fleet.apps() + " apps of " + REPOSITORIES + " repositories",
        Figure.seconds(each, "CPU"),
        Peer.recorded(
            Figure.seconds(RECORDED, "CPU"),
            "Argo CD: 66 ms CPU (argo-cd#6108), 73 ms (argo-cd#17165) for each comparison; no live peer here"),
        // So little that it is lost in what the idle process needs has no ratio.
        each > 0 ? Optional.of(RECORDED / each) : Optional.empty(),
        Equality.of(quiet && fleet.converged()),
        List.of(
            text(polls)
                + "; CPU above that of the same time without polls, which is "
                + Figure.seconds(idle.cpu() / CYCLES, "").text()
                + " a cycle with the cluster in it",
            "with each app looked at for its age in each cycle: "
                + Figure.seconds(turns.each(fleet.apps()), "CPU").text()
                + " for each app, "
                + text(turns),
            "equal: "
                + REPOSITORIES
                + " ls-remotes a cycle, nothing rendered, nothing written, every object is as Git says"),
        details(polls)
            .with("apps", (long) fleet.apps())
            .with("repositories", (long) REPOSITORIES)
            .with("forAge", details(turns))
            .with("idle", details(idle)));
  }

  private static String text(Span span) {
    return "%d cycles: %d ls-remotes, %d renders, %d comparisons, %d API writes"
        .formatted(
            span.cycles(), span.listings(), span.renders(), span.reconciles(), span.writes());
  }

  private static ObjectTree details(Span span) {
    return ObjectTree.of(
        "cycles", span.cycles(),
        "listings", span.listings(),
        "renders", span.renders(),
        "comparisons", span.reconciles(),
        "apiWrites", span.writes(),
        "cpuSeconds", span.cpu());
  }
}
