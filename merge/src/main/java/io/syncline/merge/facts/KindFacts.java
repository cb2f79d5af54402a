package io.syncline.merge.facts;

import io.syncline.model.object.GroupKind;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/**
 * What the API server knows about one built-in kind.
 *
 * @param group API group, "" for core
 * @param version API version
 * @param kind kind, such as {@code Deployment}
 * @param plural plural name in paths
 * @param singular singular name
 * @param namespaced whether its objects live in namespaces
 * @param struct name of the struct that describes it
 * @param shortNames short names for people
 * @param categories categories such as {@code all}
 * @param verbs verbs it answers
 * @param subresources names of its subresources
 * @param statusStrategy whether status is written through its subresource only
 * @param generation whether changes outside metadata and status count up the generation
 * @param gracefulDelete whether deletion waits for a grace period
 * @param defaultPropagation how deletion cascades when the request does not say
 * @param fieldSelectors fields that list requests may select by
 * @param immutable fields that may not change, some with prose conditions
 * @param onCreate what the server fills in at creation, some values as prose in angle brackets
 * @param table columns of the server-side table
 */
public record KindFacts(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    boolean namespaced,
    String struct,
    List<String> shortNames,
    List<String> categories,
    List<String> verbs,
    List<String> subresources,
    boolean statusStrategy,
    boolean generation,
    boolean gracefulDelete,
    Optional<String> defaultPropagation,
    List<String> fieldSelectors,
    List<String> immutable,
    ObjectTree onCreate,
    List<Column> table) {
  /** Copies the lists. */
  public KindFacts {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    verbs = List.copyOf(verbs);
    subresources = List.copyOf(subresources);
    fieldSelectors = List.copyOf(fieldSelectors);
    immutable = List.copyOf(immutable);
    table = List.copyOf(table);
  }

  /** {@code apps/v1}; just {@code v1} for core. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Group and kind. */
  public GroupKind groupKind() {
    return new GroupKind(group, kind);
  }

  /**
   * One column of the server-side table.
   *
   * @param name heading
   * @param priority 0 for always, greater for wide output only
   */
  public record Column(String name, int priority) {}
}
