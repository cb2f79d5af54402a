package io.syncline.bench.render;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Program;
import io.syncline.bench.measure.Samples;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.git.Credentials;
import io.syncline.git.GitRepositories;
import io.syncline.git.GitRepository;
import io.syncline.git.GitSettings;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import io.syncline.render.offline.BatchRender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A commit to one application of a monorepo: from the moved reference to the desired state of every
 * application known again. What they were rendered from is on record, so all but one keep it.
 */
record CommitBenchmark(Inputs inputs, int copies) implements Benchmark {
  private static final GitSettings LOCAL = GitSettings.defaults().allowLocal(true);
  private static final double NANO = 1e-9;
  private static final int COMMITS = 60;

  /** Times the commits are followed, there and back; the last two count. */
  private static final int PASSES = 12;

  private static final int COMPARED = 3;

  @Override
  public String id() {
    return copies == 1 ? "B7" : "B7x";
  }

  @Override
  public String what() {
    return "commit to one app of a monorepo -> desired state of all known";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var source =
        inputs
            .folder(setting, "e_monorepo")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "input e_monorepo is missing; hint: set SYNCLINE_PERF"));
    setting.tell("making the repository");
    var work = setting.scratch().resolve("monorepo-" + copies);
    var apps = copy(source, work);
    var commits = commits(work, apps);
    var cache = setting.scratch().resolve("mirrors-" + copies);
    try (var repositories = new GitRepositories(cache, LOCAL)) {
      var repository = repositories.repository(work.toUri().toString(), Credentials.anonymous());
      return measured(setting, repository, work, apps, commits);
    }
  }

  private Row measured(
      Setting setting, GitRepository repository, Path work, List<String> apps, List<String> commits)
      throws Exception {
    setting.tell("rendering " + apps.size() + " applications once");
    var results = new LinkedHashMap<String, RenderResult>();
    var first = repository.tree(commits.getFirst());
    apps.forEach(app -> results.put(app, render(first, app)));
    // The mirror holds all commits from here on: fetching is not what is measured.
    repository.tree(commits.getLast());
    setting.tell("following " + COMMITS + " commits");
    var walls = new ArrayList<Double>();
    var renders = 0;
    var cpu = 0.0;
    for (var pass = 0; pass < PASSES; pass++) {
      if (pass == PASSES - 2) {
        cpu = CpuTime.own();
        walls.clear();
        renders = 0;
      }
      var way = pass % 2 == 0 ? commits : commits.reversed();
      for (var i = 1; i < way.size(); i++) {
        var begun = System.nanoTime();
        renders += follow(repository, way.get(i - 1), way.get(i), results);
        walls.add((System.nanoTime() - begun) * NANO);
      }
    }
    cpu = (CpuTime.own() - cpu) / walls.size();
    var last = repository.tree(commits.getFirst());
    var equal = apps.stream().allMatch(app -> same(results.get(app), render(last, app)));
    // The way ended where it began; the peer reads the work tree at the last commit.
    follow(repository, commits.getFirst(), commits.getLast(), results);
    var peer = peer(setting, work, apps, results);
    var samples = new Samples(walls);
    return new Row(
        id(),
        what() + ", " + apps.size() + " apps",
        Figure.seconds(cpu, "CPU"),
        Peer.live(Figure.seconds(peer.cpu(), "CPU"), Kubectl.label() + ", one for each app"),
        Optional.of(peer.cpu() / cpu),
        Equality.of(equal && peer.same()),
        List.of(
            String.format(
                Locale.ROOT,
                "%d commits: %.2f renders for each; wall p50 %s, p99 %s%s",
                walls.size(),
                (double) renders / walls.size(),
                Figure.seconds(samples.median(), "").text(),
                Figure.seconds(samples.quantile(0.99), "").text(),
                copies == 1 ? "" : "; the peer ran for one tenth of the apps, times ten")),
        ObjectTree.of("wallSeconds", samples.median(), "cpuSeconds", cpu));
  }

  /** Renders what a commit touched; how many that were. */
  private static int follow(
      GitRepository repository, String from, String to, Map<String, RenderResult> results) {
    var changed = repository.changedPaths(from, to);
    var tree = repository.tree(to);
    var renders = 0;
    for (var entry : results.entrySet()) {
      var inputs = entry.getValue().inputs();
      if (inputs.touchedBy(changed) && !inputs.unchangedIn(tree)) {
        entry.setValue(render(tree, entry.getKey()));
        renders++;
      }
    }
    return renders;
  }

  private static RenderResult render(SourceTree tree, String app) {
    return Renderers.render(
        tree, RenderRequest.of(app, new ApplicationSource(ObjectTree.EMPTY), "app", ""));
  }

  private static boolean same(@org.jspecify.annotations.Nullable RenderResult a, RenderResult b) {
    return a instanceof RenderResult.Rendered one
        && b instanceof RenderResult.Rendered other
        && one.manifests().equals(other.manifests());
  }

  /** What the peer needs for all, and whether it agrees about some. */
  private record Measured(double cpu, boolean same) {}

  private Measured peer(
      Setting setting, Path work, List<String> apps, Map<String, RenderResult> results)
      throws Exception {
    var some = apps.subList(0, apps.size() / copies);
    setting.tell("rendering " + some.size() + " applications by the peer");
    var cpu = 0.0;
    var same = true;
    for (var i = 0; i < some.size(); i++) {
      var program =
          Kubectl.of(work.resolve(some.get(i)))
              .orElseThrow(() -> new IllegalStateException("kubectl is not on the path"));
      var run = program.run().orThrow(program);
      cpu += run.cpu();
      if (i < COMPARED && results.get(some.get(i)) instanceof RenderResult.Rendered ours) {
        same &= BatchRender.text(ours.manifests()).equals(run.output());
      }
    }
    return new Measured(cpu * copies, same);
  }

  private List<String> copy(Path source, Path work) throws IOException {
    var apps = new ArrayList<String>();
    try (var files = Files.walk(source)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var path = source.relativize(file).toString();
        var app = path.startsWith("apps/") && path.endsWith("/kustomization.yaml");
        for (var i = 0; i < (app ? copies : 1); i++) {
          var there = i == 0 ? path : path.replaceFirst("^apps/app-", "apps/app-" + i + "-");
          var target = work.resolve(there);
          Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
          Files.copy(file, target);
          if (app) {
            apps.add(there.substring(0, there.lastIndexOf('/')));
          }
        }
      }
    }
    return apps;
  }

  /** The ids of the commits: all files, then one tag of one application after the other. */
  private static List<String> commits(Path work, List<String> apps) throws Exception {
    git(work, "init", "-q", "-b", "main");
    var ids = new ArrayList<String>();
    ids.add(commit(work));
    for (var i = 1; i < COMMITS; i++) {
      var file = work.resolve(apps.get(i * 7 % apps.size())).resolve("kustomization.yaml");
      var text = Files.readString(file);
      Files.writeString(file, text.replaceAll("newTag: .*", "newTag: build-" + i));
      ids.add(commit(work));
    }
    return ids;
  }

  static String commit(Path work) throws Exception {
    git(work, "add", "-A");
    git(work, "-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "-qm", "x");
    return git(work, "rev-parse", "HEAD").strip();
  }

  static String git(Path work, String... words) throws Exception {
    var command = new ArrayList<>(List.of("git", "-C", work.toString()));
    command.addAll(List.of(words));
    var program = Program.of(command.toArray(String[]::new));
    return program.run().orThrow(program).output();
  }
}
