package io.syncline.render.helm;

import com.marcnuri.helm.Helm;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Helm itself, which renders a chart from disk. It drops hooks and CRDs. */
final class HelmOracle {
  private HelmOracle() {}

  /** What Helm printed, or why it did not. */
  record Answer(boolean failed, String text) {
    /** Error text without the line about --debug. */
    String error() {
      return text.replaceAll("\\s*Use --debug flag to render out invalid YAML", "").strip();
    }

    List<ObjectTree> objects() {
      var objects = new ArrayList<ObjectTree>();
      for (var document : Yaml.documents(text)) {
        if (document.value() instanceof ObjectTree tree && !tree.isEmpty()) {
          objects.add((ObjectTree) java.util.Objects.requireNonNull(Tree.sorted(tree)));
        }
      }
      return objects;
    }
  }

  static Answer template(Path directory, Map<String, String> files, List<String> valueFiles) {
    try {
      clear(directory);
      for (var file : files.entrySet()) {
        var path = directory.resolve(file.getKey());
        Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command =
        new Helm(directory)
            .template()
            .withName("rel")
            .withNamespace("ns")
            .withKubeVersion("v1.32.4")
            .skipCrds();
    valueFiles.forEach(f -> command.withValuesFile(directory.resolve(f)));
    try {
      return new Answer(false, command.call());
    } catch (RuntimeException e) {
      return new Answer(true, String.valueOf(e.getMessage()));
    }
  }

  private static void clear(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var all = Files.walk(directory)) {
      for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!path.equals(directory)) {
          Files.delete(path);
        }
      }
    }
  }

  /** Our objects as Helm's are given: sorted, without hooks. */
  static List<ObjectTree> withoutHooks(List<Manifest> manifests) {
    return manifests.stream()
        .filter(m -> m.annotation("helm.sh/hook").isEmpty())
        .map(m -> (ObjectTree) java.util.Objects.requireNonNull(Tree.sorted(m.root())))
        .toList();
  }
}
