package io.syncline.engine.health;

import static io.syncline.engine.health.RuleTable.condition;
import static io.syncline.engine.health.RuleTable.otherwise;
import static io.syncline.engine.health.RuleTable.ready;
import static io.syncline.engine.health.RuleTable.said;
import static io.syncline.engine.health.RuleTable.spec;
import static io.syncline.engine.health.RuleTable.status;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.unknown;
import static io.syncline.model.status.HealthStatus.DEGRADED;
import static io.syncline.model.status.HealthStatus.HEALTHY;
import static io.syncline.model.status.HealthStatus.PROGRESSING;
import static io.syncline.model.status.HealthStatus.SUSPENDED;
import static io.syncline.model.status.HealthStatus.UNKNOWN;

import io.syncline.model.object.GroupKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks for kinds that widespread extensions of Kubernetes define. */
final class CustomChecks {
  private static final Map<String, HealthCheck> CHECKS = checks();

  private CustomChecks() {}

  static Optional<HealthCheck> of(GroupKind kind) {
    var exact = Optional.ofNullable(CHECKS.get(kind.toString()));
    return exact.or(() -> CrossplaneHealth.of(kind));
  }

  private static Map<String, HealthCheck> checks() {
    var checks = new HashMap<String, HealthCheck>();
    kubernetes(checks);
    argo(checks);
    secretsAndCertificates(checks);
    flux(checks);
    messaging(checks);
    others(checks);
    OperatorChecks.addTo(checks);
    return checks;
  }

  private static void kubernetes(Map<String, HealthCheck> checks) {
    checks.put(
        "apiextensions.k8s.io/CustomResourceDefinition",
        otherwise(progressing("Status conditions not found"))
            .when(condition("Terminating", "True"), PROGRESSING, "CRD is terminating: {message}")
            .when(
                condition("NamesAccepted", "False"),
                DEGRADED,
                "CRD names have not been accepted: {message}")
            .when(
                condition("NonStructuralSchema", "True"),
                DEGRADED,
                "Schema violations found: {message}")
            .when(
                condition("Established", "False", "Installing"),
                PROGRESSING,
                "CRD is being installed")
            .when(condition("Established", "False"), DEGRADED, "CRD is not established")
            .when(condition("Established", "True"), HEALTHY, "CRD is healthy"));
    checks.put(
        "policy/PodDisruptionBudget",
        otherwise(progressing("Waiting for status"))
            .when(
                condition("DisruptionAllowed", "False", "SyncFailed"),
                DEGRADED,
                "PodDisruptionBudget has {reason}")
            .when(
                condition("DisruptionAllowed", "True"), HEALTHY, "PodDisruptionBudget has {reason}")
            .when(
                condition("DisruptionAllowed", "False", "InsufficientPods"),
                HEALTHY,
                "PodDisruptionBudget has {reason}"));
    for (var kind : List.of("VolumeSnapshot", "VolumeSnapshotContent")) {
      checks.put(
          "snapshot.storage.k8s.io/" + kind,
          otherwise(progressing("Waiting for status"))
              .when(said("status", "error", "message"), DEGRADED, "{message}")
              .when(status("readyToUse", "true"), HEALTHY, "Ready to use"));
    }
  }

  private static void argo(Map<String, HealthCheck> checks) {
    checks.put("argoproj.io/Rollout", live -> Optional.of(RolloutHealth.assess(live)));
    checks.put(
        "argoproj.io/AnalysisRun",
        otherwise(progressing("Analysis run is running"))
            .when(said("status", "message").and("phase", "Inconclusive"), UNKNOWN, "{message}")
            .when(status("phase", "Inconclusive"), UNKNOWN, "Analysis run was inconclusive")
            .when(status("phase", "Failed"), DEGRADED, "Analysis run failed")
            .when(status("phase", "Error"), DEGRADED, "Analysis run had an error")
            .when(status("phase", "Successful"), HEALTHY, "Analysis run completed successfully"));
    checks.put(
        "argoproj.io/Experiment",
        otherwise(progressing("Experiment is running"))
            .when(status("phase", "Successful"), HEALTHY, "Experiment is successful")
            .when(status("phase", "Failed"), DEGRADED, "Experiment has failed")
            .when(status("phase", "Error"), DEGRADED, "Experiment had an error"));
    checks.put(
        "argoproj.io/ApplicationSet",
        otherwise(progressing("Waiting for the status to be reported"))
            .when(condition("ErrorOccurred", "True"), DEGRADED, "{message}")
            .when(condition("ResourcesUpToDate", "False"), DEGRADED, "{message}")
            .when(condition("RolloutProgressing", "True"), PROGRESSING, "{message}")
            .when(condition("ResourcesUpToDate", "True"), HEALTHY, "{message}"));
    checks.put(
        "argoproj.io/CronWorkflow",
        otherwise(healthy("CronWorkflow is healthy."))
            .when(condition("SubmissionError", "True"), DEGRADED, "{message}")
            .when(condition("Completed", "True"), HEALTHY, "{message}"));
  }

