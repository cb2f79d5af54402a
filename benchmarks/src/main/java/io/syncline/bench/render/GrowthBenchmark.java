package io.syncline.bench.render;

import io.syncline.bench.measure.Pairs;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the cost of rendering grows with the number of objects: 1 is linear. */
record GrowthBenchmark(Inputs inputs) implements Benchmark {
  private static final List<Integer> SIZES = List.of(248, 500, 2_000);
  private static final int FULL = 4_000;
  private static final double WARM_UP = 3;
  private static final double TRIAL = 1;

  @Override
  public String id() {
    return "B4";
  }

  @Override
  public String what() {
    return "render a plain list of objects, warm";
  }

  /** CPU seconds at one size. */
  private record Point(int objects, Pairs.Pair cpu, boolean same) {}

  @Override
  public Row run(Setting setting) throws Exception {
    var sizes = new ArrayList<>(SIZES);
    if (setting.full()) {
      sizes.add(FULL);
    }
    var points = new ArrayList<Point>();
    for (var size : sizes) {
      setting.tell("rendering " + size + " objects");
      points.add(point(setting, size));
    }
    var first = points.getFirst();
    var last = points.getLast();
    return new Row(
        id(),
        what() + ", " + last.objects() + " objects",
        Figure.seconds(last.cpu().ours(), "CPU"),
        Peer.live(Figure.seconds(last.cpu().peer(), "CPU"), Kubectl.label()),
        Optional.of(last.cpu().peer() / last.cpu().ours()),
        Equality.of(points.stream().allMatch(Point::same)),
        List.of(
            String.format(
                Locale.ROOT,
                "growth exponent from %d to %d objects: ours %.2f, peer %.2f; one run of the peer for each size",
                first.objects(),
                last.objects(),
                exponent(first, last, first.cpu().ours(), last.cpu().ours()),
                exponent(first, last, first.cpu().peer(), last.cpu().peer()))),
        details(points));
  }

  private Point point(Setting setting, int size) throws Exception {
    var name = String.format(Locale.ROOT, "f_scale/n%05d/c0_plain", size);
    var folder =
        inputs
            .folder(setting, name)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "input " + name + " is missing; hint: set SYNCLINE_PERF"));
    var peer =
        Kubectl.of(folder)
            .orElseThrow(() -> new IllegalStateException("kubectl is not on the path"));
    var renderer = new WarmRenderer(folder);
    renderer.warmUp(WARM_UP);
    var ours = renderer.measure(TRIAL);
    var theirs = peer.run().orThrow(peer);
    return new Point(
        size, new Pairs.Pair(ours.cpu(), theirs.cpu()), renderer.text().equals(theirs.output()));
  }

  private static double exponent(Point first, Point last, double small, double large) {
    return Math.log(large / small) / Math.log((double) last.objects() / first.objects());
  }

  private static ObjectTree details(List<Point> points) {
    var details = ObjectTree.EMPTY;
    for (var point : points) {
      details =
          details
              .with("oursCpuSeconds" + point.objects(), point.cpu().ours())
              .with("peerCpuSeconds" + point.objects(), point.cpu().peer());
    }
    return details;
  }
}
