package io.syncline.bench.live;

import io.syncline.bench.measure.CpuTime;
import io.syncline.bench.measure.Heap;
import io.syncline.bench.measure.Program;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.engine.target.Tracking;
import io.syncline.kube.ClusterConfig;
import io.syncline.kube.cache.LiveCache;
import io.syncline.kube.http.HttpCluster;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The heap that live objects take when all of them are held. */
final class HeldObjects implements Benchmark {
  private static final int COPIES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long VERSION = 9_000_000;
  private static final double MEGABYTE = 1e6;
  private static final double NANO = 1e-9;
  private static final int HEX = 16;
  private static final Map<String, String> PLURALS =
      Map.of(
          "Pod", "pods",
          "ReplicaSet", "replicasets",
          "Deployment", "deployments",
          "ConfigMap", "configmaps",
          "Service", "services");

  /** Bytes of an object as a Go map, on record. */
  private static final double RECORDED = 18.2 * 1024;

  @Override
  public String id() {
    return "B10";
  }

  @Override
  public String what() {
    return "heap of 100,000 live objects, all held, bytes each";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var file = generated(setting);
    var peer = peer(setting, file);
    var stocks = stocks(file);
    var kinds = stocks.stream().map(s -> new GroupKind(s.group(), s.kind())).toList();
    var objects = stocks.stream().mapToInt(Stock::size).sum();
    try (var server = new MadeUpCluster(stocks, VERSION)) {
      try (var cluster = new HttpCluster(ClusterConfig.of(server.url()));
          var warm = cache(cluster)) {
        warm.require(kinds.subList(0, 1), PATIENCE);
      }
      setting.tell("listing " + objects + " objects");
      var before = Heap.used();
      var listedBefore = server.listedBytes();
      try (var cluster = new HttpCluster(ClusterConfig.of(server.url()));
          var cache = cache(cluster)) {
        var cpu = CpuTime.own();
        var begun = System.nanoTime();
        var problems = cache.require(kinds, PATIENCE);
        var wall = (System.nanoTime() - begun) * NANO;
        var spent = CpuTime.own() - cpu;
        var held = Heap.used() - before;
        setting.tell("comparing all of them with what was listed");
        var right = problems.isEmpty() && cache.size() == objects && same(cache, stocks);
        var after = Heap.used() - before;
        var listed = server.listedBytes() - listedBefore;
        var each = Math.rint((double) held / objects);
        return new Row(
            id(),
            what(),
            Figure.count(each, "bytes"),
            peer,
            peer.figure().map(figure -> figure.value() / each),
            Equality.of(right),
            List.of(
                String.format(
                    Locale.ROOT,
                    "%.0f MB in all after a collection; %.0f MB after every object was read once",
                    held / MEGABYTE,
                    after / MEGABYTE),
                String.format(
                    Locale.ROOT,
                    "listed in %.1f s, %.1f s CPU with the server in the same process: %.0f MB of JSON",
                    wall,
                    spent,
                    listed / MEGABYTE),
                "equal: every object, asked for by its key, is as it was listed"),
            ObjectTree.of(
                "objects", (long) objects,
                "heapBytes", held,
                "heapAfterReadingBytes", after,
                "listedBytes", listed,
                "wallSeconds", wall,
                "cpuSeconds", spent));
      }
    }
  }

  private static LiveCache cache(HttpCluster cluster) {
    return new LiveCache(
        cluster, object -> Tracking.DEFAULT.owner(object).map(Tracking.Owner::instance));
  }

  private static boolean same(LiveCache cache, List<Stock> stocks) {
    for (var stock : stocks) {
      for (var i = 0; i < stock.size(); i++) {
        var object = Manifest.parse(stock.objects().make(i));
        if (!cache.get(object.key()).equals(Optional.of(object))) {
          return false;
        }
      }
    }
    return true;
  }

  private static Path generated(Setting setting) throws IOException, InterruptedException {
    var generator =
        setting
            .performanceFile("limits/gen_live_objects.py")
            .orElseThrow(
                () -> new IllegalStateException("gen_live_objects.py of the record is not here"));
    var file = setting.scratch().resolve("live.jsonl");
    var program = Program.of("python3", generator.toString(), file.toString());
    program.run().orThrow(program);
    return file;
  }

  /** The objects of {@code file} some times over, by kind; copies have names of their own. */
  private static List<Stock> stocks(Path file) throws IOException {
    var lines = new TreeMap<String, List<String>>();
    for (var line : Files.readAllLines(file)) {
      var kind = PLURALS.keySet().stream().filter(k -> line.contains("\"kind\":\"" + k + "\""));
      lines.computeIfAbsent(kind.findFirst().orElseThrow(), _ -> new ArrayList<>()).add(line);
    }
    var stocks = new ArrayList<Stock>();
    lines.forEach(
        (kind, all) -> {
          var group = all.getFirst().contains("\"apiVersion\":\"apps/v1\",\"kind\"") ? "apps" : "";
          stocks.add(
              new Stock(
                  group,
                  kind,
                  PLURALS.getOrDefault(kind, kind),
                  all.size() * COPIES,
                  i -> copy(all.get(i % all.size()), i / all.size())));
        });
    return stocks;
  }

  private static byte[] copy(String line, int number) {
    var text = new StringBuilder(line);
    text.insert(text.indexOf("\"name\":\"") + "\"name\":\"".length(), "c" + number + "-");
    var uid = text.indexOf("\"uid\":\"") + "\"uid\":\"".length();
    var digit = Character.digit(text.charAt(uid), HEX) ^ number;
    text.setCharAt(uid, Character.forDigit(digit, HEX));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Go maps of the same objects, where Go and the program of the record are here. */
  private static Peer peer(Setting setting, Path objects) throws IOException, InterruptedException {
    var program = setting.performanceFile("limits/limits.go");
    if (program.isPresent() && Program.exists("go")) {
      setting.tell("the same as Go maps");
      var folder = Files.createDirectories(setting.scratch().resolve("limits"));
      Files.copy(program.get(), folder.resolve("main.go"));
      Files.writeString(
          folder.resolve("go.mod"),
          "module limits\n\ngo 1.19\n\nrequire gopkg.in/yaml.v3 v3.0.1\n");
      Files.writeString(folder.resolve("one.yaml"), "kind: ConfigMap\n");
      var run =
          new Program(
                  List.of(
                      "go",
                      "run",
                      "-C",
                      folder.toString(),
                      "-mod=mod",
                      ".",
                      objects.toString(),
                      folder.resolve("one.yaml").toString()),
                  Map.of("GONOSUMDB", "*", "GOFLAGS", "-mod=mod"))
              .run();
      var found = Pattern.compile("heap/object \\S+\\s+([0-9.]+) KiB").matcher(run.output());
      if (run.exit() == 0 && found.find()) {
        var bytes = Double.parseDouble(found.group(1)) * 1024;
        return Peer.live(Figure.count(Math.rint(bytes), "bytes"), "map[string]interface{} of Go");
      }
      setting.tell("Go did not run: " + run.errors().strip());
    }
    return Peer.recorded(
        Figure.count(Math.rint(RECORDED), "bytes"),
        "map[string]interface{} of Go 1.19: 18.2 KiB (limits.go of the performance record)");
  }
}
