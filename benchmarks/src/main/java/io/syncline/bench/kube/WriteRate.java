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
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes over HTTP from many connections while watchers follow every one of them. */
record WriteRate(String id, Kind kind, boolean durable) implements Benchmark {
  private static final int WRITERS = 32;
  private static final int WATCHERS = 20;
  private static final int WARM = 24_000;
  private static final int MEASURED = 12_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What is written. */
  enum Kind {
    CREATE,
    APPLY,
    MIXED
  }

  @Override
  public String what() {
    return switch (kind) {
          case CREATE -> "create a config map";
          case APPLY -> "server-side apply a deployment that changes";
          case MIXED -> "create objects of five kinds";
        }
        + " over HTTP, 20 watchers, "
        + (durable ? "durable" : "in memory");
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var builder = LocalKube.builder();
    if (durable) {
      builder.dataFolder(Files.createTempDirectory(setting.scratch(), "kube"));
    }
    try (var server = LocalKubeServer.start(builder.start(), 0)) {
      setting.tell("warming up");
      var warm = round(server.port(), 0, WARM);
      setting.tell("measuring");
      var best = round(server.port(), WARM, MEASURED);
      return row(warm, best);
    }
  }

  /** One round: seconds of wall and CPU time, and whether every watcher saw everything. */
  private record Round(double wall, double cpu, double caughtUp, boolean complete, int writes) {}

  private Round round(int port, int from, int count) throws Exception {
    var requests = requests(from, count);
    var watchers = new ArrayList<Watcher>();
    try {
      for (var i = 0; i < WATCHERS; i++) {
        watchers.add(new Watcher(port, watched(i) + "?watch=true&resourceVersion=" + now(port)));
      }
      for (var watcher : watchers) {
        watcher.begun();
      }
      var revisions = new long[count];
      var cpu = CpuTime.own();
      var begun = System.nanoTime();
      send(port, requests, revisions);
      var wall = (System.nanoTime() - begun) * 1e-9;
      var complete = true;
      for (var i = 0; i < WATCHERS; i++) {
        complete &= complete(watchers.get(i), expected(revisions, i));
      }
      var caughtUp = (System.nanoTime() - begun) * 1e-9;
      return new Round(wall, CpuTime.own() - cpu, caughtUp, complete, count);
    } finally {
      watchers.forEach(Watcher::close);
    }
  }

  private static long now(int port) throws Exception {
    try (var connection = new Connection(port)) {
      return connection.exchange(
          Connection.request("GET", "/api/v1/namespaces?limit=1", "application/json", new byte[0]));
    }
  }

  private String watched(int watcher) {
    return switch (kind) {
      case CREATE -> "/api/v1/configmaps";
      case APPLY -> "/apis/apps/v1/deployments";
      case MIXED -> path(Corpus.mixed("default", watcher)).replace("namespaces/default/", "");
    };
  }

  private static String path(Corpus.Item item) {
    var id = item.resource();
    return (id.group().isEmpty() ? "/api/" : "/apis/" + id.group() + "/")
        + id.version()
        + "/namespaces/default/"
        + id.plural();
  }

  private List<byte[]> requests(int from, int count) {
    var requests = new ArrayList<byte[]>(count);
    for (var i = from; i < from + count; i++) {
      requests.add(
          switch (kind) {
            case CREATE ->
                Connection.request(
                    "POST",
                    "/api/v1/namespaces/default/configmaps",
                    "application/json",
                    Json.bytes(Corpus.map("default", i)));
            case APPLY -> {
              var which = i % 500;
              yield Connection.request(
                  "PATCH",
                  "/apis/apps/v1/namespaces/default/deployments/deploy-"
                      + which
                      + "?fieldManager=bench&force=true",
                  "application/apply-patch+yaml",
                  Json.bytes(Corpus.deployment("default", which, i)));
            }
            case MIXED -> {
              var item = Corpus.mixed("default", i);
              yield Connection.request(
                  "POST", path(item), "application/json", Json.bytes(item.object().root()));
            }
          });
    }
    return requests;
  }

  private static void send(int port, List<byte[]> requests, long[] revisions) throws Exception {
    var next = new AtomicInteger();
    var jobs = new ArrayList<Callable<Integer>>();
    for (var i = 0; i < WRITERS; i++) {
      jobs.add(
          () -> {
            try (var connection = new Connection(port)) {
              var done = 0;
              for (var r = next.getAndIncrement();
                  r < revisions.length;
                  r = next.getAndIncrement()) {
                revisions[r] = connection.exchange(requests.get(r));
                done++;
              }
              return done;
            }
          });
    }
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      for (var job : threads.invokeAll(jobs)) {
        job.get();
      }
    }
  }

  /** What a watcher must have seen: in the mix it follows one kind of five. */
  private long[] expected(long[] revisions, int watcher) {
    var mine = new long[revisions.length];
    var count = 0;
    for (var i = 0; i < revisions.length; i++) {
      if (kind != Kind.MIXED || i % 5 == watcher % 5) {
        mine[count++] = revisions[i];
      }
    }
    var exact = Arrays.copyOf(mine, count);
    Arrays.sort(exact);
    return exact;
  }

  private static boolean complete(Watcher watcher, long[] expected) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (watcher.count() < expected.length && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    return Arrays.equals(watcher.revisions(), expected);
  }

  private Row row(Round warm, Round run) {
    var each = run.wall() / run.writes();
    return new Row(
        id,
        what(),
        Figure.seconds(each, "each"),
        Peer.none("no real API server runs here"),
        Optional.empty(),
        Equality.of(run.complete() && warm.complete()),
        List.of(
            String.format(
                Locale.ROOT,
                "%.0f writes/s, %.0f µs CPU each, client and watchers included; all events there after %.2f s of %.2f s",
                run.writes() / run.wall(),
                run.cpu() / run.writes() * 1e6,
                run.caughtUp(),
                run.wall()),
            WRITERS
                + " connections, "
                + WATCHERS
                + " watchers; equal: each saw every revision once, in order"),
        ObjectTree.of(
            "writesPerSecond", run.writes() / run.wall(),
            "cpuSecondsEach", run.cpu() / run.writes(),
            "writesPerCpuSecond", run.writes() / run.cpu()));
  }
}
