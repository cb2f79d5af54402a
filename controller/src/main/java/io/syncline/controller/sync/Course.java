package io.syncline.controller.sync;

import io.syncline.controller.compare.Compared;
import io.syncline.engine.sync.SyncState;

/**
 * An operation under way, as this process knows it; another one makes it again from what is stored.
 *
 * @param startedAt start of the operation, to tell it from a later one
 * @param retry how many times it was tried before
 * @param compared what it was planned from
 * @param manner how it writes
 * @param state how far it got
 */
record Course(
    String startedAt, long retry, Compared compared, SyncExecutor.Manner manner, SyncState state) {
  Course with(SyncState next) {
    return new Course(startedAt, retry, compared, manner, next);
  }
}
