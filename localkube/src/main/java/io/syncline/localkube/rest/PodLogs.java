package io.syncline.localkube.rest;

import io.syncline.model.object.Manifest;
import java.time.Instant;
import java.util.List;

/** Tells what the containers of simulated pods have printed. */
@FunctionalInterface
public interface PodLogs {
  /** No container prints anything, and says so. */
  PodLogs NONE =
      (pod, container, previous) ->
          List.of(
              new Line(
                  Instant.EPOCH,
                  "[simulated] container "
                      + container
                      + " of pod "
                      + pod.name()
                      + " does not run: nothing was printed"));

  /**
   * One line.
   *
   * @param at when it was printed
   * @param text the line without its end
   */
  record Line(Instant at, String text) {}

  /**
   * The lines of one container, oldest first.
   *
   * @param previous whether of the run before the present one
   */
  List<Line> lines(Manifest pod, String container, boolean previous);
}
