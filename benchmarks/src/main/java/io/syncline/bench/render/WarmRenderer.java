package io.syncline.bench.render;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Samples;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderResult;
import io.syncline.render.offline.BatchRender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * Our renderer on one folder. Every render starts from nothing: files are read from the disk and
 * parsed anew, and the text is written; only the code is warm.
 */
final class WarmRenderer {
  private static final double NANO = 1e-9;
  private static final int MOST = 2_000;
  private static final double WARM_UP_STEP = 0.2;

  private final Path folder;

  WarmRenderer(Path folder) {
    this.folder = folder;
  }

  /** The text it renders to. */
  String text() {
    return switch (BatchRender.build(folder, BuildOptions.DEFAULT)) {
      case RenderResult.Rendered rendered -> BatchRender.text(rendered.manifests());
      case RenderResult.Failed failed ->
          throw new IllegalStateException(folder + " does not render: " + failed.problem().text());
    };
  }

  /**
   * Renders until this process used {@code seconds} of CPU: on a busy machine the compiler gets its
   * turn too.
   */
  void warmUp(double seconds) {
    var end = CpuTime.own() + seconds;
    while (CpuTime.own() < end) {
      repeat(WARM_UP_STEP);
    }
  }

  /**
   * One render.
   *
   * @param wall median wall time in seconds
   * @param cpu mean CPU seconds, all threads of this process
   */
  record Measured(double wall, double cpu) {}

  /** Measures over the renders that fit into {@code seconds}; at least one. */
  Measured measure(double seconds) {
    var before = CpuTime.own();
    var walls = repeat(seconds);
    var cpu = (CpuTime.own() - before) / walls.size();
    return new Measured(new Samples(walls).median(), cpu);
  }

  private ArrayList<Double> repeat(double seconds) {
    var walls = new ArrayList<Double>();
    var end = System.nanoTime() + (long) (seconds / NANO);
    do {
      var begun = System.nanoTime();
      var bytes = text().getBytes(StandardCharsets.UTF_8);
      walls.add((System.nanoTime() - begun) * NANO);
      if (bytes.length == 0) {
        throw new IllegalStateException(folder + " renders to nothing");
      }
    } while (System.nanoTime() < end && walls.size() < MOST);
    return walls;
  }
}
