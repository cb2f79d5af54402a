package io.syncline.engine.health;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks for kinds that widespread extensions of Kubernetes define: computed ones where a look at
 * lists is needed, the rules of {@link RuleBook} for all others.
 */
final class CustomChecks {
  private CustomChecks() {}

  static Optional<HealthCheck> of(GroupKind kind) {
    return computed(kind)
        .map(assess -> (HealthCheck) live -> Optional.of(assess.apply(live)))
        .or(() -> RuleBook.of(kind))
        .or(() -> CrossplaneHealth.of(kind));
  }

  private static Optional<Function<Manifest, Health>> computed(GroupKind kind) {
    if (kind.group().equals("promoter.argoproj.io")) {
      return PromoterHealth.knows(kind.kind())
          ? Optional.of(PromoterHealth::assess)
          : Optional.empty();
    }
    return Optional.ofNullable(
        switch (kind.toString()) {
          case "argoproj.io/Rollout" -> RolloutHealth::assess;
          case "serving.knative.dev/Service" -> KnativeHealth::assess;
          case "operator.knative.dev/KnativeEventing", "operator.knative.dev/KnativeServing" ->
              ListedHealth::knativeOperator;
          case "gateway.networking.k8s.io/HTTPRoute", "gateway.networking.k8s.io/GRPCRoute" ->
              RouteHealth::route;
          case "gateway.networking.k8s.io/BackendTLSPolicy" -> RouteHealth::policy;
          case "policy.open-cluster-management.io/Policy" -> PolicyHealth::policy;
          case "policy.open-cluster-management.io/ConfigurationPolicy" ->
              PolicyHealth::configuration;
          case "cassandra.rook.io/Cluster" -> ListedHealth::cassandra;
          case "ceph.rook.io/CephCluster" -> ListedHealth::ceph;
          case "work.karmada.io/ResourceBinding", "work.karmada.io/ClusterResourceBinding" ->
              ListedHealth::binding;
          case "operators.coreos.com/Subscription" -> ListedHealth::subscription;
          case "serving.kserve.io/InferenceService" -> ListedHealth::inference;
          case "sparkoperator.k8s.io/SparkApplication" -> CountedHealth::spark;
          case "opentelemetry.io/OpenTelemetryCollector" -> CountedHealth::collector;
          case "elasticsearch.k8s.elastic.co/Elasticsearch" -> CountedHealth::elasticsearch;
          case "kafka.banzaicloud.io/KafkaCluster" -> CountedHealth::kafka;
          case "cluster.x-k8s.io/MachinePool" -> ReportedHealth::machinePool;
          case "controlplane.cluster.x-k8s.io/AWSManagedControlPlane" ->
              ReportedHealth::amazonControlPlane;
          case "flagger.app/Canary" -> ReportedHealth::canary;
          case "grafana.integreatly.org/GrafanaDashboard",
              "grafana.integreatly.org/GrafanaFolder" ->
              ReportedHealth::grafana;
          case "gateway.networking.k8s.io/Gateway" -> RouteHealth::gateway;
          default -> null;
        });
  }
}
