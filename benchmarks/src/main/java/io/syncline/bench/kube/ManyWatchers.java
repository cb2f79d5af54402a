package io.syncline.bench.kube;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** 1,000 watchers over HTTP follow every write; some more do not read at all. */
record ManyWatchers(String id) implements Benchmark {
  private static final int WATCHERS = 1_000;
  private static final int STALLED = 50;
  private static final int WARM = 200;
  private static final int MEASURED = 600;
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String what() {
    return "an event to each of 1,000 watchers over HTTP, 50 more that do not read, CPU";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var watchers = new ArrayList<Watcher>();
    var stalled = new ArrayList<Connection>();
    try (var server = LocalKubeServer.start(LocalKube.builder().start(), 0);
        var writer = new Connection(server.port())) {
      try {
        setting.tell("opening " + WATCHERS + " watches");
        var watch = MAPS + "?watch=true&resourceVersion=" + now(writer);
        for (var i = 0; i < WATCHERS; i++) {
          watchers.add(new Watcher(server.port(), watch, Thread.ofVirtual()));
        }
        for (var i = 0; i < STALLED; i++) {
          var connection = new Connection(server.port());
          connection.watch(watch);
          stalled.add(connection);
        }
        for (var watcher : watchers) {
          watcher.begun();
        }
        var revisions = new long[WARM + MEASURED];
        write(writer, revisions, 0, WARM);
        await(watchers, WARM);
        setting.tell("measuring");
        var cpu = CpuTime.own();
        var begun = System.nanoTime();
        write(writer, revisions, WARM, revisions.length);
        await(watchers, revisions.length);
        var wall = (System.nanoTime() - begun) * 1e-9;
        return row(CpuTime.own() - cpu, wall, complete(watchers, revisions));
      } finally {
        watchers.forEach(Watcher::close);
        stalled.forEach(Connection::close);
      }
    }
  }

  private static long now(Connection connection) throws Exception {
    return connection.exchange(
        Connection.request("GET", "/api/v1/namespaces?limit=1", "application/json", new byte[0]));
  }

  private static void write(Connection writer, long[] revisions, int from, int to)
      throws Exception {
    for (var i = from; i < to; i++) {
      var body = Json.bytes(Corpus.map("default", i));
      revisions[i] = writer.exchange(Connection.request("POST", MAPS, "application/json", body));
    }
  }

  private static void await(List<Watcher> watchers, int count) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    for (var watcher : watchers) {
      while (watcher.count() < count && System.nanoTime() < end) {
        Thread.sleep(1);
      }
    }
  }

  private static boolean complete(List<Watcher> watchers, long[] revisions) {
    return watchers.stream().allMatch(watcher -> Arrays.equals(watcher.revisions(), revisions));
  }

  private Row row(double cpu, double wall, boolean complete) {
    var events = (double) WATCHERS * MEASURED;
    return new Row(
        id,
        what(),
        Figure.seconds(cpu / events, "each"),
        Peer.none("no real API server runs here"),
        Optional.empty(),
        Equality.of(complete),
        List.of(
            String.format(
                Locale.ROOT,
                "%.0f events/s of about one kilobyte, %.0f writes/s, on one connection; readers"
                    + " included in the CPU; equal: each saw every revision once, in order",
                events / wall,
                MEASURED / wall)),
        ObjectTree.of(
            "eventsPerSecond", events / wall,
            "eventsPerCpuSecond", events / cpu,
            "writesPerSecond", MEASURED / wall));
  }
}
