package io.syncline.localkube.rest;

import io.syncline.model.object.Manifest;
import java.util.List;

/** Tells what the containers of simulated pods have printed. */
@FunctionalInterface
public interface PodLogs {
  /** No container prints anything, and says so. */
  PodLogs NONE =
      (pod, container) ->
          List.of(
              "[simulated] container "
                  + container
                  + " of pod "
                  + pod.name()
                  + " does not run: nothing was printed");

  /** The lines of one container, oldest first. */
  List<String> lines(Manifest pod, String container);
}
