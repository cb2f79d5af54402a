package io.syncline.workloads;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.pod.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code kubectl logs} shows of a simulated pod. The first line always says that nothing
 * really runs; then come the lines declared by annotation, what the command plainly prints, and how
 * the container ended.
 */
public final class SimulatedLogs {
  private SimulatedLogs() {}

  /** The log of one container, oldest line first; the first one begins with {@code [simulated]}. */
  public static List<String> lines(Manifest pod, String container) {
    var spec =
        Stream.of("containers", "initContainers")
            .flatMap(list -> Tree.items(pod.at("spec", list)).stream())
            .filter(c -> Tree.text(c, "name").equals(container))
            .findFirst();
    if (spec.isEmpty()) {
      return List.of("[simulated] pod " + pod.name() + " has no container " + container);
    }
    var status = status(pod, container);
    var lines = new ArrayList<String>();
    lines.add(
        "[simulated] container %s of pod %s/%s, image %s: nothing is really running"
            .formatted(container, pod.namespace(), pod.name(), Tree.text(spec.get(), "image")));
    var waiting = Tree.text(status, "state", "waiting", "reason");
    if (Tree.text(status, "containerID").isEmpty()) {
      lines.add("[simulated] not started" + (waiting.isEmpty() ? "" : ": " + waiting));
      return lines;
    }
    lines.addAll(Behaviour.output(pod, spec.get()));
    var ended = Tree.object(Tree.at(status, "state", "terminated"));
    ended = ended.isEmpty() ? Tree.object(Tree.at(status, "lastState", "terminated")) : ended;
    if (!ended.isEmpty()) {
      lines.add(
          "[simulated] exit code %d (%s) at %s, %d restarts"
              .formatted(
                  Tree.number(ended, 0, "exitCode"),
                  Tree.text(ended, "reason"),
                  Tree.text(ended, "finishedAt"),
                  Tree.number(status, 0, "restartCount")));
    }
    return lines;
  }

  private static Object status(Manifest pod, String container) {
    return Stream.of("containerStatuses", "initContainerStatuses")
        .flatMap(list -> Tree.items(pod.at("status", list)).stream())
        .filter(s -> Tree.text(s, "name").equals(container))
        .findFirst()
        .orElse("");
  }
}
