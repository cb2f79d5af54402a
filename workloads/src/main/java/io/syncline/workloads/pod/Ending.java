package io.syncline.workloads.pod;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Spans;
import io.syncline.workloads.control.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a pod that is deleted comes to its end. */
final class Ending {
  /** How long a container takes to stop that does nothing about it. */
  private static final Duration STOP = Duration.ofMillis(50);

  private static final long POD_GRACE = 30;
  private static final long TERMINATED = 143;

  private Ending() {}

  /**
   * How long a pod takes to stop, at real pace: what its {@code preStop} hooks sleep, or what an
   * annotation says, but never more than its grace period.
   */
  static Duration span(Manifest pod) {
    var longest = STOP;
    for (var container : Tree.items(pod.at("spec", "containers"))) {
      var hook = Tree.at(container, "lifecycle", "preStop");
      var takes =
          Behaviour.annotation(pod, container, "stop-after")
              .flatMap(Spans::parse)
              .orElse(Duration.ZERO)
              .plus(hook == null ? Duration.ZERO : hook(hook))
              .plus(STOP);
      longest = takes.compareTo(longest) > 0 ? takes : longest;
    }
    var grace =
        Duration.ofSeconds(
            Tree.number(pod.root(), POD_GRACE, "metadata", "deletionGracePeriodSeconds"));
    return longest.compareTo(grace) > 0 ? grace : longest;
  }

  private static Duration hook(Object hook) {
    var sleep = Tree.number(hook, 0, "sleep", "seconds");
    if (sleep > 0) {
      return Duration.ofSeconds(sleep);
    }
    var command = Tree.at(hook, "exec", "command");
    return command == null
        ? Duration.ZERO
        : Script.of(ObjectTree.of("command", command)).flatMap(Script::runs).orElse(Duration.ZERO);
  }

  /** The status of a pod whose containers were stopped. */
  static ObjectTree killed(Manifest pod, Instant now) {
    var conditions = Conditions.of(pod.at("status"));
    for (var type : List.of("Ready", "ContainersReady")) {
      conditions = conditions.with(Condition.no(type, "PodFailed", ""), now);
    }
    var status =
        Tree.object(pod.at("status")).with("phase", "Failed").with("conditions", conditions.tree());
    for (var list : List.of("initContainerStatuses", "containerStatuses")) {
      var ended = new ArrayList<Object>();
      Tree.items(pod.at("status", list)).forEach(s -> ended.add(container(s, now)));
      status = ended.isEmpty() ? status : status.with(list, ended);
    }
    return status;
  }

  private static Object container(Object status, Instant now) {
    var started = Optional.ofNullable(Tree.at(status, "state", "running", "startedAt"));
    if (started.isEmpty()) {
      return status;
    }
    var state =
        ObjectTree.of(
            "exitCode",
            TERMINATED,
            "reason",
            "Error",
            "startedAt",
            started.get(),
            "finishedAt",
            Stamp.of(now),
            "containerID",
            Tree.text(status, "containerID"));
    return Tree.object(status)
        .with("state", ObjectTree.of("terminated", state))
        .with("ready", false)
        .with("started", false);
  }
}
