package io.syncline.bench.kube;

import io.syncline.bench.plan.Benchmark;
import java.util.List;

/** The benchmarks of the embedded Kubernetes. */
public final class KubeBenchmarks {
  private KubeBenchmarks() {}

  /** All of them. */
  public static List<Benchmark> all() {
    return List.of(
        new FullHouse("K1", FullHouse.Kind.HEAP),
        new WriteRate("K2", WriteRate.Kind.CREATE, true),
        new WriteRate("K2m", WriteRate.Kind.CREATE, false),
        new WriteRate("K2x", WriteRate.Kind.MIXED, true),
        new WriteRate("K3", WriteRate.Kind.APPLY, true),
        new WriteRate("K3m", WriteRate.Kind.APPLY, false),
        new FullHouse("K4", FullHouse.Kind.START),
        new FullHouse("K5", FullHouse.Kind.RECOVERY),
        new FullHouse("K6", FullHouse.Kind.FORK),
        new ManyWatchers("K7"));
  }
}
