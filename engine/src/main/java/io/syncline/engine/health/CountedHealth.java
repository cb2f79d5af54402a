package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.unknown;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Set;

/** Judges kinds whose health is a count of nodes, brokers or executors against what is wanted. */
final class CountedHealth {
  private static final Set<String> GRACEFUL =
      Set.of("GracefulUpscaleSucceeded", "GracefulDownscaleSucceeded");

  private CountedHealth() {}

  /** An Elasticsearch cluster: all nodes are there, then what it says of itself. */
  static Health elasticsearch(Manifest live) {
    var available = Verdict.count(live, "availableNodes");
    var wanted =
        Tree.items(live.at("spec", "nodeSets")).stream()
            .mapToLong(set -> Tree.number(set, 0, "count"))
            .sum();
    if (live.at("status", "availableNodes") != null && available < wanted) {
      return progressing(
          "The desired amount of nodes is "
              + wanted
              + " but the amount of availableNodes is "
              + available);
    }
    var phase = live.text("status", "phase");
    return switch (phase) {
      case "ApplyingChanges", "MigratingData", "Stalled" ->
          progressing("Elasticsearch phase is " + phase);
      case "Invalid" -> degraded("Elasticsearch phase is Invalid");
      default -> elasticsearchColour(live.text("status", "health"));
    };
  }

  private static Health elasticsearchColour(String colour) {
    var hint = ". Check the status of indices, replicas and shards";
    return switch (colour) {
      case "green" -> healthy("Elasticsearch Cluster status is Green");
      case "yellow" -> progressing("Elasticsearch Cluster status is Yellow" + hint);
      case "red" -> degraded("Elasticsearch Cluster status is Red" + hint);
      default ->
          unknown(
              "Elasticsearch Cluster status is unknown. Ensure your ArgoCD is current and then"
                  + " check for/file a bug report: https://github.com/argoproj/argo-cd/issues");
    };
  }

  /** A Kafka cluster of Banzai Cloud: what the operator is at, then whether brokers are in sync. */
  static Health kafka(Manifest live) {
    if (live.at("status", "brokersState") == null) {
      return progressing("Waiting for KafkaCluster");
    }
    var state = live.text("status", "state");
    if (state.equals("ClusterReconciling")) {
      return progressing("Kafka Cluster is Reconciling.");
    }
    if (state.equals("ClusterRollingUpgrading")) {
      return progressing("Kafka Cluster is Rolling Upgrading.");
    }
    var brokers = Tree.object(live.at("status", "brokersState"));
    if (settled(brokers) != expected(brokers)) {
      return degraded("Broker Config is out of Sync or CruiseControlState is not Ready");
    }
    var topic = live.text("status", "cruiseControlTopicStatus");
    return topic.equals("CruiseControlTopicReady") && state.equals("ClusterRunning")
        ? healthy("Kafka Brokers, CruiseControl and cluster are in Healthy State.")
        : progressing("Waiting for KafkaCluster");
  }

  private static long settled(ObjectTree brokers) {
    return brokers.values().stream()
        .filter(
            b ->
                Tree.text(b, "configurationState").equals("ConfigInSync")
                    && GRACEFUL.contains(Tree.text(b, "gracefulActionState", "cruiseControlState")))
        .count();
  }

  /** Brokers are numbered from 0; a gap is one that should be there. */
  private static long expected(ObjectTree brokers) {
    return brokers.keySet().stream().mapToLong(id -> number(id, -1) + 1).max().orElse(0);
  }

  /** A SparkApplication: running with the executors it asked for. */
  static Health spark(Manifest live) {
    var error = live.text("status", "applicationState", "errorMessage");
    return switch (live.text("status", "applicationState", "state")) {
      case "RUNNING" ->
          executors(live)
              ? healthy("SparkApplication is Running")
              : progressing("Waiting for Executor pods");
      case "COMPLETED" -> healthy("SparkApplication was Completed");
      case "SUCCEEDING" -> progressing("SparkApplication is Succeeding");
      case "SUBMITTED" -> progressing("SparkApplication was submitted successfully");
      case "PENDING_RERUN" -> progressing("SparkApplication is Pending Rerun");
      case "FAILED", "SUBMISSION_FAILED", "FAILING" -> degraded(error);
      case "INVALIDATING" -> Verdict.missing("SparkApplication is in InvalidatingState");
      case "UNKNOWN" -> progressing("SparkApplication is in UnknownState");
      default -> progressing("Waiting for Executor pods");
    };
  }

  private static boolean executors(Manifest live) {
    var running =
        Tree.object(live.at("status", "executorState")).values().stream()
            .filter("RUNNING"::equals)
            .count();
    var wanted = Tree.number(live.root(), -1, "spec", "executor", "instances");
    if (wanted == running) {
      return true;
    }
    if (Tree.flag(live.root(), "spec", "dynamicAllocation", "enabled")) {
      return running >= Tree.number(live.root(), 0, "spec", "dynamicAllocation", "minExecutors")
          && running
              <= Tree.number(
                  live.root(), Long.MAX_VALUE, "spec", "dynamicAllocation", "maxExecutors");
    }
    var conf = live.at("spec", "sparkConf");
    for (var prefix : Set.of("spark.dynamicAllocation.", "spark.streaming.dynamicAllocation.")) {
      if (Tree.text(conf, prefix + "enabled").equals("true")) {
        return running >= number(Tree.text(conf, prefix + "minExecutors"), 0)
            && running <= number(Tree.text(conf, prefix + "maxExecutors"), Long.MAX_VALUE);
      }
    }
    return wanted < 0 && live.at("spec", "dynamicAllocation") == null && running >= 1;
  }

  /** An OpenTelemetryCollector: its replicas as {@code ready/wanted}. */
  static Health collector(Manifest live) {
    if (live.at("status") == null) {
      return progressing("Waiting for OpenTelemetry Collector status");
    }
    var mode = live.text("spec", "mode");
    var replicas = live.text("status", "scale", "statusReplicas");
    if (replicas.isEmpty()) {
      return mode.equals("sidecar")
          ? healthy("Collector is running in sidecar mode")
          : progressing("Scale status not available");
    }
    var slash = replicas.indexOf('/');
    if (slash < 0) {
      return progressing("Unable to parse replica status: " + replicas);
    }
    var ready = number(replicas.substring(0, slash), 0);
    var wanted = number(replicas.substring(slash + 1), 0);
    if (ready == 0) {
      return mode.equals("daemonset") && wanted == 0
          ? healthy("DaemonSet has no eligible nodes (0/0)")
          : degraded("No replicas are ready");
    }
    return ready == wanted
        ? healthy("All replicas are ready")
        : progressing("Replicas are starting up");
  }

  private static long number(String text, long otherwise) {
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
  }
}
