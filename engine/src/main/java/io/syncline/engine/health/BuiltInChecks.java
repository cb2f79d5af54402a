package io.syncline.engine.health;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The checks Syncline brings, by kind (semantics 18.2). */
final class BuiltInChecks {
  private BuiltInChecks() {}

  static Optional<HealthCheck> of(GroupKind kind) {
    return switch (kind.toString()) {
      case "apps/Deployment" -> check(DeploymentHealth::assess, "v1");
      case "apps/StatefulSet" -> check(StatefulSetHealth::assess, "v1");
      case "apps/DaemonSet" -> check(DaemonSetHealth::assess, "v1");
      case "apps/ReplicaSet" -> check(ReplicaSetHealth::assess, "v1");
      case "Pod" -> check(PodHealth::assess, "v1");
      case "Service" -> check(SimpleHealth::service, "v1");
      case "PersistentVolumeClaim" -> check(SimpleHealth::persistentVolumeClaim, "v1");
      case "batch/Job" -> check(JobHealth::assess, "v1");
      case "batch/CronJob" -> check(CronJobHealth::assess);
      case "extensions/Ingress", "networking.k8s.io/Ingress" -> check(SimpleHealth::ingress);
      case "autoscaling/HorizontalPodAutoscaler" ->
          check(HorizontalPodAutoscalerHealth::assess, "v1", "v2", "v2beta1", "v2beta2");
      case "apiregistration.k8s.io/APIService" -> check(SimpleHealth::apiService, "v1", "v1beta1");
      case "argoproj.io/Workflow" -> check(SimpleHealth::workflow, "v1alpha1");
      default -> CustomChecks.of(kind);
    };
  }

  /** A check for the versions whose fields it knows; no versions means any. */
  private static Optional<HealthCheck> check(
      Function<Manifest, Health> assess, String... versions) {
    var known = Set.of(versions);
    return Optional.of(
        live ->
            Optional.of(
                known.isEmpty() || known.contains(live.version())
                    ? assess.apply(live)
                    : Verdict.unknown(
                        "unsupported "
                            + live.kind()
                            + " GVK: "
                            + live.apiVersion()
                            + ", Kind="
                            + live.kind())));
  }
}
