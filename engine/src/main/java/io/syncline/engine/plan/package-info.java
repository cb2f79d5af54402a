/**
 * From differences to the ordered tasks of one sync operation.
 *
 * <p>Differences and options come in, a {@link io.syncline.engine.plan.SyncPlan} goes out: what is
 * applied or deleted, in which phase and wave, with which apply options. It must not know how far
 * an operation got.
 */
@NullMarked
package io.syncline.engine.plan;

import org.jspecify.annotations.NullMarked;
