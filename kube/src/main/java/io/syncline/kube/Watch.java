package io.syncline.kube;

import java.time.Duration;

/** A running list-and-watch. It resumes by itself until closed. */
public interface Watch extends AutoCloseable {
  /** Waits until the first list has been delivered; false when it has not within {@code limit}. */
  boolean awaitSynced(Duration limit);

  /** Stops; no call comes after the one running now. */
  @Override
  void close();
}
