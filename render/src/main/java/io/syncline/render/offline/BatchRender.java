package io.syncline.render.offline;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.BuildOptions;
import io.syncline.render.Inputs;
import io.syncline.render.RenderProblem;
import io.syncline.render.RenderResult;
import io.syncline.render.kustomize.KustomizeRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Many builds in one process: each line of a list names a folder, a file name for the result and
 * perhaps flags, with tabs between.
 */
public final class BatchRender {
  private BatchRender() {}

  /** How many builds gave manifests and how many a problem. */
  public record Tally(int rendered, int failed) {}

  /**
   * Renders what {@code list} names into {@code outDir}: {@code NAME.yaml}, or {@code NAME.err}
   * with the problem.
   *
   * @throws IOException when the list cannot be read or a result not be written
   */
  public static Tally run(Path list, Path outDir) throws IOException {
    Files.createDirectories(outDir);
    var rendered = 0;
    var failed = 0;
    for (var line : Files.readAllLines(list)) {
      if (line.isBlank()) {
        continue;
      }
      var fields = line.split("\t", -1);
      var name = fields.length > 1 ? fields[1] : String.valueOf(rendered + failed);
      var options = BuildOptions.parse(fields.length > 2 ? fields[2] : "");
      switch (build(Path.of(fields[0]), options)) {
        case RenderResult.Rendered result -> {
          Files.writeString(outDir.resolve(name + ".yaml"), text(result.manifests()));
          rendered++;
        }
        case RenderResult.Failed result -> {
          Files.writeString(outDir.resolve(name + ".err"), result.problem().text() + "\n");
          failed++;
        }
      }
    }
    return new Tally(rendered, failed);
  }

  /** Builds one folder as {@code kubectl kustomize} does, whatever lies around it. */
  public static RenderResult build(Path folder, BuildOptions options) {
    if (KustomizeRenderer.fileNames().stream()
        .noneMatch(name -> Files.exists(folder.resolve(name)))) {
      // A folder without one is a folder of plain files to the door, and a mistake here.
      var message =
          "unable to find one of "
              + String.join(", ", KustomizeRenderer.fileNames())
              + " (expected: a kustomization)";
      var problem = new RenderProblem(message, folder.toString(), 0, "");
      return new RenderResult.Failed(problem, Inputs.NONE);
    }
    var source = new ApplicationSource(ObjectTree.EMPTY);
    return new RenderFolder(source, "", "", "v1.32.4", List.of(), options).render(folder);
  }

  /** Manifests as one YAML stream with sorted keys. */
  public static String text(List<Manifest> manifests) {
    var text = new StringBuilder();
    for (var manifest : manifests) {
      if (!text.isEmpty()) {
        text.append("---\n");
      }
      text.append(Yaml.write(manifest.root()));
    }
    return text.toString();
  }
}
