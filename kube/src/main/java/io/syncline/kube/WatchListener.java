package io.syncline.kube;

import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.List;

/** Told what happens to the watched objects, in order, on one thread of the watch. */
public interface WatchListener {
  /** Everything there is: at first, and again whenever the stream had to start over. */
  void replaced(List<Manifest> objects);

  /** One object was made or changed. */
  void changed(Manifest object);

  /** One object is gone; its last state. */
  void deleted(Manifest object);

  /**
   * A list begins. Who does not want all of it at once takes it in here; otherwise it is given to
   * {@link #replaced} when it is complete.
   */
  default Intake listing() {
    var all = new ArrayList<Manifest>();
    return new Intake() {
      @Override
      public void part(List<Manifest> objects) {
        all.addAll(objects);
      }

      @Override
      public void end(String version) {
        replaced(all);
      }
    };
  }

  /** Takes in one list. When it breaks off there is no end, and another list begins. */
  interface Intake {
    /** Some of the objects. */
    void part(List<Manifest> objects);

    /**
     * That was all there is.
     *
     * @param version the moment at which that was so
     */
    void end(String version);
  }

  /** The stream broke and is being resumed. */
  default void interrupted(ClusterException problem) {}
}
