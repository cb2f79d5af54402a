package io.syncline.localkube.write;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import java.util.Optional;

/** The last word of those who know the writer, before an object is kept. */
@FunctionalInterface
public interface Approval {
  /** Of writers who may everything. */
  Approval ALWAYS = (resource, live, next) -> {};

  /**
   * Refuses what the writer may not.
   *
   * @param live the object that is replaced; empty for a new one
   * @param next the object to be kept
   * @throws ApiException when refused
   */
  void check(Resource resource, Optional<ObjectTree> live, ObjectTree next);
}
