package io.syncline.bench.render;

import io.syncline.bench.plan.Benchmark;
import java.util.List;

/** The benchmarks of rendering. */
public final class RenderBenchmarks {
  private RenderBenchmarks() {}

  /** All of them, over inputs they share. */
  public static List<Benchmark> all() {
    var inputs = new Inputs();
    return RenderBenchmark.all(inputs);
  }
}
