package io.syncline.engine.diff;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/**
 * Fields to leave out of comparison for some objects (semantics 13.6).
 *
 * @param group glob of API groups
 * @param kind glob of kinds
 * @param name exact name, "" for any
 * @param namespace exact namespace, "" for any
 * @param jsonPointers fields by JSON pointer
 * @param jqPaths fields by jq path expression
 * @param managers managers whose fields are left out
 */
public record IgnoreRule(
    String group,
    String kind,
    String name,
    String namespace,
    List<String> jsonPointers,
    List<String> jqPaths,
    List<String> managers) {
  /** Copies the lists. */
  public IgnoreRule {
    jsonPointers = List.copyOf(jsonPointers);
    jqPaths = List.copyOf(jqPaths);
    managers = List.copyOf(managers);
  }

  /** One entry of {@code spec.ignoreDifferences}. */
  public static IgnoreRule from(ObjectTree entry) {
    return new IgnoreRule(
        Tree.text(entry, "group"),
        Tree.text(entry, "kind"),
        Tree.text(entry, "name"),
        Tree.text(entry, "namespace"),
        texts(entry, "jsonPointers"),
        texts(entry, "jqPathExpressions"),
        texts(entry, "managedFieldsManagers"));
  }

  private static List<String> texts(ObjectTree entry, String field) {
    return Tree.items(entry.get(field)).stream().map(String::valueOf).toList();
  }
}
