package io.syncline.engine.actions;

import io.syncline.model.object.Manifest;

/**
 * An object an action changes.
 *
 * @param operation whether it is made or changed
 * @param object as it shall be
 */
public record ImpactedResource(Operation operation, Manifest object) {
  /** What happens to an object. */
  public enum Operation {
    CREATE,
    PATCH
  }

  static ImpactedResource patch(Manifest object) {
    return new ImpactedResource(Operation.PATCH, object);
  }

  static ImpactedResource create(Manifest object) {
    return new ImpactedResource(Operation.CREATE, object);
  }
}
