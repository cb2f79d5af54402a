package io.syncline.pipeline;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.util.Optional;

/**
 * The values that Helm lays a values file over: those of the chart. An overlay often names only a
 * tag, and its chart's {@code values.yaml} says of which image.
 */
final class BaseValues {
  private static final String VALUES = "values.yaml";

  private BaseValues() {}

  /**
   * The values below those in {@code file}: of the {@code values.yaml} in the same folder, else in
   * the nearest folder above that holds a chart. Empty when {@code file} is that one itself, when
   * there is none, or when it holds no mapping.
   *
   * @throws PipelineException when it is no YAML
   */
  static Optional<ObjectTree> of(SourceTree tree, String file) {
    return path(tree, file).flatMap(base -> read(tree, base));
  }

  private static Optional<String> path(SourceTree tree, String file) {
    var folder = SourcePath.parent(file);
    var beside = in(folder, VALUES);
    if (!beside.equals(file) && isFile(tree, beside)) {
      return Optional.of(beside);
    }
    while (!isFile(tree, in(folder, "Chart.yaml"))) {
      if (folder.isEmpty()) {
        return Optional.empty();
      }
      folder = SourcePath.parent(folder);
    }
    return Optional.of(in(folder, VALUES)).filter(base -> !base.equals(file) && isFile(tree, base));
  }

  private static String in(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  private static boolean isFile(SourceTree tree, String path) {
    return tree.entry(path).filter(entry -> entry.type() == SourceTree.Type.FILE).isPresent();
  }

  private static Optional<ObjectTree> read(SourceTree tree, String file) {
    try {
      return Yaml.documents(tree.read(file).orElseThrow()).stream()
          .findFirst()
          .flatMap(document -> Optional.ofNullable(document.value()))
          .filter(ObjectTree.class::isInstance)
          .map(ObjectTree.class::cast);
    } catch (YamlException e) {
      throw new PipelineException(
          file + ":" + e.line() + ": " + e.problem(), "correct the file's YAML");
    }
  }
}
