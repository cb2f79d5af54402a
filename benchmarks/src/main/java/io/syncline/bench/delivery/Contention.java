package io.syncline.bench.delivery;

import io.syncline.bench.measure.Program;
import io.syncline.bench.measure.Samples;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.git.CommitInfo;
import io.syncline.git.Credentials;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitSettings;
import io.syncline.git.GitSink;
import io.syncline.git.LocalRepository;
import io.syncline.git.PushReceipt;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * Many writers that change a file each in one branch at the same moment: ours push through one
 * queue, the peer is the usual loop of pull, rebase and push in a clone for each.
 */
final class Contention implements Benchmark {
  private static final int WRITERS = 50;
  private static final int HISTORY = 200;
  private static final int REPETITIONS = 5;
  private static final double NANO = 1e-9;
  private static final CommitInfo COMMIT =
      CommitInfo.of("Bump one image", "CI", "ci@syncline.example");

  @Override
  public String id() {
    return "B17";
  }

  @Override
  public String what() {
    return WRITERS + " image bumps of one branch at once -> all landed";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var walls = new ArrayList<Double>();
    var lost = 0;
    var pushes = 0;
    setting.tell("pushing with " + WRITERS + " writers, " + REPETITIONS + " times");
    for (var i = 0; i <= REPETITIONS; i++) {
      var once = once(Files.createTempDirectory(setting.scratch(), "contention"), i == 0);
      lost += once.lost();
      if (i == 0) {
        pushes = once.pushes();
      } else {
        walls.add(once.wall());
      }
    }
    var ours = new Samples(walls).median();
    setting.tell("the same with git in a clone for each writer");
    var peer = peer(setting);
    return new Row(
        id(),
        what(),
        Figure.seconds(ours, "wall"),
        peer,
        peer.figure().map(figure -> figure.value() / ours),
        Equality.of(lost == 0),
        List.of(
            "ours: "
                + pushes
                + " pushes, "
                + lost
                + " lost; the writers share one process and its queue",
            "equal: each of the "
                + WRITERS
                + " commits is in the branch, and its file has its content"),
        ObjectTree.of(
            "writers",
            (long) WRITERS,
            "pushes",
            (long) pushes,
            "lost",
            (long) lost,
            "oursMinSeconds",
            new Samples(walls).min(),
            "oursMaxSeconds",
            new Samples(walls).max()));
  }

  /**
   * What became of one repetition; pushes are counted by a hook, which costs time, only when asked.
   */
  private record Once(double wall, int lost, int pushes) {}

  private static Once once(Path folder, boolean counting) throws Exception {
    var bare = folder.resolve("config.git");
    LocalRepository.create(bare, "main");
    var settings = GitSettings.defaults().allowLocal(true);
    try (var repositories = new GitRepositories(folder.resolve("cache"), settings)) {
      var sink = new GitSink(repositories, _ -> Credentials.anonymous());
      var url = bare.toUri().toString();
      history(sink, url);
      var counter = folder.resolve("pushes");
      if (counting) {
        Files.createFile(counter);
        LocalRepository.hook(
            bare, "pre-receive", "#!/bin/sh\ncat >/dev/null\necho one >>'" + counter + "'\n");
      }
      var go = new CountDownLatch(1);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var tasks = new ArrayList<java.util.concurrent.Future<PushReceipt>>();
        for (var i = 0; i < WRITERS; i++) {
          tasks.add(threads.submit(writer(sink, url, i, go)));
        }
        var begun = System.nanoTime();
        go.countDown();
        var commits = new HashSet<String>();
        for (var task : tasks) {
          commits.add(task.get().commit());
        }
        var wall = (System.nanoTime() - begun) * NANO;
        var pushes = counting ? Files.readAllLines(counter).size() : 0;
        return new Once(wall, WRITERS - landed(sink, url, commits.size()), pushes);
      }
    }
  }

  private static void history(GitSink sink, String url) {
    sink.push(
        url,
        "main",
        _ -> {
          var files = new java.util.LinkedHashMap<String, Optional<byte[]>>();
          for (var i = 0; i < WRITERS; i++) {
            files.put(path(i), content("old"));
          }
          return files;
        },
        COMMIT);
    for (var i = 0; i < HISTORY; i++) {
      var text = String.valueOf(i);
      sink.push(url, "main", _ -> Map.of("history.txt", content(text)), COMMIT);
    }
  }

  private static Callable<PushReceipt> writer(
      GitSink sink, String url, int writer, CountDownLatch go) {
    return () -> {
      go.await();
      return sink.push(url, "main", _ -> Map.of(path(writer), content(tag(writer))), COMMIT);
    };
  }

  /** How many writers' commits are there with their content; an edit that changes nothing looks. */
  private static int landed(GitSink sink, String url, int commits) {
    var right = new int[1];
    sink.push(
        url,
        "main",
        head -> {
          right[0] = 0;
          for (var i = 0; i < WRITERS; i++) {
            var actual = head.read(path(i)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            right[0] += actual.equals(Optional.of(text(tag(i)))) ? 1 : 0;
          }
          return Map.of();
        },
        COMMIT);
    return Math.min(right[0], commits);
  }

  private static String path(int writer) {
    return "services/svc-%02d/kustomization.yaml".formatted(writer);
  }

  private static String tag(int writer) {
    return "sha-%07x".formatted(writer);
  }

  private static String text(String tag) {
    return "images:\n- name: service\n  newTag: " + tag + "\n";
  }

  private static Optional<byte[]> content(String tag) {
    return Optional.of(text(tag).getBytes(StandardCharsets.UTF_8));
  }

  private static Peer peer(Setting setting) throws IOException, InterruptedException {
    var script = setting.performanceFile("sim_push_contention.py");
    if (script.isEmpty() || !Program.exists("python3") || !Program.exists("git")) {
      return Peer.recorded(
          Figure.seconds(29, "wall"),
          "pull --rebase loop of plain git, performance record (29-31 s)");
    }
    var program =
        Program.of(
            "python3",
            script.get().toString(),
            "--n",
            String.valueOf(WRITERS),
            "--reps",
            "1",
            "--starts",
            "free",
            "--modes",
            "rebase");
    var last =
        program.run().orThrow(program).output().strip().lines().reduce((_, b) -> b).orElse("");
    var columns = List.of(last.split("\t"));
    return Peer.live(
        Figure.seconds(Double.parseDouble(columns.get(columns.size() - 2)), "wall"),
        "pull --rebase loop of plain git, a clone for each writer, one run (its clones included): "
            + columns.get(8)
            + " pushes, "
            + columns.get(6)
            + " lost");
  }
}
