package io.syncline.localkube.rules;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules objects of built-in kinds must keep. */
public final class Rules {
  private Rules() {}

  /** What is allowed, but hardly meant. */
  public static List<String> warnings(Resource resource, ObjectTree object) {
    return resource.kind().equals("Secret") && resource.custom().isEmpty()
        ? DataRules.warnings(object)
        : List.of();
  }

  /** The rules that {@code next} breaks; {@code live} is the object it replaces. */
  public static List<Cause> broken(Resource resource, ObjectTree next, Optional<ObjectTree> live) {
    var causes = new ArrayList<Cause>(NameRules.broken(resource, next));
    causes.addAll(
        switch (resource.kind()) {
          case "Deployment" -> WorkloadRules.deployment(next);
          case "ReplicaSet" -> WorkloadRules.replicaSet(next);
          case "StatefulSet" -> WorkloadRules.statefulSet(next);
          case "DaemonSet" -> WorkloadRules.daemonSet(next);
          case "Job" -> JobRules.job(next);
          case "CronJob" -> JobRules.cronJob(next);
          case "Pod" -> PodRules.pod(next);
          case "Service" -> ServiceRules.broken(next);
          case "ConfigMap" -> DataRules.configMap(next);
          case "Secret" -> DataRules.secret(next);
          case "Ingress" -> NetworkRules.ingress(next);
          case "NetworkPolicy" -> NetworkRules.policy(next);
          case "EndpointSlice" -> NetworkRules.endpointSlice(next);
          case "Role", "ClusterRole" -> AccessRules.role(next, resource.namespaced());
          case "RoleBinding", "ClusterRoleBinding" ->
              AccessRules.binding(next, resource.namespaced());
          case "PersistentVolumeClaim" -> StorageRules.claim(next);
          case "PersistentVolume" -> StorageRules.volume(next);
          case "StorageClass" -> OtherRules.storageClass(next);
          case "CustomResourceDefinition" -> OtherRules.definition(next);
          case "HorizontalPodAutoscaler" -> PolicyRules.autoscaler(next);
          case "PodDisruptionBudget" -> PolicyRules.budget(next);
          case "PriorityClass" -> PolicyRules.priority(next);
          case "Lease" -> PolicyRules.lease(next);
          case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" ->
              PolicyRules.webhooks(next);
          default -> List.<Cause>of();
        });
    live.ifPresent(old -> causes.addAll(Immutables.changed(resource, next, old)));
    return causes;
  }
}