  private static void secretsAndCertificates(Map<String, HealthCheck> checks) {
    checks.put(
        "cert-manager.io/Certificate",
        otherwise(progressing("Waiting for certificate"))
            .when(condition("Issuing", "True"), PROGRESSING, "{message}")
            .when(condition("Ready", "False"), DEGRADED, "{message}")
            .when(condition("Ready", "True"), HEALTHY, "{message}"));
    checks.put("cert-manager.io/Issuer", ready("Initializing issuer"));
    checks.put("cert-manager.io/ClusterIssuer", ready("Initializing ClusterIssuer"));
    checks.put("certmanager.k8s.io/Certificate", ready("Waiting for certificate"));
    checks.put("certmanager.k8s.io/Issuer", ready("Initializing issuer"));
    for (var kind : List.of("ExternalSecret", "PushSecret", "SecretStore", "ClusterSecretStore")) {
      checks.put("external-secrets.io/" + kind, ready("Waiting for " + kind));
    }
    checks.put(
        "external-secrets.io/ClusterExternalSecret",
        otherwise(progressing("Waiting for ClusterExternalSecret"))
            .when(condition("Ready", "True"), HEALTHY, "{message}")
            .when(condition("PartiallyReady", "True"), DEGRADED, "{message}")
            .when(condition("NotReady", "True"), DEGRADED, "{message}"));
    checks.put(
        "bitnami.com/SealedSecret",
        RuleTable.byCondition("Synced", "Waiting for Sealed Secret to be decrypted"));
    checks.put("onepassword.com/OnePasswordItem", ready("Waiting for controller to report status"));
  }

  private static void flux(Map<String, HealthCheck> checks) {
    var kinds =
        List.of(
            "kustomize.toolkit.fluxcd.io/Kustomization",
            "helm.toolkit.fluxcd.io/HelmRelease",
            "source.toolkit.fluxcd.io/Bucket",
            "source.toolkit.fluxcd.io/GitRepository",
            "source.toolkit.fluxcd.io/HelmChart",
            "source.toolkit.fluxcd.io/OCIRepository",
            "image.toolkit.fluxcd.io/ImagePolicy",
            "image.toolkit.fluxcd.io/ImageRepository",
            "image.toolkit.fluxcd.io/ImageUpdateAutomation",
            "notification.toolkit.fluxcd.io/Receiver");
    for (var kind : kinds) {
      checks.put(kind, flux(kind.substring(kind.indexOf('/') + 1)));
    }
    var repository = flux("HelmRepository");
    checks.put(
        "source.toolkit.fluxcd.io/HelmRepository",
        live ->
            live.text("spec", "type").equals("oci")
                ? Optional.of(
                    healthy(
                        "Helm repositories of type 'oci' do not contain any information in the"
                            + " status."))
                : repository.assess(live));
  }

  private static RuleTable flux(String kind) {
    return otherwise(progressing("Waiting for " + kind))
        .when(spec("suspend"), SUSPENDED, kind + " is suspended")
        .when(condition("Ready", "True"), HEALTHY, "{reason}")
        .when(condition("Ready", "False"), DEGRADED, "{reason}")
        .when(condition("Ready", "Unknown"), PROGRESSING, "{reason}");
  }

  private static void messaging(Map<String, HealthCheck> checks) {
    var kinds =
        List.of("Binding", "Exchange", "Permission", "Policy", "Queue", "Shovel", "User", "Vhost");
    for (var kind : kinds) {
      var word = "RabbitMQ " + kind.toLowerCase(Locale.ROOT);
      checks.put(
          "rabbitmq.com/" + kind,
          otherwise(unknown(word + " status is unknown"))
              .when(condition("Ready", "True"), HEALTHY, word + " ready")
              .when(
                  condition("Ready", "False"),
                  DEGRADED,
                  word + " failed to be created or updated"));
    }
    checks.put(
        "rabbitmq.com/RabbitmqCluster",
        otherwise(progressing("Waiting for RabbitMQ Operator"))
            .when(condition("ReconcileSuccess", "False"), DEGRADED, "{message}")
            .when(
                condition("ClusterAvailable", "False").unless("AllReplicasReady", "Unknown"),
                PROGRESSING,
                "Waiting for RabbitMQ cluster formation")
            .when(
                condition("AllReplicasReady", "False"),
                PROGRESSING,
                "Waiting for RabbitMQ instances ready")
            .when(
                condition("AllReplicasReady", "Unknown"),
                PROGRESSING,
                "Waiting for RabbitMQ cluster readiness (conditions unknown)")
            .when(condition("ClusterAvailable", "True"), HEALTHY, "RabbitMQ cluster ready"));
  }

  private static void others(Map<String, HealthCheck> checks) {
    checks.put(
        "monitoring.coreos.com/Prometheus",
        otherwise(progressing("Waiting for initialization"))
            .when(condition("Available", "False"), DEGRADED, "{message}")
            .when(condition("Available", "Degraded"), PROGRESSING, "{reason}")
            .when(condition("Reconciled", "False"), PROGRESSING, "{reason}")
            .when(condition("Available", "True"), HEALTHY, "All instances are available"));
    checks.put("serving.knative.dev/Service", live -> Optional.of(KnativeHealth.assess(live)));
    var green = "Elasticsearch Cluster status is ";
    var hint = ". Check the status of indices, replicas and shards";
    checks.put(
        "elasticsearch.k8s.elastic.co/Elasticsearch",
        otherwise(
                unknown(
                    green
                        + "unknown. Ensure your ArgoCD is current and then check for/file a bug"
                        + " report: https://github.com/argoproj/argo-cd/issues"))
            .when(
                status("phase", "ApplyingChanges"),
                PROGRESSING,
                "Elasticsearch phase is ApplyingChanges")
            .when(
                status("phase", "MigratingData"),
                PROGRESSING,
                "Elasticsearch phase is MigratingData")
            .when(status("phase", "Stalled"), PROGRESSING, "Elasticsearch phase is Stalled")
            .when(status("phase", "Invalid"), DEGRADED, "Elasticsearch phase is Invalid")
            .when(status("health", "green"), HEALTHY, green + "Green")
            .when(status("health", "yellow"), PROGRESSING, green + "Yellow" + hint)
            .when(status("health", "red"), DEGRADED, green + "Red" + hint));
  }
}
