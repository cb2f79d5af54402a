package io.syncline.bench.live;

import io.syncline.bench.plan.Benchmark;
import java.util.List;

/** The benchmarks of what is live. */
public final class LiveBenchmarks {
  private LiveBenchmarks() {}

  /** All of them. */
  public static List<Benchmark> all() {
    return List.of(new HeldObjects());
  }
}
