package io.syncline.engine.target;

/** Whether objects of a kind live in a namespace. */
public enum Scope {
  /** In a namespace. */
  NAMESPACED,
  /** Directly in the cluster. */
  CLUSTER,
  /** The cluster does not serve the kind (yet). */
  UNKNOWN
}
