package io.syncline.bench.delivery;

import io.syncline.bench.measure.Samples;
import io.syncline.bench.report.Figure;
import io.syncline.controller.Controller.Counters;
import io.syncline.model.tree.ObjectTree;
import java.util.Locale;

/**
 * What a series of pushes took and cost.
 *
 * @param latencies seconds from the end of each push
 * @param before counts of the controller before the series
 * @param after counts after it
 * @param cpu CPU seconds of this process during it: Git, cluster and harness included
 */
record Work(Samples latencies, Counters before, Counters after, double cpu) {
  double listings() {
    return after.listings() - before.listings();
  }

  private double renders() {
    return after.renders() - before.renders();
  }

  private double comparisons() {
    return after.reconciles() - before.reconciles();
  }

  /** In one line. */
  String text() {
    var pushes = latencies.count();
    return String.format(
        Locale.ROOT,
        "p50 %s, p99 %s, max %s of %d pushes; for each push: %s ls-remotes, %s renders, %s comparisons, %s CPU",
        time(latencies.median()),
        time(latencies.quantile(0.99)),
        time(latencies.max()),
        pushes,
        number(listings() / pushes),
        number(renders() / pushes),
        number(comparisons() / pushes),
        time(cpu / pushes));
  }

  private static String time(double seconds) {
    return Figure.seconds(seconds, "").text();
  }

  private static String number(double count) {
    return Figure.count(count, "").text();
  }

  /** By name. */
  ObjectTree details() {
    return ObjectTree.of(
        "pushes", (long) latencies.count(),
        "p50Seconds", latencies.median(),
        "p99Seconds", latencies.quantile(0.99),
        "maxSeconds", latencies.max(),
        "minSeconds", latencies.min(),
        "listings", listings(),
        "renders", renders(),
        "comparisons", comparisons(),
        "cpuSeconds", cpu);
  }
}
