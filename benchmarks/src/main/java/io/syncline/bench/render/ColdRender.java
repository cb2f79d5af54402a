package io.syncline.bench.render;

import io.syncline.bench.measure.Pairs;
import io.syncline.bench.measure.Program;
import io.syncline.bench.plan.Benchmark;
import io.syncline.bench.plan.Setting;
import io.syncline.bench.report.Equality;
import io.syncline.bench.report.Figure;
import io.syncline.bench.report.Peer;
import io.syncline.bench.report.Row;
import io.syncline.model.tree.ObjectTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tiny overlay rendered by a new process of ours each time: what a person waits for. */
record ColdRender(Inputs inputs) implements Benchmark {
  private static final int PAIRS = 9;

  @Override
  public String id() {
    return "B1c";
  }

  @Override
  public String what() {
    return "render a tiny overlay, 2 objects, cold command line";
  }

  @Override
  public Row run(Setting setting) throws Exception {
    var folder = inputs.folder(setting, "a_tiny/overlay").orElseThrow();
    var ours = command(setting, folder);
    var notes = new ArrayList<String>();
    inputs.note(setting).ifPresent(notes::add);
    notes.add(ours.note());
    var text = ours.program().run().orThrow(ours.program()).output();
    var peer = Kubectl.of(folder);
    if (peer.isEmpty()) {
      var wall = ours.program().run().wall();
      return new Row(
          id(),
          what(),
          Figure.seconds(wall, "wall"),
          Peer.none("kubectl is not on the path"),
          Optional.empty(),
          Equality.UNCHECKED,
          notes,
          ObjectTree.EMPTY);
    }
    var same = text.equals(peer.get().run().orThrow(peer.get()).output());
    setting.tell("measuring " + PAIRS + " pairs");
    var measured = Pairs.run(PAIRS, () -> wall(ours.program()), () -> wall(peer.get()));
    return new Row(
        id(),
        what(),
        Figure.seconds(measured.ours().median(), "p50"),
        Peer.live(Figure.seconds(measured.peer().median(), "p50"), Kubectl.label()),
        Optional.of(measured.ratios().median()),
        Equality.of(same),
        notes,
        RenderBenchmark.details(measured));
  }

  private static double wall(Program program) throws Exception {
    return program.run().orThrow(program).wall();
  }

  /** How our command line is started here. */
  private record Started(Program program, String note) {}

  private static Started command(Setting setting, Path folder) {
    var launcher = setting.home().resolve("syncline");
    var built = setting.home().resolve("app/target/lib");
    var argument = RenderBenchmark.argument(folder);
    if (Files.isExecutable(launcher) && hasJars(built)) {
      return new Started(
          new Program(
              List.of(launcher.toAbsolutePath().toString(), "render", argument),
              Map.of("SYNCLINE_NO_BUILD", "1")),
          "ours: ./syncline render, without the check whether sources changed");
    }
    var java = ProcessHandle.current().info().command().orElse("java");
    return new Started(
        Program.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.syncline.app.Main",
            "render",
            argument),
        "ours: java with the class path of the benchmark, for app/target/lib is not built");
  }

  private static boolean hasJars(Path folder) {
    try (var files = Files.newDirectoryStream(folder, "syncline-app*.jar")) {
      return files.iterator().hasNext();
    } catch (java.io.IOException _) {
      // Not built: the class path of the benchmark serves.
      return false;
    }
  }
}
