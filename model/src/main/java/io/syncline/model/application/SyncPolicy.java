package io.syncline.model.application;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/**
 * How an Application syncs.
 *
 * @param automated present when it syncs by itself
 * @param options {@code Key=value} strings, compared exactly
 * @param retry as written; empty when absent
 * @param namespaceMetadata labels and annotations for a namespace made by {@code CreateNamespace}
 */
public record SyncPolicy(
    Optional<Automated> automated,
    List<String> options,
    Optional<ObjectTree> retry,
    ObjectTree namespaceMetadata) {
  /**
   * Automatic sync.
   *
   * @param prune delete what Git no longer has
   * @param selfHeal undo changes made in the cluster
   * @param allowEmpty permit a sync that would delete everything
   */
  public record Automated(boolean prune, boolean selfHeal, boolean allowEmpty) {}

  /** Copies the list. */
  public SyncPolicy {
    options = List.copyOf(options);
  }

  /** Whether {@code option} stands in the list exactly so. */
  public boolean has(String option) {
    return options.contains(option);
  }

  static SyncPolicy from(ObjectTree tree) {
    Optional<Automated> automated = Optional.empty();
    if (tree.get("automated") instanceof ObjectTree a && !Boolean.FALSE.equals(a.get("enabled"))) {
      automated =
          Optional.of(
              new Automated(
                  Tree.flag(a, "prune"), Tree.flag(a, "selfHeal"), Tree.flag(a, "allowEmpty")));
    }
    var options = Tree.items(tree.get("syncOptions")).stream().map(String::valueOf).toList();
    var retry =
        tree.get("retry") instanceof ObjectTree r ? Optional.of(r) : Optional.<ObjectTree>empty();
    return new SyncPolicy(
        automated, options, retry, Tree.object(tree.get("managedNamespaceMetadata")));
  }
}
