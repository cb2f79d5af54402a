package io.syncline.bench.render;

import io.syncline.bench.measure.CpuTime;
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
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import io.syncline.render.kustomize.BuildMemo;
import io.syncline.render.offline.BatchRender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One edit in a kustomization of 1,000 objects, committed: from the commit to the digest of the new
 * desired state, by a renderer that knows the render before.
 *
 * @param id of the benchmark
 * @param what is edited
 * @param file the edited file below the inputs of the case
 * @param edit what stands there
 * @param by what stands there after an edit, with the number of the edit
 */
record EditBenchmark(Inputs inputs, String id, String what, String file, String edit, String by)
    implements Benchmark {
  private static final String FOLDER = "c9_full";
  private static final int EDITS = 40;

  /** CPU seconds the edits are followed, there and back, before two more times count. */
  private static final double WARM_UP = 8;

  private static final int COMPARED = 5;

  /** The desired state after a commit: its digest, and the digest of each object by identity. */
  private static final class Desired {
    private IdentityHashMap<Manifest, byte[]> digests = new IdentityHashMap<>();
    private List<Manifest> manifests = List.of();
    private byte[] digest = {};

    void follow(RenderResult result) throws Exception {
      manifests = ((RenderResult.Rendered) result).manifests();
      var next = new IdentityHashMap<Manifest, byte[]>(manifests.size());
      var whole = MessageDigest.getInstance("SHA-256");
      for (var manifest : manifests) {
        var known = digests.get(manifest);
        var own = known == null ? digest(manifest) : known;
        next.put(manifest, own);
        whole.update(own);
      }
      digests = next;
      digest = whole.digest();
    }

    private static byte[] digest(Manifest manifest) throws Exception {
      return MessageDigest.getInstance("SHA-256")
          .digest(manifest.json().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var source =
        inputs
            .folder(setting, "c_large")
            .orElseThrow(
                () ->
                    new IllegalStateException("input c_large is missing; hint: set SYNCLINE_PERF"));
    setting.tell("making the repository");
    var work = setting.scratch().resolve("edits-" + id);
    for (var part : List.of("base", FOLDER)) {
      copy(source, source.resolve(part), work);
    }
    var commits = commits(work);
    var mirrors = setting.scratch().resolve("edits-mirrors-" + id);
    try (var repositories = new GitRepositories(mirrors, GitSettings.defaults().allowLocal(true))) {
      var repository = repositories.repository(work.toUri().toString(), Credentials.anonymous());
      return measured(setting, repository, work, commits);
    }
  }

  private Row measured(Setting setting, GitRepository repository, Path work, List<String> commits)
      throws Exception {
    // The mirror holds all commits from here on: fetching is not what is measured.
    repository.tree(commits.getFirst());
    repository.tree(commits.getLast());
    setting.tell("following " + EDITS + " edits");
    var memo = new BuildMemo();
    var desired = new Desired();
    var cpus = new ArrayList<Double>();
    var anew = 0L;
    var equal = true;
    var warm = CpuTime.own() + WARM_UP;
    var counted = 0;
    for (var pass = 0; counted < 2; pass++) {
      var way = pass % 2 == 0 ? commits : commits.reversed();
      var counts = CpuTime.own() > warm;
      counted += counts ? 1 : 0;
      for (var i = 0; i < way.size(); i++) {
        var before = CpuTime.own();
        desired.follow(render(repository, way.get(i), Optional.of(memo)));
        if (counts && i > 0) {
          cpus.add(CpuTime.own() - before);
          anew += memo.rendered();
        }
        if (counts && i % (EDITS / COMPARED) == 0) {
          equal &= same(desired, render(repository, way.get(i), Optional.empty()));
        }
      }
    }
    desired.follow(render(repository, commits.getLast(), Optional.of(memo)));
    var samples = new Samples(cpus);
    var objects = desired.manifests.size();
    var peer = Kubectl.of(work.resolve(FOLDER));
    var note =
        String.format(
            Locale.ROOT,
            "%d edits: %.1f of %,d objects made anew for each; mean %s, least %s",
            cpus.size(),
            (double) anew / cpus.size(),
            objects,
            Figure.seconds(cpus.stream().mapToDouble(c -> c).average().orElse(0), "").text(),
            Figure.seconds(samples.min(), "").text());
    if (peer.isEmpty()) {
      return row(samples, Peer.none("kubectl is not on the path"), Optional.empty(), equal, note);
    }
    setting.tell("rendering all by the peer");
    var run = peer.get().run().orThrow(peer.get());
    equal &= BatchRender.text(desired.manifests).equals(run.output());
    return row(
        samples,
        Peer.live(Figure.seconds(run.cpu(), "CPU"), Kubectl.label() + ", which renders all"),
        Optional.of(run.cpu() / samples.median()),
        equal,
        note);
  }

  private Row row(Samples samples, Peer peer, Optional<Double> ratio, boolean equal, String note) {
    return new Row(
        id,
        what,
        Figure.seconds(samples.median(), "CPU"),
        peer,
        ratio,
        Equality.of(equal),
        List.of(note),
        ObjectTree.of("cpuSeconds", samples.median(), "cpuSecondsP90", samples.quantile(0.9)));
  }

  private static RenderResult render(
      GitRepository repository, String commit, Optional<BuildMemo> memo) {
    var request = RenderRequest.of(FOLDER, new ApplicationSource(ObjectTree.EMPTY), "app", "");
    var tree = repository.tree(commit);
    return memo.isPresent()
        ? Renderers.render(tree, request, BuildOptions.DEFAULT, memo.get())
        : Renderers.render(tree, request, BuildOptions.DEFAULT);
  }

  private static boolean same(Desired known, RenderResult whole) throws Exception {
    var other = new Desired();
    other.follow(whole);
    return MessageDigest.isEqual(known.digest, other.digest)
        && BatchRender.text(known.manifests).equals(BatchRender.text(other.manifests));
  }

  private static void copy(Path source, Path part, Path work) throws IOException {
    try (var files = Files.walk(part)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = work.resolve(source.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
  }

  private List<String> commits(Path work) throws Exception {
    CommitBenchmark.git(work, "init", "-q", "-b", "main");
    var ids = new ArrayList<String>();
    ids.add(CommitBenchmark.commit(work));
    var text = Files.readString(work.resolve(file));
    if (!text.contains(edit)) {
      throw new IllegalStateException(file + " does not contain '" + edit + "'");
    }
    for (var i = 1; i < EDITS; i++) {
      Files.writeString(work.resolve(file), text.replace(edit, by + i));
      ids.add(CommitBenchmark.commit(work));
    }
    return ids;
  }
}
