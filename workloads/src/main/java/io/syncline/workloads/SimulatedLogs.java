package io.syncline.workloads;

import io.syncline.localkube.rest.PodLogs;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.pod.Behaviour;
import java.time.Instant;
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

  /**
   * The log of one container, oldest line first; the first one begins with {@code [simulated]}.
   *
   * @param previous whether of the run before the present one
   */
  public static List<PodLogs.Line> lines(Manifest pod, String container, boolean previous) {
    var spec =
        Stream.of("containers", "initContainers", "ephemeralContainers")
            .flatMap(list -> Tree.items(pod.at("spec", list)).stream())
            .filter(c -> Tree.text(c, "name").equals(container))
            .findFirst();
    var created = time(pod.text("metadata", "creationTimestamp"), Instant.EPOCH);
    if (spec.isEmpty()) {
      return List.of(
          new PodLogs.Line(
              created, "[simulated] pod " + pod.name() + " has no container " + container));
    }
    var status = status(pod, container);
    var state = previous ? "lastState" : "state";
    var ended = Tree.object(Tree.at(status, state, "terminated"));
    ended =
        ended.isEmpty() && Tree.at(status, "state", "running") == null
            ? Tree.object(Tree.at(status, "lastState", "terminated"))
            : ended;
    var began =
        time(
            ended.isEmpty()
                ? Tree.text(status, "state", "running", "startedAt")
                : Tree.text(ended, "startedAt"),
            created);
    var lines = new ArrayList<PodLogs.Line>();
    lines.add(
        new PodLogs.Line(
            began,
            "[simulated] container %s of pod %s/%s, image %s: nothing is really running"
                .formatted(
                    container, pod.namespace(), pod.name(), Tree.text(spec.get(), "image"))));
    var waiting = Tree.text(status, "state", "waiting", "reason");
    if (Tree.text(status, "containerID").isEmpty()) {
      lines.add(
          new PodLogs.Line(
              began, "[simulated] not started" + (waiting.isEmpty() ? "" : ": " + waiting)));
      return lines;
    }
    Behaviour.output(pod, spec.get()).forEach(text -> lines.add(new PodLogs.Line(began, text)));
    if (!ended.isEmpty()) {
      lines.add(
          new PodLogs.Line(
              time(Tree.text(ended, "finishedAt"), began),
              "[simulated] exit code %d (%s) at %s, %d restarts"
                  .formatted(
                      Tree.number(ended, 0, "exitCode"),
                      Tree.text(ended, "reason"),
                      Tree.text(ended, "finishedAt"),
                      Tree.number(status, 0, "restartCount"))));
    }
    return lines;
  }

  private static Instant time(String stamp, Instant otherwise) {
    return stamp.isEmpty() ? otherwise : Instant.parse(stamp);
  }

  private static Object status(Manifest pod, String container) {
    return Stream.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")
        .flatMap(list -> Tree.items(pod.at("status", list)).stream())
        .filter(s -> Tree.text(s, "name").equals(container))
        .findFirst()
        .orElse("");
  }
}
