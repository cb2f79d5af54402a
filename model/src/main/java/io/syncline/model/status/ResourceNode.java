package io.syncline.model.status;

import io.syncline.model.object.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * One object in the resource tree of an application.
 *
 * @param key identity
 * @param version API version without group
 * @param uid uid in the cluster, "" when unknown
 * @param parents keys of the owners inside the tree; empty for roots
 * @param resourceVersion version in the cluster, "" when unknown
 * @param images images of its containers
 * @param health how it is; empty for kinds without health
 * @param createdAt RFC 3339, "" when unknown
 * @param info short facts for people, name and value
 */
public record ResourceNode(
    ObjectKey key,
    String version,
    String uid,
    List<ObjectKey> parents,
    String resourceVersion,
    List<String> images,
    Optional<Health> health,
    String createdAt,
    List<Fact> info) {
  /** A short fact for people, such as {@code Containers: 1/1}. */
  public record Fact(String name, String value) {}

  /** Copies the lists. */
  public ResourceNode {
    parents = List.copyOf(parents);
    images = List.copyOf(images);
    info = List.copyOf(info);
  }
}
