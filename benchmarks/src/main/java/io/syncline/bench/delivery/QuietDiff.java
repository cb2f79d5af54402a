package io.syncline.bench.delivery;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Samples;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.diff.DiffStrategy;
import io.syncline.engine.diff.KnownComparison;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.Tracking;
import io.syncline.kube.ClusterConfig;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.apply.KubectlApply;
import io.syncline.kube.http.HttpCluster;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The comparison of an application of a thousand objects in which nothing differs. */
final class QuietDiff implements Benchmark {
  private static final int OBJECTS = 1_000;
  private static final int BATCHES = 15;
  private static final int FULL = 20;
  private static final int AGAIN = 500;
  private static final String APP = "big";

  /** CPU seconds of one comparison of a small application. */
  private static final double RECORDED = 0.015;

  /** How the objects were applied, and what is known when they are compared. */
  enum Kind {
    CLIENT("B16", "no-change diff of 1,000 objects with managedFields, from nothing", FULL),
    SERVER("B16s", "the same, applied by server-side apply", FULL),
    AGAIN(
        "B16d", "the same once more, live objects at hand: all are as they were", QuietDiff.AGAIN);

    final String id;
    final String what;
    final int runs;

    Kind(String id, String what, int runs) {
      this.id = id;
      this.what = what;
      this.runs = runs;
    }
  }

  private final Kind kind;

  QuietDiff(Kind kind) {
    this.kind = kind;
  }

  @Override
  public String id() {
    return kind.id;
  }

  @Override
  public String what() {
    return kind.what;
  }

  @Override
  public Row run(Setting setting) {
    var tracking = new Tracking(Tracking.Method.parse(""), Tracking.DEFAULT_LABEL, "");
    var targets = targets(tracking);
    setting.tell("applying " + OBJECTS + " objects");
    var live = applied(targets);
    var rules =
        DiffRules.of(APP, tracking).by(new DiffStrategy(kind == Kind.SERVER, Map.of(), false));
    var target = new Target(targets, List.of(), List.of());
    var known = KnownComparison.of(target, live, rules);
    var synced = synced(known);
    var again = LiveState.of(live.objects().values());
    var samples = new ArrayList<Double>();
    for (var batch = 0; batch < BATCHES; batch++) {
      var cpu = CpuTime.own();
      for (var i = 0; i < kind.runs; i++) {
        var next =
            kind == Kind.AGAIN
                ? known.next(target, again, rules)
                : KnownComparison.of(target, live, rules);
        synced &= next.comparison().status() == SyncStatus.SYNCED;
      }
      samples.add((CpuTime.own() - cpu) / kind.runs);
    }
    var own = new Samples(samples.subList(BATCHES / 3, BATCHES));
    var managed =
        live.objects().values().stream()
            .filter(o -> !Tree.items(o.at("metadata", "managedFields")).isEmpty())
            .count();
    return new Row(
        id(),
        what(),
        Figure.seconds(own.median(), "CPU p50"),
        Peer.recorded(
            Figure.seconds(RECORDED, "CPU"),
            "Argo CD: 15 ms for a small app, 3-5 min for a large one by server-side diff (argo-cd#19463); no live peer here"),
        Optional.of(RECORDED / own.median()),
        Equality.of(synced && managed == OBJECTS && finds(target, live, rules)),
        List.of(
            "CPU of the whole process; min "
                + Figure.seconds(own.min(), "").text()
                + ", max "
                + Figure.seconds(own.max(), "").text()
                + " of "
                + own.count()
                + " batches of "
                + kind.runs,
            "equal: every object compares as Synced, and one changed object among them is found"),
        ObjectTree.of(
            "cpuP50Seconds", own.median(), "cpuMaxSeconds", own.max(), "objects", (long) OBJECTS));
  }

  private static boolean synced(KnownComparison known) {
    return known.comparison().differences().size() == OBJECTS
        && known.comparison().differences().stream()
            .allMatch(d -> d.status().equals(Optional.of(SyncStatus.SYNCED)) && !d.modified());
  }

  /** Whether one object that differs is found, and only that one. */
  private static boolean finds(Target target, LiveState live, DiffRules rules) {
    var before = KnownComparison.of(target, live, rules);
    var objects = new ArrayList<>(live.objects().values());
    var one = objects.get(OBJECTS / 2);
    objects.set(
        OBJECTS / 2,
        one.with("else", "metadata", "labels", "app").with("0", "metadata", "resourceVersion"));
    var after = before.next(target, LiveState.of(objects), rules).comparison();
    return after.status() == SyncStatus.OUT_OF_SYNC
        && after.differences().stream().filter(d -> d.modified()).toList().size() == 1
        && after.differences().stream()
            .filter(d -> d.modified())
            .allMatch(d -> d.key().equals(one.key()));
  }

  private static List<Manifest> targets(Tracking tracking) {
    var targets = new ArrayList<Manifest>();
    var kinds = Texts.KINDS.split("(?m)^---$");
    for (var i = 0; i < OBJECTS; i++) {
      var name = "object-%04d".formatted(i);
      var tree = Yaml.parse(kinds[i % kinds.length].formatted(name));
      targets.add(
          tracking.mark(
              new Manifest(Tree.object(tree)).with("shop", "metadata", "namespace"), APP, "shop"));
    }
    return targets;
  }

  /** The targets as they are after an apply. */
  private LiveState applied(List<Manifest> targets) {
    var live = new ArrayList<Manifest>();
    try (var kube = new SimulatedCluster(Duration.ZERO);
        var cluster = new HttpCluster(ClusterConfig.of(kube.url()))) {
      cluster.create(
          Manifest.of(
              Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "shop"))),
          WriteOptions.DEFAULT);
      var apply = new KubectlApply(cluster);
      var options = WriteOptions.by("argocd-controller");
      for (var target : targets) {
        live.add(
            kind == Kind.SERVER
                ? apply.serverSide(target, options.force(true)).object()
                : apply.clientSide(target, Optional.empty(), options, false).object());
      }
    }
    return LiveState.of(live);
  }

  /** All of them. */
  static List<Benchmark> all() {
    return List.of(
        new QuietDiff(Kind.CLIENT), new QuietDiff(Kind.SERVER), new QuietDiff(Kind.AGAIN));
  }
}
