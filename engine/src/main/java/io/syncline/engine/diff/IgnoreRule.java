package io.syncline.engine.diff;

import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param jqTime how long an expression may take on one object, as counted in steps
 */
public record IgnoreRule(
    String group,
    String kind,
    String name,
    String namespace,
    List<String> jsonPointers,
    List<String> jqPaths,
    List<String> managers,
    Duration jqTime) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Whose expressions may take a second. */
  public IgnoreRule(
      String group,
      String kind,
      String name,
      String namespace,
      List<String> jsonPointers,
      List<String> jqPaths,
      List<String> managers) {
    this(group, kind, name, namespace, jsonPointers, jqPaths, managers, SECOND);
  }

  /** Copies the lists. */
  public IgnoreRule {
    jsonPointers = List.copyOf(jsonPointers);
    jqPaths = List.copyOf(jqPaths);
    managers = List.copyOf(managers);
  }

  /** The same with another time for its expressions. */
  public IgnoreRule jqTime(Duration other) {
    return new IgnoreRule(group, kind, name, namespace, jsonPointers, jqPaths, managers, other);
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

  /**
   * The {@code ignoreDifferences} customization of kinds.
   *
   * @param kindGlob {@code group/kind}, or {@code kind} for the core group; both may be globs
   */
  public static IgnoreRule forKinds(String kindGlob, ObjectTree customization) {
    var slash = kindGlob.lastIndexOf('/');
    return new IgnoreRule(
        slash < 0 ? "" : kindGlob.substring(0, slash),
        kindGlob.substring(slash + 1),
        "",
        "",
        texts(customization, "jsonPointers"),
        texts(customization, "jqPathExpressions"),
        texts(customization, "managedFieldsManagers"));
  }

  /** Everything {@code rules} say about the object with {@code key} in one rule. */
  public static Optional<IgnoreRule> merged(List<IgnoreRule> rules, ObjectKey key) {
    return rules.stream()
        .filter(rule -> Ignores.matches(rule, key))
        .reduce(
            (a, b) ->
                new IgnoreRule(
                    key.group(),
                    key.kind(),
                    key.name(),
                    key.namespace(),
                    joined(a.jsonPointers, b.jsonPointers),
                    joined(a.jqPaths, b.jqPaths),
                    joined(a.managers, b.managers),
                    a.jqTime.compareTo(b.jqTime) > 0 ? a.jqTime : b.jqTime));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static List<String> texts(ObjectTree entry, String field) {
    return Tree.items(entry.get(field)).stream().map(String::valueOf).toList();
  }
}
