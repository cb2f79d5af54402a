package io.syncline.localkube.write;

import io.syncline.localkube.api.LocalApi.Propagation;
import java.util.Optional;

/**
 * How to delete.
 *
 * @param propagation what happens to dependents; empty for the default of the resource
 * @param graceSeconds grace; empty for the default of the object
 * @param uid uid the object must have
 * @param resourceVersion version the object must have
 * @param dryRun whether nothing is deleted
 */
public record DeleteOptions(
    Optional<Propagation> propagation,
    Optional<Long> graceSeconds,
    Optional<String> uid,
    Optional<String> resourceVersion,
    boolean dryRun) {
  /** A background delete with the default grace. */
  public static final DeleteOptions BACKGROUND =
      new DeleteOptions(
          Optional.of(Propagation.BACKGROUND),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);
}
