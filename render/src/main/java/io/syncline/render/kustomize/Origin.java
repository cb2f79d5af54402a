package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.util.List;

/**
 * Where an object or a change came from, as the annotations of {@code buildMetadata} say it.
 *
 * @param path file the object came from, "" when generated
 * @param configuredIn file that configures the generator or transformer, "" for plain objects
 * @param by its apiVersion, kind, name and namespace; "" where it has none
 */
record Origin(String path, String configuredIn, List<String> by) {
  static Origin file(String path) {
    return new Origin(path, "", List.of("", "", "", ""));
  }

  static Origin builtin(String configuredIn, String kind) {
    return new Origin("", configuredIn, List.of("builtin", kind, "", ""));
  }

  ObjectTree tree() {
    var tree = new ObjectTree.Builder(4);
    put(tree, "path", path);
    put(tree, "configuredIn", configuredIn);
    var configured = new ObjectTree.Builder(4);
    put(configured, "apiVersion", by.get(0));
    put(configured, "kind", by.get(1));
    put(configured, "name", by.get(2));
    put(configured, "namespace", by.get(3));
    var whole = configured.build();
    if (!whole.isEmpty()) {
      tree.put("configuredBy", whole);
    }
    return tree.build();
  }

  private static void put(ObjectTree.Builder tree, String key, String value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }

  /** The text of the origin annotation. */
  String text() {
    return Yaml.writeInOrder(tree());
  }

  /** The text of the transformations annotation with this one added to {@code before}. */
  String appendTo(String before) {
    return before + Yaml.writeInOrder(List.of(tree()));
  }
}
