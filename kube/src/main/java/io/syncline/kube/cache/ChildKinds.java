package io.syncline.kube.cache;

import io.syncline.model.object.GroupKind;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which kinds objects of a kind make: what must be watched to show what became of a resource. */
public final class ChildKinds {
  private static final GroupKind POD = new GroupKind("", "Pod");
  private static final GroupKind REPLICA_SET = new GroupKind("apps", "ReplicaSet");
  private static final GroupKind REVISION = new GroupKind("apps", "ControllerRevision");
  private static final GroupKind JOB = new GroupKind("batch", "Job");
  private static final GroupKind CLAIM = new GroupKind("", "PersistentVolumeClaim");

  private static final Map<GroupKind, List<GroupKind>> KNOWN =
      Map.ofEntries(
          Map.entry(new GroupKind("apps", "Deployment"), List.of(REPLICA_SET)),
          Map.entry(REPLICA_SET, List.of(POD)),
          Map.entry(new GroupKind("apps", "StatefulSet"), List.of(POD, REVISION, CLAIM)),
          Map.entry(new GroupKind("apps", "DaemonSet"), List.of(POD, REVISION)),
          Map.entry(new GroupKind("", "ReplicationController"), List.of(POD)),
          Map.entry(JOB, List.of(POD)),
          Map.entry(new GroupKind("batch", "CronJob"), List.of(JOB)),
          Map.entry(
              new GroupKind("", "Service"),
              List.of(
                  new GroupKind("", "Endpoints"),
                  new GroupKind("discovery.k8s.io", "EndpointSlice"))),
          Map.entry(
              new GroupKind("argoproj.io", "Rollout"),
              List.of(
                  REPLICA_SET,
                  new GroupKind("argoproj.io", "AnalysisRun"),
                  new GroupKind("argoproj.io", "Experiment"))),
          Map.entry(new GroupKind("argoproj.io", "AnalysisRun"), List.of(JOB)),
          Map.entry(
              new GroupKind("argoproj.io", "Experiment"),
              List.of(REPLICA_SET, new GroupKind("argoproj.io", "AnalysisRun"))),
          Map.entry(
              new GroupKind("argoproj.io", "ApplicationSet"),
              List.of(new GroupKind("argoproj.io", "Application"))),
          Map.entry(new GroupKind("argoproj.io", "Workflow"), List.of(POD)));

  /** Groups of Kubernetes itself whose other kinds make nothing. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "",
          "apps",
          "batch",
          "autoscaling",
          "policy",
          "argoproj.io",
          "apiextensions.k8s.io",
          "networking.k8s.io",
          "rbac.authorization.k8s.io",
          "storage.k8s.io",
          "scheduling.k8s.io",
          "admissionregistration.k8s.io",
          "apiregistration.k8s.io");

  /** What operators usually make of their custom resources. */
  private static final List<GroupKind> OF_OPERATORS =
      List.of(
          new GroupKind("apps", "Deployment"),
          new GroupKind("apps", "StatefulSet"),
          new GroupKind("apps", "DaemonSet"),
          new GroupKind("", "Service"),
          new GroupKind("", "Secret"),
          new GroupKind("", "ConfigMap"),
          JOB);

  private ChildKinds() {}

  /** All kinds that may stem from {@code kinds}, near or far, without those themselves. */
  public static Set<GroupKind> descendants(Collection<GroupKind> kinds) {
    var found = new LinkedHashSet<GroupKind>();
    var open = new java.util.ArrayDeque<>(kinds);
    while (!open.isEmpty()) {
      for (var child : children(open.poll())) {
        if (found.add(child)) {
          open.add(child);
        }
      }
    }
    found.removeAll(Set.copyOf(kinds));
    return found;
  }

  private static List<GroupKind> children(GroupKind kind) {
    var known = KNOWN.get(kind);
    if (known != null) {
      return known;
    }
    return BUILT_IN.contains(kind.group()) ? List.of() : OF_OPERATORS;
  }
}
