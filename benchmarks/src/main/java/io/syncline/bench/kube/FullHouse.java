package io.syncline.bench.kube;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Samples;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.localkube.LocalKube;
import io.syncline.localkube.LocalKubeServer;
import io.syncline.model.tree.ObjectTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** 100,000 objects: the memory they take, how fast they are there again, how fast a fork is. */
record FullHouse(String id, Kind kind) implements Benchmark {
  private static final int OBJECTS = 100_000;
  private static final int WRITERS = 8;
  private static final int FORKS = 50;
  private static final int STARTS = 5;
  private static final double MEGABYTE = 1e6;

  /** What is asked. */
  enum Kind {
    HEAP,
    RECOVERY,
    FORK,
    START
  }

  @Override
  public String what() {
    return switch (kind) {
      case HEAP -> "heap of 100,000 mixed objects, bytes each";
      case RECOVERY -> "open a data folder of 100,000 mixed objects";
      case FORK -> "fork of 100,000 mixed objects";
      case START -> "start until the first answer over HTTP, warm JVM, in memory";
    };
  }

  @Override
  public Row run(Setting setting) throws Exception {
    return switch (kind) {
      case HEAP -> heap(setting);
      case RECOVERY -> recovery(setting);
      case FORK -> fork(setting);
      case START -> start();
    };
  }

  private static void fill(LocalKube kube, Setting setting) throws Exception {
    setting.tell("making " + OBJECTS + " objects");
    var jobs = new ArrayList<Callable<Integer>>();
    for (var w = 0; w < WRITERS; w++) {
      var first = w;
      jobs.add(
          () -> {
            for (var i = first; i < OBJECTS; i += WRITERS) {
              var item = Corpus.mixed("default", i);
              kube.api().create(item.resource(), item.object(), "kubectl-client-side-apply");
            }
            return 0;
          });
    }
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      for (var job : threads.invokeAll(jobs)) {
        job.get();
      }
    }
  }

  private static long used() {
    for (var i = 0; i < 3; i++) {
      System.gc();
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private Row heap(Setting setting) throws Exception {
    try (var warm = LocalKube.builder().start()) {
      warm.api().list(Corpus.MAPS, "");
    }
    var before = used();
    try (var kube = LocalKube.builder().start()) {
      fill(kube, setting);
      var heap = used() - before;
      var right = kube.api().list(Corpus.MAPS, "default").size() >= OBJECTS / 5;
      return row(
          Figure.count(Math.rint((double) heap / OBJECTS), "bytes"),
          Equality.of(right),
          String.format(
              Locale.ROOT,
              "%.0f MB in all after a collection, watch history included",
              heap / MEGABYTE),
          ObjectTree.of("heapBytes", heap));
    }
  }

  private Row recovery(Setting setting) throws Exception {
    var folder = Files.createTempDirectory(setting.scratch(), "kube");
    var runs = new ArrayList<Double>();
    var spent = new ArrayList<Double>();
    try (var kube = LocalKube.builder().dataFolder(folder).start()) {
      fill(kube, setting);
    }
    setting.tell("opening");
    var right = true;
    for (var i = 0; i < 3; i++) {
      var cpu = CpuTime.own();
      var begun = System.nanoTime();
      try (var kube = LocalKube.builder().dataFolder(folder).start()) {
        runs.add((System.nanoTime() - begun) * 1e-9);
        spent.add(CpuTime.own() - cpu);
        right &= kube.api().list(Corpus.MAPS, "default").size() >= OBJECTS / 5;
      }
    }
    return row(
        Figure.seconds(new Samples(runs).median(), "p50"),
        Equality.of(right),
        String.format(
            Locale.ROOT,
            "%.2f s CPU; file of %.0f MB; three times",
            new Samples(spent).median(),
            size(folder) / MEGABYTE),
        ObjectTree.of(
            "wallSeconds", new Samples(runs).median(), "cpuSeconds", new Samples(spent).median()));
  }

  private static long size(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private Row fork(Setting setting) throws Exception {
    try (var kube = LocalKube.builder().start()) {
      fill(kube, setting);
      var runs = new ArrayList<Double>();
      var right = true;
      for (var i = 0; i < FORKS; i++) {
        var begun = System.nanoTime();
        try (var fork = kube.fork()) {
          runs.add((System.nanoTime() - begun) * 1e-9);
          right &= fork.api().get(Corpus.MAPS, "default", "map-3").isPresent();
        }
      }
      return row(
          Figure.seconds(new Samples(runs).median(), "p50"),
          Equality.of(right),
          FORKS + " forks; the slowest took " + Figure.seconds(new Samples(runs).max(), "").text(),
          ObjectTree.of(
              "medianSeconds", new Samples(runs).median(), "maxSeconds", new Samples(runs).max()));
    }
  }

  private Row start() throws Exception {
    var runs = new ArrayList<Double>();
    for (var i = 0; i < STARTS; i++) {
      var begun = System.nanoTime();
      try (var server = LocalKubeServer.start(LocalKube.builder().start(), 0);
          var connection = new Connection(server.port())) {
        connection.exchange(
            Connection.request("GET", "/api/v1/namespaces", "application/json", new byte[0]));
        runs.add((System.nanoTime() - begun) * 1e-9);
      }
    }
    var first = runs.getFirst();
    return row(
        Figure.seconds(new Samples(runs.subList(1, STARTS)).median(), "p50"),
        Equality.UNCHECKED,
        "the first one in this JVM took " + Figure.seconds(first, "").text(),
        ObjectTree.of("firstSeconds", first));
  }

  private Row row(Figure figure, Equality equality, String note, ObjectTree details) {
    return new Row(
        id,
        what(),
        figure,
        Peer.none("a real API server starts no such thing in this process"),
        Optional.empty(),
        equality,
        List.of(note),
        details);
  }
}
