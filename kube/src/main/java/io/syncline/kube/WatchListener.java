package io.syncline.kube;

import io.syncline.model.object.Manifest;
import java.util.List;

/** Told what happens to the watched objects, in order, on one thread of the watch. */
public interface WatchListener {
  /** Everything there is: at first, and again whenever the stream had to start over. */
  void replaced(List<Manifest> objects);

  /** One object was made or changed. */
  void changed(Manifest object);

  /** One object is gone; its last state. */
  void deleted(Manifest object);

  /** The stream broke and is being resumed. */
  default void interrupted(ClusterException problem) {}
}
