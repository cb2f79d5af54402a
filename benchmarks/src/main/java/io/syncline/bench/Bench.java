package io.syncline.bench;

import io.syncline.bench.delivery.DeliveryBenchmarks;
import io.syncline.bench.kube.KubeBenchmarks;
import io.syncline.bench.live.LiveBenchmarks;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.render.RenderBenchmarks;
import io.syncline.bench.report.Printer;
import io.syncline.bench.report.Printer.Format;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./bench}: runs benchmarks one after another and prints a row for each. */
@Command(
    name = "bench",
    description =
        "Run benchmarks: one row each with ours, peer, ratio and whether outputs were equal",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Bench implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final long MEBIBYTE = 1L << 20;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Benchmarks to run, with their variants (default: all)")
  List<String> ids = List.of();

  @Option(names = "--list", description = "Say which benchmarks there are")
  boolean list;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json")
  Format format = Format.TABLE;

  @Option(names = "--full", description = "Sizes of the performance record: takes minutes")
  boolean full;

  @Option(
      names = "--apps",
      paramLabel = "N",
      description = "Applications in B8 and B12 to B14, instead of what the size of the run says")
  int apps;

  /** Runs and exits: 0 when every row counts, 1 when not, 2 for a usage error. */
  public static void main(String[] words) {
    System.exit(
        new CommandLine(new Bench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Bench::explain)
            .execute(words));
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("bench: " + e.getMessage());
    return e instanceof IllegalArgumentException ? USAGE : FAILED;
  }

  @Override
  public Integer call() throws IOException {
    var scratch = Files.createTempDirectory("syncline-bench");
    try (var delivery = new DeliveryBenchmarks()) {
      var all = new ArrayList<>(RenderBenchmarks.all());
      all.addAll(delivery.all());
      all.addAll(LiveBenchmarks.all());
      all.addAll(KubeBenchmarks.all());
      var chosen = Selection.of(all, ids);
      if (list) {
        chosen.forEach(b -> System.out.printf("%-8s %s%n", b.id(), b.what()));
        return 0;
      }
      return measure(chosen, scratch);
    } finally {
      delete(scratch);
    }
  }

  private int measure(List<Benchmark> chosen, Path scratch) {
    var printer = new Printer(System.out, format, machine());
    printer.begin();
    var good = true;
    for (var benchmark : chosen) {
      var setting =
          new Setting(
              full,
              apps,
              scratch,
              home(),
              text -> System.err.println(benchmark.id() + ": " + text));
      try {
        var row = benchmark.run(setting);
        printer.row(row);
        good &= row.counts();
      } catch (Exception e) {
        good = false;
        System.err.println(
            "bench: " + benchmark.id() + " could not be measured: " + e.getMessage());
      }
    }
    printer.end();
    return good ? 0 : FAILED;
  }

  private static Path home() {
    return Path.of(Optional.ofNullable(System.getenv("SYNCLINE_HOME")).orElse("."))
        .toAbsolutePath()
        .normalize();
  }

  private static ObjectTree machine() {
    var runtime = Runtime.getRuntime();
    var load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return ObjectTree.of(
        "time",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        "processors",
        (long) runtime.availableProcessors(),
        "heapMiB",
        runtime.maxMemory() / MEBIBYTE,
        "loadAverage",
        Math.rint(load * 10) / 10,
        "java",
        System.getProperty("java.vm.version"),
        "system",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "architecture",
        System.getProperty("os.arch"));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
