package io.syncline.localkube.write;

/** Which part of an object a write may change. */
public enum Part {
  /** Everything but the status, where the status is written on its own. */
  MAIN,
  /** The status. */
  STATUS,
  /** The number of replicas. */
  SCALE,
  /** The finalizers in the spec of a namespace. */
  FINALIZE,
  /** Everything: conditions of a signing request, the node of a pod. */
  WHOLE;

  /** Name of the subresource in managed fields, "" for the object itself. */
  public String subresource() {
    return switch (this) {
      case STATUS -> "status";
      case SCALE -> "scale";
      case MAIN, WHOLE, FINALIZE -> "";
    };
  }
}
