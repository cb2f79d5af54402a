package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges kinds whose health is a look at every entry of some list in their status. */
final class ListedHealth {
  private ListedHealth() {}

  /** A Cassandra cluster of Rook: all members of all racks are ready. */
  static Health cassandra(Manifest live) {
    var racks = Tree.object(live.at("status", "racks"));
    var behind =
        racks.values().stream()
            .anyMatch(r -> Tree.number(r, 0, "readyMembers") < Tree.number(r, 0, "members"));
    return racks.isEmpty() || behind ? progressing("Waiting for Cassandra Cluster") : healthy("");
  }

  /** A Ceph cluster of Rook: what Ceph itself says of its health. */
  static Health ceph(Manifest live) {
    var word = live.text("status", "ceph", "health");
    var message = live.text("status", "message");
    if (word.isEmpty()) {
      var text = message.isEmpty() ? "Waiting for status to be reported" : message;
      return Set.of("Error", "Failure").contains(live.text("status", "state"))
          ? degraded(text)
          : progressing(text);
    }
    var details =
        new TreeMap<>(Tree.object(live.at("status", "ceph", "details")))
            .values().stream()
                .map(d -> Tree.text(d, "message"))
                .filter(m -> !m.isEmpty())
                .collect(Collectors.joining("; "));
    var text =
        "Ceph health is "
            + word
            + (details.isEmpty() ? "" : " (" + details + ")")
            + (message.isEmpty() ? "" : " - " + message);
    if (!word.equals("HEALTH_OK")) {
      return degraded(text);
    }
    return switch (live.text("status", "state")) {
      case "Creating", "Connecting", "Progressing", "Updating", "Deleting" -> progressing(text);
      case "Error", "Failure" -> degraded(text);
      default -> healthy(text);
    };
  }

  /** A binding of Karmada: applied and not unhealthy in every cluster it is meant for. */
  static Health binding(Manifest live) {
    var clusters = Tree.items(live.at("spec", "clusters")).size();
    var told = Tree.items(live.at("status", "aggregatedStatus"));
    for (var one : told) {
      if (!Tree.flag(one, "applied") || Tree.text(one, "health").equals("Unhealthy")) {
        return degraded("Current resource status is unhealthy");
      }
    }
    return clusters == 0 || told.size() < clusters
        ? progressing("Current resource status is insufficient")
        : healthy("");
  }

  /** A Subscription of the Operator Lifecycle Manager, with a line for each condition. */
  static Health subscription(Manifest live) {
    var lines = new StringBuilder();
    var broken = false;
    var pending = false;
    var i = 0;
    for (var condition : StatusCondition.all(live)) {
      lines.append(++i).append(": ").append(condition.type()).append(" | ");
      lines.append(condition.status()).append('\n');
      if (condition.isTrue()) {
        switch (condition.type()) {
          case "InstallPlanPending", "BundleUnpacking" ->
              pending |= !waitsForPerson(live, condition);
          case "CatalogSourcesUnhealthy",
              "InstallPlanMissing",
              "InstallPlanFailed",
              "ResolutionFailed",
              "BundleUnpackFailed" ->
              broken = true;
          default -> {}
        }
      }
    }
    var state = live.text("status", "state");
    if (!state.isEmpty()) {
      lines.append(".status.state is '").append(state).append("'\n");
    }
    if (lines.isEmpty()) {
      return progressing("Waiting for Subscription status");
    }
    var text = lines.toString();
    return broken ? degraded(text) : pending ? progressing(text) : healthy(text);
  }

  /** An upgrade somebody has to approve does not make what is installed any worse. */
  private static boolean waitsForPerson(Manifest live, StatusCondition condition) {
    return condition.reason().equals("RequiresApproval")
        && live.text("spec", "installPlanApproval").equals("Manual")
        && !live.text("status", "installedCSV").isEmpty();
  }

  /** An InferenceService of KServe, with a part for each condition that is not true. */
  static Health inference(Manifest live) {
    var conditions = StatusCondition.all(live);
    var model = live.text("status", "modelStatus", "transitionStatus");
    var parts = new ArrayList<String>();
    parts.add(model.isEmpty() || model.equals("UpToDate") ? "" : "0: transitionStatus | " + model);
    var refused = false;
    var open = !parts.getFirst().isEmpty();
    for (var i = 0; i < conditions.size(); i++) {
      var c = conditions.get(i);
      if (c.type().equals("Stopped")) {
        if (c.isTrue()) {
          return Verdict.suspended("InferenceService is Stopped");
        }
        continue;
      }
      if (!c.isTrue()) {
        open = true;
        refused |= c.isFalse();
        parts.add(
            (i + 1) + ": " + c.type() + " | " + c.status() + lead(c.reason()) + lead(c.message()));
      }
    }
    if (conditions.isEmpty() && !open) {
      return progressing("Waiting for InferenceService to report status...");
    }
    if (!open) {
      return healthy("InferenceService is healthy.");
    }
    var text = String.join(" | ", parts);
    var blocked = Set.of("BlockedByFailedLoad", "InvalidSpec").contains(model);
    return blocked || (refused && !model.equals("InProgress")) ? degraded(text) : progressing(text);
  }

