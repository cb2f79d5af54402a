package io.syncline.engine.diff;

import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.SyncStatus;
import java.util.Optional;

/**
 * One object from both sides, unmasked: for deciding, not for showing ({@link SecretMask}).
 *
 * @param key identity
 * @param target as Git wants it; empty when Git does not have it
 * @param live as the cluster has it; empty when missing
 * @param status how both compare; empty for hooks, skipped and foreign objects
 * @param modified whether applying the target would change something
 * @param requiresPruning whether it is ours, live, and no longer wanted
 * @param hook whether the object is a hook
 * @param normalizedLive live after normalisation and ignore rules; empty without live
 * @param predictedLive what live would be after applying the target; empty when it would be gone
 */
public record Difference(
    ObjectKey key,
    Optional<Manifest> target,
    Optional<Manifest> live,
    Optional<SyncStatus> status,
    boolean modified,
    boolean requiresPruning,
    boolean hook,
    Optional<Manifest> normalizedLive,
    Optional<Manifest> predictedLive) {
  /** The target, or live when there is none. */
  public Manifest object() {
    return target.or(() -> live).orElseThrow();
  }
}
