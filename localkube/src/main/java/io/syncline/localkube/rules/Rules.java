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

  /** The rules that {@code next} breaks; {@code live} is the object it replaces. */
  public static List<Cause> broken(Resource resource, ObjectTree next, Optional<ObjectTree> live) {
    var causes = new ArrayList<Cause>(NameRules.broken(resource, next));
    causes.addAll(
        switch (resource.kind()) {
          case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job" ->
              WorkloadRules.broken(resource.kind(), next);
          case "CronJob" -> WorkloadRules.cronJob(next);
          case "Pod" -> WorkloadRules.podSpec(next, "spec");
          case "Service" -> OtherRules.service(next);
          case "ConfigMap", "Secret" -> OtherRules.data(next);
          case "Ingress" -> OtherRules.ingress(next);
          case "RoleBinding", "ClusterRoleBinding" -> OtherRules.binding(next);
          case "PersistentVolumeClaim" -> OtherRules.claim(next);
          case "CustomResourceDefinition" -> OtherRules.definition(next);
          case "HorizontalPodAutoscaler" -> OtherRules.autoscaler(next);
          case "StorageClass" -> OtherRules.storageClass(next);
          default -> List.<Cause>of();
        });
    live.ifPresent(old -> causes.addAll(Immutables.changed(resource, next, old)));
    return causes;
  }
}
