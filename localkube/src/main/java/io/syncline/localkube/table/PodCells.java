package io.syncline.localkube.table;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Cells of pods. */
final class PodCells {
  private PodCells() {}

  static Object cell(String column, ObjectTree pod, Instant now) {
    return switch (column) {
      case "Ready" -> ready(pod);
      case "Status" -> status(pod);
      case "Restarts" -> restarts(pod, now);
      case "IP" -> Cells.orNone(Tree.text(pod, "status", "podIP"));
      case "Node" -> Cells.orNone(Tree.text(pod, "spec", "nodeName"));
      case "Nominated Node" -> Cells.orNone(Tree.text(pod, "status", "nominatedNodeName"));
      case "Readiness Gates" -> gates(pod);
      default -> "";
    };
  }

  private static List<Object> statuses(ObjectTree pod, String field) {
    return Tree.items(Tree.at(pod, "status", field));
  }

  private static String ready(ObjectTree pod) {
    var ready =
        statuses(pod, "containerStatuses").stream()
            .filter(s -> Tree.flag(s, "ready") && Tree.at(s, "state", "running") != null)
            .count();
    return ready + "/" + Tree.items(Tree.at(pod, "spec", "containers")).size();
  }

  private static String restarts(ObjectTree pod, Instant now) {
    var count = 0L;
    var last = "";
    var all = new ArrayList<>(statuses(pod, "containerStatuses"));
    for (var status : all) {
      count += Tree.number(status, 0, "restartCount");
      var finished = Tree.text(status, "lastState", "terminated", "finishedAt");
      last = finished.compareTo(last) > 0 ? finished : last;
    }
    return count == 0 || last.isEmpty()
        ? Long.toString(count)
        : count + " (" + Age.since(last, now) + " ago)";
  }

  private static String status(ObjectTree pod) {
    var reason = Tree.text(pod, "status", "reason");
    var phase = reason.isEmpty() ? Tree.text(pod, "status", "phase") : reason;
    for (var condition : statuses(pod, "conditions")) {
      if (Tree.text(condition, "type").equals("PodScheduled")
          && Tree.text(condition, "reason").equals("SchedulingGated")) {
        phase = "SchedulingGated";
      }
    }
    var starting = starting(pod);
    var shown = starting.isEmpty() ? running(pod, phase) : starting;
    if (Tree.at(pod, "metadata", "deletionTimestamp") != null) {
      return Tree.text(pod, "status", "reason").equals("NodeLost") ? "Unknown" : "Terminating";
    }
    return shown;
  }

  private static String starting(ObjectTree pod) {
    var total = Tree.items(Tree.at(pod, "spec", "initContainers")).size();
    var i = 0;
    for (var status : statuses(pod, "initContainerStatuses")) {
      var place = i++;
      var terminated = Tree.at(status, "state", "terminated");
      if (terminated != null && Tree.number(terminated, 0, "exitCode") == 0) {
        continue;
      }
      if (Tree.flag(status, "started")) {
        continue;
      }
      if (terminated != null) {
        var why = Tree.text(terminated, "reason");
        return "Init:"
            + (why.isEmpty() ? "ExitCode:" + Tree.number(terminated, 0, "exitCode") : why);
      }
      var waiting = Tree.text(status, "state", "waiting", "reason");
      return waiting.isEmpty() || waiting.equals("PodInitializing")
          ? "Init:" + place + "/" + total
          : "Init:" + waiting;
    }
    return "";
  }

  private static String running(ObjectTree pod, String phase) {
    var shown = phase;
    var anyRunning = false;
    for (var status : statuses(pod, "containerStatuses").reversed()) {
      var waiting = Tree.text(status, "state", "waiting", "reason");
      var terminated = Tree.at(status, "state", "terminated");
      if (!waiting.isEmpty()) {
        shown = waiting;
      } else if (terminated != null) {
        var why = Tree.text(terminated, "reason");
        shown = why.isEmpty() ? "ExitCode:" + Tree.number(terminated, 0, "exitCode") : why;
      } else if (Tree.flag(status, "ready") && Tree.at(status, "state", "running") != null) {
        anyRunning = true;
      }
    }
    return shown.equals("Completed") && anyRunning ? "Running" : shown;
  }

  private static String gates(ObjectTree pod) {
    var gates = Tree.items(Tree.at(pod, "spec", "readinessGates"));
    if (gates.isEmpty()) {
      return "<none>";
    }
    var met =
        gates.stream()
            .filter(
                gate ->
                    statuses(pod, "conditions").stream()
                        .anyMatch(
                            c ->
                                Tree.text(c, "type").equals(Tree.text(gate, "conditionType"))
                                    && Tree.text(c, "status").equals("True")))
            .count();
    return met + "/" + gates.size();
  }
}
