package io.syncline.engine.health;

import static io.syncline.engine.health.RuleTable.condition;
import static io.syncline.engine.health.RuleTable.otherwise;
import static io.syncline.engine.health.RuleTable.ready;
import static io.syncline.engine.health.RuleTable.said;
import static io.syncline.engine.health.RuleTable.status;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.model.status.HealthStatus.DEGRADED;
import static io.syncline.model.status.HealthStatus.HEALTHY;
import static io.syncline.model.status.HealthStatus.MISSING;
import static io.syncline.model.status.HealthStatus.PROGRESSING;
import static io.syncline.model.status.HealthStatus.UNKNOWN;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks for kinds of single operators: networks, scalers, brokers, databases. */
final class OperatorChecks {
  private OperatorChecks() {}

  static void addTo(Map<String, HealthCheck> checks) {
    networks(checks);
    scalers(checks);
    brokers(checks);
    databases(checks);
  }

  private static void networks(Map<String, HealthCheck> checks) {
    checks.put(
        "gateway.networking.k8s.io/GatewayClass",
        observed(
            otherwise(progressing("Waiting for GatewayClass status"))
                .when(condition("Accepted", "False"), DEGRADED, "{message}")
                .when(condition("Accepted", "Unknown"), PROGRESSING, "{message}")
                .when(condition("Accepted", "True"), HEALTHY, "{message}"),
            "Waiting for GatewayClass status"));
    checks.put(
        "gateway.networking.k8s.io/Gateway",
        otherwise(progressing("Waiting for Gateway status"))
            .when(condition("ResolvedRefs", "False"), DEGRADED, "{message}")
            .when(condition("Accepted", "False"), DEGRADED, "{message}")
            .when(condition("Programmed", "False"), PROGRESSING, "{message}")
            .when(condition("Programmed", "True"), HEALTHY, "Gateway is healthy"));
    checks.put(
        "projectcontour.io/ExtensionService",
        observed(RuleTable.byCondition("Valid", "Waiting for status"), "Waiting for status"));
    checks.put(
        "flagger.app/Canary",
        otherwise(progressing("Waiting for Canary"))
            .when(condition("Promoted", "False", "Failed"), DEGRADED, "{reason} --- {message}")
            .when(condition("Promoted", "True"), HEALTHY, "{reason} --- {message}")
            .when(condition("Promoted", "Unknown"), PROGRESSING, "{reason} --- {message}"));
  }

  /** What the status says counts only when it is about the newest spec. */
  private static HealthCheck observed(HealthCheck check, String waiting) {
    return live -> {
      var behind =
          StatusCondition.observed(live).stream().anyMatch(seen -> seen < live.generation());
      return behind ? Optional.of(progressing(waiting)) : check.assess(live);
    };
  }

  private static void scalers(Map<String, HealthCheck> checks) {
    checks.put(
        "keda.sh/ScaledJob",
        otherwise(progressing("Creating ScaledJob"))
            .when(condition("Ready", "False"), DEGRADED, "{message}")
            .when(condition("Ready", "Unknown"), DEGRADED, "{message}")
            .when(condition("Ready", "True"), HEALTHY, "{message}"));
    checks.put("keda.sh/ScaledObject", ready("Creating HorizontalPodAutoscaler Object"));
    checks.put(
        "karpenter.sh/NodeClaim",
        otherwise(progressing("Waiting for NodeClaim to be launched"))
            .when(condition("Ready", "True"), HEALTHY, "Node is ready")
            .when(condition("Ready", "False"), DEGRADED, "{message}")
            .when(
                condition("Initialized", "True"),
                PROGRESSING,
                "Node initialized, waiting for Ready")
            .when(
                condition("Registered", "True"),
                PROGRESSING,
                "Node registered, waiting for initialization")
            .when(
                condition("Launched", "True"),
                PROGRESSING,
                "Node launched, waiting for registration"));
  }

  private static void brokers(Map<String, HealthCheck> checks) {
    var kinds =
        Map.of(
            "Kafka", "Kafka Cluster",
            "KafkaUser", "Kafka User",
            "KafkaTopic", "Kafka Topic",
            "KafkaBridge", "Kafka Bridge",
            "KafkaConnect", "Kafka Connect",
            "KafkaConnector", "Kafka Connector");
    kinds.forEach(
        (kind, words) ->
            checks.put(
                "kafka.strimzi.io/" + kind,
                otherwise(progressing("Waiting for " + words))
                    .when(condition("NotReady", "True", "Creating"), PROGRESSING, "{message}")
                    .when(condition("NotReady", "True"), DEGRADED, "{message}")
                    .when(condition("Ready", "True"), HEALTHY, "{message}")));
  }

  private static void databases(Map<String, HealthCheck> checks) {
    for (var kind : List.of("Database", "Grant", "User", "Connection")) {
      checks.put("k8s.mariadb.com/" + kind, mariaDb());
    }
    checks.put("k8s.mariadb.com/MariaDB", mariaDb());
    checks.put(
        "objectbucket.io/ObjectBucketClaim",
        otherwise(progressing("Waiting for ObjectBucketClaim"))
            .when(status("phase", "Bound"), HEALTHY, "Object bucket claim phase is Bound")
            .when(status("phase", "Failed"), DEGRADED, "Object bucket claim phase is Failed"));
    checks.put(
        "postgresql.cnpg.io/Cluster",
        otherwise(progressing("Waiting for Cluster"))
            .when(status("phase", "Cluster in healthy state"), HEALTHY, "Cluster in healthy state")
            .when(said("status", "phaseReason"), PROGRESSING, "{message}"));
    for (var kind : List.of("Action", "Alert", "IngestToken", "Parser", "Repository", "View")) {
      checks.put(
          "core.humio.com/Humio" + kind,
          otherwise(progressing("Update in progress"))
              .when(status("state", "Exists"), HEALTHY, "Component state: Exists.")
              .when(status("state", "NotFound"), MISSING, "Component state: NotFound.")
              .when(status("state", "ConfigError"), DEGRADED, "Component state: ConfigError.")
              .when(status("state", "Unknown"), UNKNOWN, "Component state: Unknown."));
    }
  }

  private static RuleTable mariaDb() {
    return otherwise(progressing("No status info available"))
        .when(condition("Ready", "True"), HEALTHY, "{message}")
        .when(condition("Ready", "False"), PROGRESSING, "{message}");
  }
}