  private static String lead(String text) {
    return text.isEmpty() ? "" : " | " + text;
  }

  /** A SparkApplication: running with the executors it asked for. */
  static Health spark(Manifest live) {
    return switch (live.text("status", "applicationState", "state")) {
      case "RUNNING" ->
          executors(live)
              ? healthy("SparkApplication is Running")
              : progressing("Waiting for Executor pods");
      case "COMPLETED" -> healthy("SparkApplication was Successfully Completed");
      case "SUCCEEDING" -> progressing("SparkApplication is Succeeding");
      case "SUBMITTED", "PENDING_RERUN", "PENDING_SUBMISSION" ->
          progressing("SparkApplication is Submitted");
      case "FAILED", "SUBMISSION_FAILED", "FAILING" -> degraded("SparkApplication has Failed");
      case "INVALIDATING" -> progressing("SparkApplication is Invalidating");
      case "UNKNOWN" -> Verdict.unknown("SparkApplication state is unknown");
      default -> progressing("Waiting for SparkApplication");
    };
  }

  private static boolean executors(Manifest live) {
    var running =
        Tree.object(live.at("status", "executorState")).values().stream()
            .filter("RUNNING"::equals)
            .count();
    var wanted = Tree.number(live.root(), 1, "spec", "executor", "instances");
    var conf = live.at("spec", "sparkConf");
    for (var prefix : Set.of("spark.dynamicAllocation.", "spark.streaming.dynamicAllocation.")) {
      if (Tree.text(conf, prefix + "enabled").equals("true")) {
        return within(
            running,
            number(Tree.text(conf, prefix + "minExecutors"), 0),
            number(Tree.text(conf, prefix + "maxExecutors"), Long.MAX_VALUE));
      }
    }
    if (Tree.flag(live.root(), "spec", "dynamicAllocation", "enabled")) {
      return within(
          running,
          Tree.number(live.root(), 0, "spec", "dynamicAllocation", "minExecutors"),
          Tree.number(live.root(), Long.MAX_VALUE, "spec", "dynamicAllocation", "maxExecutors"));
    }
    return running >= wanted;
  }

  private static boolean within(long count, long least, long most) {
    return count >= Math.max(least, 1) && count <= most;
  }

  private static long number(String text, long otherwise) {
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
  }

  /** An OpenTelemetryCollector: its replicas as {@code ready/wanted}. */
  static Health collector(Manifest live) {
    var mode = live.text("spec", "mode");
    if (mode.equals("sidecar")) {
      return healthy("Collector is running in sidecar mode");
    }
    var replicas = live.text("status", "scale", "statusReplicas");
    var slash = replicas.indexOf('/');
    if (slash < 0) {
      return progressing("Waiting for OpenTelemetryCollector status");
    }
    var ready = number(replicas.substring(0, slash), 0);
    var wanted = number(replicas.substring(slash + 1), 0);
    if (wanted == 0) {
      return mode.equals("daemonset")
          ? healthy("DaemonSet has no eligible nodes (0/0)")
          : healthy("Collector is scaled to zero");
    }
    return ready >= wanted
        ? healthy("All replicas are ready")
        : ready > 0 ? progressing("Replicas are starting up") : degraded("No replicas are ready");
  }

  /** A control plane of the Knative operator, with a line for each condition. */
  static Health knativeOperator(Manifest live) {
    var lines = new StringBuilder();
    var i = 0;
    var ready = false;
    var failed = false;
    var conditions = StatusCondition.all(live);
    for (var condition : conditions) {
      lines.append(++i).append(": ").append(condition.type()).append(" | ");
      lines.append(condition.status()).append('\n');
      if (condition.type().equals("Ready")) {
        ready = condition.isTrue();
      } else {
        failed |= condition.isFalse();
      }
    }
    if (conditions.isEmpty()) {
      return progressing("Waiting for " + live.kind());
    }
    if (ready && conditions.stream().allMatch(StatusCondition::isTrue)) {
      return healthy(live.kind() + " is healthy.");
    }
    return failed ? degraded(lines.toString()) : progressing(lines.toString());
  }
}
