package io.syncline.bench.delivery;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Samples;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * From the end of a push until every object it changes is written, in a repository of many
 * applications.
 */
final class PushToApplied implements Benchmark {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int FEW = 200;
  private static final int MANY = 2_000;
  private static final int WARM_UP = 20;
  private static final double NANO = 1e-9;
  private static final long SEED = 14;

  /** How the controller learns of a push and what the push changes. */
  enum Kind {
    WEBHOOK("B14", "push of one app's change -> applied, told by webhook", 50),
    BURST("B14b", "the same, each push as soon as the one before is applied", 50),
    POLL("B14p", "push of one app's change -> applied, polling every 5 s", 12),
    ALL("B14a", "push of the shared base -> applied in all apps, webhook", 5);

    final String id;
    final String what;
    final int pushes;

    Kind(String id, String what, int pushes) {
      this.id = id;
      this.what = what;
      this.pushes = pushes;
    }
  }

  private final Kind kind;
  private final Monorepos monorepos;

  PushToApplied(Kind kind, Monorepos monorepos) {
    this.kind = kind;
    this.monorepos = monorepos;
  }

  @Override
  public String id() {
    return kind.id;
  }

  @Override
  public String what() {
    return kind.what;
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var opened = monorepos.get(setting, setting.apps(FEW, MANY));
    var repo = opened.repo();
    repo.restart(kind == Kind.POLL ? Monorepo.polling(INTERVAL) : Monorepo.webhookOnly());
    warmUp(repo);
    setting.tell("pushing " + kind.pushes + " times");
    var work = series(repo);
    repo.rest();
    var worst = work.latencies().quantile(0.99);
    var peer = peer();
    var ratio = peer.figure().map(f -> f.value() / worst);
    return new Row(
        kind.id,
        kind.what + ", " + repo.apps() + " apps",
        Figure.seconds(worst, "p99"),
        peer,
        ratio,
        Equality.of(repo.converged()),
        notes(work, opened),
        work.details()
            .with("apps", (long) repo.apps())
            .with("firstDeploymentSeconds", opened.deployed()));
  }

  private static List<String> notes(Work work, Monorepos.Opened opened) {
    return List.of(
        work.text(),
        "equal: every object of every app is as Git says at the end; first deployment of "
            + opened.repo().apps()
            + " apps took "
            + Figure.seconds(opened.deployed(), "").text());
  }

  private Peer peer() {
    return switch (kind) {
      case WEBHOOK, BURST ->
          Peer.recorded(
              Figure.seconds(10, ""),
              "Argo CD with 1,500 apps: 10-15 s for the webhook handler alone (argo-cd#14269); no live peer here");
      case POLL ->
          Peer.recorded(
              Figure.seconds(180, ""),
              "Argo CD polling: 3-5 min from commit to refresh (argo-cd#26508); no live peer here");
      case ALL -> Peer.none("no figure on record for a commit that changes every app");
    };
  }

  /** Code and connections are warm when the first push is measured. */
  private void warmUp(Monorepo repo) throws Exception {
    if (kind == Kind.POLL) {
      return;
    }
    for (var i = 0; i < (kind == Kind.ALL ? 1 : WARM_UP); i++) {
      latency(repo, kind == Kind.ALL ? -1 : i % repo.apps());
    }
    repo.rest();
  }

  private Work series(Monorepo repo) throws Exception {
    var random = new Random(SEED);
    var before = repo.counters();
    var cpu = CpuTime.own();
    var latencies = new ArrayList<Double>();
    for (var i = 0; i < kind.pushes; i++) {
      switch (kind) {
        case WEBHOOK, ALL -> repo.calm();
        // Pushes do not wait for a poll: they come at any moment of the interval.
        case POLL -> Thread.sleep(random.nextLong(INTERVAL.toMillis()));
        case BURST -> {}
      }
      latencies.add(latency(repo, kind == Kind.ALL ? -1 : random.nextInt(repo.apps())));
    }
    return new Work(new Samples(latencies), before, repo.counters(), CpuTime.own() - cpu);
  }

  private double latency(Monorepo repo, int app) throws Exception {
    var expected = app < 0 ? repo.changeBase() : repo.bump(app);
    var pushed = System.nanoTime();
    if (kind != Kind.POLL) {
      repo.stage().tell();
    }
    // A poll may see the push before the one who pushed knows that it landed.
    return Math.max(0, expected.await() - pushed) * NANO;
  }

  /** All of this kind. */
  static List<Benchmark> all(Monorepos monorepos) {
    return List.of(
        new PushToApplied(Kind.WEBHOOK, monorepos),
        new PushToApplied(Kind.BURST, monorepos),
        new PushToApplied(Kind.ALL, monorepos),
        new PushToApplied(Kind.POLL, monorepos));
  }
}
