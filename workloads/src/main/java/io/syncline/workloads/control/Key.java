package io.syncline.workloads.control;

import io.syncline.model.object.Manifest;

/**
 * The place of one object.
 *
 * @param kind its kind
 * @param namespace its namespace, "" for a cluster-scoped kind
 * @param name its name
 */
public record Key(Kind kind, String namespace, String name) {
  /** The place of {@code object}. */
  public static Key of(Kind kind, Manifest object) {
    return new Key(kind, object.namespace(), object.name());
  }
}
