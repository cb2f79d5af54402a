package io.syncline.engine.health;

import io.syncline.engine.annotations.Hooks;
import io.syncline.model.object.Manifest;

/** Tells objects on their way out from hooks that are only held for us to see. */
final class PendingDeletion {
  private PendingDeletion() {}

  static boolean applies(Manifest live) {
    return live.deleting() && !live.finalizers().contains(Hooks.FINALIZER);
  }
}
