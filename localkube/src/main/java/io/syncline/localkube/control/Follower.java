package io.syncline.localkube.control;

import io.syncline.localkube.store.Written;

/** Something a cluster does by itself about changes of one kind. */
public interface Follower {
  /** Does what an earlier run left undone. */
  void begin();

  /** Does what a change asks for. */
  void see(Written written);
}
