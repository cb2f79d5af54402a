package io.syncline.bench.render;

import io.syncline.bench.measure.Program;
import io.syncline.bench.plan.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folders to render: made once by the generator of the performance record, or by our own. */
public final class Inputs {
  private static final String GENERATOR = "gen_inputs.py";
  private static final String OWN =
      "inputs: own small ones, for the generator of the performance record is not here (hint: set"
          + " SYNCLINE_PERF to its folder)";

  private @Nullable Made made;

  /**
   * Generated folders.
   *
   * @param root folder that holds {@code a_tiny}, {@code b_micro10}, …
   * @param note what to say about them; empty for those of the performance record
   */
  private record Made(Path root, Optional<String> note) {}

  /** A case's folder; empty when these inputs do not have it. */
  Optional<Path> folder(Setting setting, String name) throws IOException, InterruptedException {
    return Optional.of(made(setting).root().resolve(name)).filter(Files::isDirectory);
  }

  /** What to say about the inputs beside the figures. */
  Optional<String> note(Setting setting) throws IOException, InterruptedException {
    return made(setting).note();
  }

  private Made made(Setting setting) throws IOException, InterruptedException {
    var known = made;
    if (known == null) {
      known = make(setting);
      made = known;
    }
    return known;
  }

  private static Made make(Setting setting) throws IOException, InterruptedException {
    var root = Files.createDirectories(setting.scratch().resolve("inputs"));
    var generator = setting.performanceFile(GENERATOR);
    if (generator.isPresent() && Program.exists("python3")) {
      setting.tell("generating inputs");
      var program = Program.of("python3", generator.get().toString(), root.toString());
      program.run().orThrow(program);
      return new Made(root, Optional.empty());
    }
    OwnInputs.write(root);
    return new Made(root, Optional.of(OWN));
  }
}
