package io.syncline.localkube.table;

import static io.syncline.localkube.table.Cells.number;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/** Cells of workloads and what scales or guards them. */
final class WorkloadCells {
  private WorkloadCells() {}

  static Object cell(String kind, String column, ObjectTree object, Instant now) {
    return switch (kind) {
      case "DaemonSet" -> daemonSet(column, object);
      case "Job" -> job(column, object, now);
      case "CronJob" -> cronJob(column, object, now);
      case "HorizontalPodAutoscaler" -> autoscaler(column, object);
      case "PodDisruptionBudget" -> budget(column, object);
      case "ControllerRevision" -> revision(column, object);
      case "PodTemplate" -> Cells.labels(Tree.at(object, "template", "metadata", "labels"));
      default -> replicated(kind, column, object);
    };
  }

  private static Object replicated(String kind, String column, ObjectTree object) {
    return switch (column) {
      case "Ready" ->
          kind.equals("ReplicaSet") || kind.equals("ReplicationController")
              ? number(object, "status", "readyReplicas")
              : number(object, "status", "readyReplicas")
                  + "/"
                  + number(object, "spec", "replicas");
      case "Up-to-date" -> number(object, "status", "updatedReplicas");
      case "Available" -> number(object, "status", "availableReplicas");
      case "Desired" -> number(object, "spec", "replicas");
      case "Current" -> number(object, "status", "replicas");
      case "Selector" ->
          kind.equals("ReplicationController")
              ? Cells.labels(Tree.at(object, "spec", "selector"))
              : Cells.selector(Tree.at(object, "spec", "selector"));
      default -> "";
    };
  }

  private static Object daemonSet(String column, ObjectTree object) {
    return switch (column) {
      case "Desired" -> number(object, "status", "desiredNumberScheduled");
      case "Current" -> number(object, "status", "currentNumberScheduled");
      case "Ready" -> number(object, "status", "numberReady");
      case "Up-to-date" -> number(object, "status", "updatedNumberScheduled");
      case "Available" -> number(object, "status", "numberAvailable");
      case "Node Selector" ->
          Cells.labels(Tree.at(object, "spec", "template", "spec", "nodeSelector"));
      case "Selector" -> Cells.selector(Tree.at(object, "spec", "selector"));
      default -> "";
    };
  }

  private static Object job(String column, ObjectTree job, Instant now) {
    return switch (column) {
      case "Status" -> jobStatus(job);
      case "Completions" -> {
        var completions = Tree.at(job, "spec", "completions");
        var parallelism = Tree.number(job, 1, "spec", "parallelism");
        var done = number(job, "status", "succeeded");
        yield completions != null
            ? done + "/" + completions
            : parallelism > 1 ? done + "/1 of " + parallelism : done + "/1";
      }
      case "Duration" -> {
        var start = Tree.text(job, "status", "startTime");
        var end = Tree.text(job, "status", "completionTime");
        yield start.isEmpty()
            ? ""
            : end.isEmpty()
                ? Age.since(start, now)
                : Age.of(Duration.between(Instant.parse(start), Instant.parse(end)));
      }
      case "Selector" -> Cells.selector(Tree.at(job, "spec", "selector"));
      default -> "";
    };
  }

  private static String jobStatus(ObjectTree job) {
    if (Tree.at(job, "metadata", "deletionTimestamp") != null) {
      return "Terminating";
    }
    for (var type : new String[] {"Complete", "Failed", "Suspended", "FailureTarget"}) {
      for (var condition : Tree.items(Tree.at(job, "status", "conditions"))) {
        if (Tree.text(condition, "type").equals(type)
            && Tree.text(condition, "status").equals("True")) {
          return type;
        }
      }
    }
    return "Running";
  }

  private static Object cronJob(String column, ObjectTree object, Instant now) {
    return switch (column) {
      case "Schedule" -> Tree.text(object, "spec", "schedule");
      case "Timezone" -> Cells.orNone(Tree.text(object, "spec", "timeZone"));
      case "Suspend" -> Tree.flag(object, "spec", "suspend") ? "True" : "False";
      case "Active" -> (long) Tree.items(Tree.at(object, "status", "active")).size();
      case "Last Schedule" -> {
        var last = Tree.text(object, "status", "lastScheduleTime");
        yield last.isEmpty() ? "<none>" : Age.since(last, now);
      }
      case "Selector" -> "<none>";
      default -> "";
    };
  }

  private static Object autoscaler(String column, ObjectTree object) {
    return switch (column) {
      case "Reference" ->
          Tree.text(object, "spec", "scaleTargetRef", "kind")
              + "/"
              + Tree.text(object, "spec", "scaleTargetRef", "name");
      case "Targets" -> targets(object);
      case "MinPods" -> Cells.scalar(object, "<unset>", "spec", "minReplicas");
      case "MaxPods" -> number(object, "spec", "maxReplicas");
      case "Replicas" -> number(object, "status", "currentReplicas");
      default -> "";
    };
  }

  private static String targets(ObjectTree object) {
    var targets = new ArrayList<String>();
    for (var metric : Tree.items(Tree.at(object, "spec", "metrics"))) {
      var name = Tree.text(metric, "resource", "name");
      var wanted = Tree.at(metric, "resource", "target", "averageUtilization");
      if (wanted != null) {
        targets.add(name + ": <unknown>/" + wanted + "%");
      }
    }
    var percent = Tree.at(object, "spec", "targetCPUUtilizationPercentage");
    if (percent != null) {
      targets.add("cpu: <unknown>/" + percent + "%");
    }
    return targets.isEmpty() ? "<none>" : String.join(", ", targets);
  }

  private static Object budget(String column, ObjectTree object) {
    return switch (column) {
      case "Min Available" -> Cells.scalar(object, "N/A", "spec", "minAvailable");
      case "Max Unavailable" -> Cells.scalar(object, "N/A", "spec", "maxUnavailable");
      case "Allowed Disruptions" -> number(object, "status", "disruptionsAllowed");
      default -> "";
    };
  }

  private static Object revision(String column, ObjectTree object) {
    if (column.equals("Revision")) {
      return number(object, "revision");
    }
    for (var owner : Tree.items(Tree.at(object, "metadata", "ownerReferences"))) {
      if (Tree.flag(owner, "controller")) {
        var version = Tree.text(owner, "apiVersion");
        var group = version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
        return Tree.text(owner, "kind").toLowerCase(java.util.Locale.ROOT)
            + group
            + "/"
            + Tree.text(owner, "name");
      }
    }
    return "<none>";
  }
}
