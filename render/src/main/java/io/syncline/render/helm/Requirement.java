package io.syncline.render.helm;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/**
 * One entry of a chart's {@code dependencies}.
 *
 * @param name name of the chart
 * @param version range its version must lie in
 * @param repository where it comes from
 * @param condition value paths that switch it, comma separated; the first that is set counts
 * @param tags value tags that switch it
 * @param alias name it is used under, "" for its own
 * @param importValues values it hands up: names of exports, or child and parent paths
 */
record Requirement(
    String name,
    String version,
    String repository,
    String condition,
    List<String> tags,
    String alias,
    List<Object> importValues) {
  Requirement {
    tags = List.copyOf(tags);
    importValues = List.copyOf(importValues);
  }

  static Requirement of(ObjectTree tree) {
    return new Requirement(
        Metadata.text(tree, "name"),
        Metadata.text(tree, "version"),
        Metadata.text(tree, "repository"),
        Metadata.text(tree, "condition"),
        Tree.items(tree.get("tags")).stream().map(String::valueOf).toList(),
        Metadata.text(tree, "alias"),
        Tree.items(tree.get("import-values")));
  }

  /** The name values and templates know it by. */
  String usedName() {
    return alias.isEmpty() ? name : alias;
  }
}
