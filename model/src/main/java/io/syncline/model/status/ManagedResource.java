package io.syncline.model.status;

import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.util.Optional;

/**
 * One object an application manages, from both sides, fit to be shown: secrets are masked.
 *
 * @param key identity
 * @param target as Git wants it; empty when Git no longer has it
 * @param live as the cluster has it; empty when missing
 * @param normalizedLive live after ignore rules and normalisation
 * @param predictedLive what live would be after a sync
 * @param hook whether the target is a hook
 * @param modified whether a sync would change it
 */
public record ManagedResource(
    ObjectKey key,
    Optional<Manifest> target,
    Optional<Manifest> live,
    Optional<Manifest> normalizedLive,
    Optional<Manifest> predictedLive,
    boolean hook,
    boolean modified) {}
