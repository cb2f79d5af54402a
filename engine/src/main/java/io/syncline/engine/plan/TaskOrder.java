package io.syncline.engine.plan;

import io.syncline.model.object.GroupKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order of tasks: phase, wave, kind, name, with homes before inhabitants (semantics 14.4). */
public final class TaskOrder {
  /** Kinds whose order matters, first to last; all others come after. */
  private static final List<String> KINDS =
      List.of(
          "Namespace",
          "NetworkPolicy",
          "ResourceQuota",
          "LimitRange",
          "PodSecurityPolicy",
          "PodDisruptionBudget",
          "ServiceAccount",
          "Secret",
          "SecretList",
          "ConfigMap",
          "StorageClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleList",
          "ClusterRoleBinding",
          "ClusterRoleBindingList",
          "Role",
          "RoleList",
          "RoleBinding",
          "RoleBindingList",
          "Service",
          "DaemonSet",
          "Pod",
          "ReplicationController",
          "ReplicaSet",
          "Deployment",
          "HorizontalPodAutoscaler",
          "StatefulSet",
          "Job",
          "CronJob",
          "IngressClass",
          "Ingress",
          "APIService");

  private static final Map<String, Integer> RANK = ranks();

  private static final Comparator<SyncTask> ORDER =
      Comparator.comparing(SyncTask::phase)
          .thenComparingInt(SyncTask::wave)
          .thenComparingInt(task -> rank(task.object().kind()))
          .thenComparing(task -> task.object().name())
          .thenComparing(task -> task.object().group())
          .thenComparing(task -> task.object().namespace());

  private TaskOrder() {}

  private static Map<String, Integer> ranks() {
    var ranks = new HashMap<String, Integer>();
    for (var kind : KINDS) {
      ranks.put(kind, ranks.size() - KINDS.size());
    }
    return ranks;
  }

  /** Negative for kinds that go early, 0 for all others. */
  public static int rank(String kind) {
    return RANK.getOrDefault(kind, 0);
  }

  /** {@code tasks} in the order they run. */
  public static List<SyncTask> sort(List<SyncTask> tasks) {
    var sorted = new ArrayList<>(tasks);
    sorted.sort(ORDER);
    pullForward(sorted, TaskOrder::isNamespace, TaskOrder::livesIn);
    pullForward(sorted, TaskOrder::isDefinition, TaskOrder::isInstanceOf);
    return sorted;
  }

  /** Tells whether the first task needs the second one done before. */
  private interface Need {
    boolean test(SyncTask task, SyncTask home);
  }

  private static void pullForward(
      List<SyncTask> tasks, java.util.function.Predicate<SyncTask> isHome, Need needs) {
    for (var i = 0; i < tasks.size(); i++) {
      var home = tasks.get(i);
      if (!isHome.test(home)) {
        continue;
      }
      for (var first = 0; first < i; first++) {
        var inhabitant = tasks.get(first);
        if (needs.test(inhabitant, home)) {
          tasks.remove(i);
          tasks.add(first, home.at(inhabitant.phase(), inhabitant.wave()));
          break;
        }
      }
    }
  }

  private static boolean isNamespace(SyncTask task) {
    return task.target().isPresent() && namespaceKind(task);
  }

  private static boolean namespaceKind(SyncTask task) {
    return task.object().kind().equals("Namespace") && task.object().group().isEmpty();
  }

  private static boolean livesIn(SyncTask task, SyncTask namespace) {
    return task.target().isPresent()
        && !namespaceKind(task)
        && task.object().namespace().equals(namespace.object().name());
  }

  private static boolean isDefinition(SyncTask task) {
    return task.target().isPresent() && task.object().kind().equals("CustomResourceDefinition");
  }

  private static boolean isInstanceOf(SyncTask task, SyncTask definition) {
    return task.target().isPresent() && task.object().groupKind().equals(defined(definition));
  }

  /** The kind a CustomResourceDefinition defines. */
  static GroupKind defined(SyncTask definition) {
    var object = definition.object();
    return new GroupKind(object.text("spec", "group"), object.text("spec", "names", "kind"));
  }
}
