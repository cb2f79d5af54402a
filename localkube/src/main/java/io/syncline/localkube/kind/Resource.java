package io.syncline.localkube.kind;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.store.Key;
import java.util.List;
import java.util.Optional;

/**
 * One served version of a resource.
 *
 * @param id group, version and plural
 * @param kind kind of its objects
 * @param names names beside the plural
 * @param namespaced whether objects live in namespaces
 * @param verbs what clients may do, in discovery order
 * @param subresources such as {@code status} and {@code scale}
 * @param traits how writes behave
 * @param fieldSelectors field paths that may be selected beside name and namespace
 * @param columns table columns
 * @param custom the definition behind a custom resource
 */
public record Resource(
    ResourceId id,
    String kind,
    Names names,
    boolean namespaced,
    List<String> verbs,
    List<String> subresources,
    Traits traits,
    List<String> fieldSelectors,
    List<Column> columns,
    Optional<CustomVersion> custom) {
  /** Copies the lists. */
  public Resource {
    verbs = List.copyOf(verbs);
    subresources = List.copyOf(subresources);
    fieldSelectors = List.copyOf(fieldSelectors);
    columns = List.copyOf(columns);
  }

  /**
   * Names beside the plural.
   *
   * @param singular singular name
   * @param listKind kind of lists
   * @param shortNames abbreviations
   * @param categories groups such as {@code all}
   */
  public record Names(
      String singular, String listKind, List<String> shortNames, List<String> categories) {
    /** Copies the lists. */
    public Names {
      shortNames = List.copyOf(shortNames);
      categories = List.copyOf(categories);
    }
  }

  /**
   * How writes behave.
   *
   * @param statusSplit whether status is written only through its subresource
   * @param generation whether changes of the spec are counted in metadata.generation
   * @param gracefulDelete whether deletion waits for the grace period
   * @param orphansByDefault whether dependents outlive a delete that names no propagation
   */
  public record Traits(
      boolean statusSplit, boolean generation, boolean gracefulDelete, boolean orphansByDefault) {}

  /** {@code apps/v1}, or {@code v1} for core. */
  public String apiVersion() {
    return id.group().isEmpty() ? id.version() : id.group() + "/" + id.version();
  }

  /** {@code deployments.apps}, or {@code pods} for core: the name in messages. */
  public String qualified() {
    return id.group().isEmpty() ? id.plural() : id.plural() + "." + id.group();
  }

  /** Where an object of this resource is kept. */
  public Key key(String namespace, String name) {
    return new Key(storageGroup(), id.plural(), namespaced ? namespace : "", name);
  }

  /** What the keys of this resource, or of one namespace of it, start with. */
  public String prefix(String namespace) {
    return Key.prefix(storageGroup(), id.plural(), namespaced ? namespace : "");
  }

  /** Events of both groups are the same objects, kept as core ones. */
  private String storageGroup() {
    return id.group().equals("events.k8s.io") ? "" : id.group();
  }

  /** Whether objects are kept at all; reviews are only answered. */
  public boolean stored() {
    return verbs.contains("list")
        && !kind.equals("ComponentStatus")
        && !id.group().equals("metrics.k8s.io");
  }

  /** Whether it has a subresource. */
  public boolean has(String subresource) {
    return subresources.contains(subresource);
  }
}
