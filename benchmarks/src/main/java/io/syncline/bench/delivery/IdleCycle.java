package io.syncline.bench.delivery;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.model.tree.ObjectTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What a poll costs when nothing changed. */
record IdleCycle(Monorepos monorepos) implements Benchmark {
  private static final int FEW = 200;
  private static final int MANY = 2_000;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration WINDOW = Duration.ofSeconds(15);

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
    var repo = monorepos.get(setting, setting.full() ? MANY : FEW).repo();
    repo.restart(Monorepo.polling(INTERVAL));
    setting.tell("watching " + WINDOW.toSeconds() + " s of polls");
    var writes = new AtomicLong();
    try (var _ = repo.stage().api().subscribe(_ -> writes.incrementAndGet())) {
      var before = repo.counters();
      var cpu = CpuTime.own();
      Thread.sleep(WINDOW);
      var spent = CpuTime.own() - cpu;
      var after = repo.counters();
      var cycles = Math.max(1, after.listings() - before.listings());
      var each = spent / cycles / repo.apps();
      var renders = after.renders() - before.renders();
      var comparisons = after.reconciles() - before.reconciles();
      return new Row(
          id(),
          what() + ", " + repo.apps() + " apps of one repository",
          Figure.seconds(each, "CPU"),
          Peer.recorded(
              Figure.seconds(RECORDED, "CPU"),
              "Argo CD: 66 ms CPU (argo-cd#6108), 73 ms (argo-cd#17165) for each comparison; no live peer here"),
          Optional.of(RECORDED / each),
          Equality.of(repo.converged() && writes.get() == 0),
          List.of(
              cycles
                  + " cycles: "
                  + cycles
                  + " ls-remotes, "
                  + renders
                  + " renders, "
                  + comparisons
                  + " comparisons, "
                  + writes.get()
                  + " API writes; CPU of the whole process, cluster included",
              "equal: every object is as Git says, and nothing was written in "
                  + WINDOW.toSeconds()
                  + " s"),
          ObjectTree.of(
              "cycles",
              cycles,
              "renders",
              renders,
              "comparisons",
              comparisons,
              "apiWrites",
              writes.get(),
              "cpuSeconds",
              spent,
              "apps",
              (long) repo.apps()));
    }
  }
}
