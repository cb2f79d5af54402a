package io.syncline.engine.sync;

import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.plan.SyncTask;

/** A phase and a wave in it: the unit that runs together. */
record Wave(SyncPhase phase, int number) {
  static Wave of(SyncTask task) {
    return new Wave(task.phase(), task.wave());
  }
}
