package io.syncline.render.kustomize;

/** One change to the objects of a build. */
@FunctionalInterface
interface Transform {
  /** Changes the objects in place. */
  void apply(ResourceMap map);

  /**
   * A change and where it was asked for.
   *
   * @param origin record for the transformations annotation; absent when none is kept
   */
  record Tracked(Transform transform, java.util.Optional<Origin> origin) {}
}
