package io.syncline.bench.delivery;

import io.syncline.bench.plan.Benchmark;
import java.util.ArrayList;
import java.util.List;

/** The benchmarks of delivery; to be closed when the last one ran. */
public final class DeliveryBenchmarks implements AutoCloseable {
  private final Monorepos monorepos = new Monorepos();

  /** All of them. */
  public List<Benchmark> all() {
    var all = new ArrayList<Benchmark>();
    all.add(new IdleCycle());
    all.add(new EventStorm());
    all.add(new Restart());
    all.addAll(PushToApplied.all(monorepos));
    all.add(new ManyClusters(false));
    all.add(new ManyClusters(true));
    all.add(new OneChange());
    all.addAll(QuietDiff.all());
    all.add(new LargeObjects());
    all.add(new Contention());
    all.add(new Family());
    all.add(new PushToRunning());
    return all;
  }

  @Override
  public void close() {
    monorepos.close();
  }
}
