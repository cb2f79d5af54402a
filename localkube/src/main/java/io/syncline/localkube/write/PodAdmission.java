package io.syncline.localkube.write;

import io.syncline.localkube.store.State;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** What pods get when they are made: account, tolerations, priority, class of service. */
final class PodAdmission {
  private static final long NODE_TROUBLE_SECONDS = 300;

  private PodAdmission() {}

  static ObjectTree prepared(State state, ObjectTree pod) {
    var next = pod;
    if (Tree.text(next, "spec", "serviceAccountName").isEmpty()) {
      var deprecated = Tree.text(next, "spec", "serviceAccount");
      next =
          Tree.with(
              next, deprecated.isEmpty() ? "default" : deprecated, "spec", "serviceAccountName");
    }
    next = withTolerations(next);
    next = withPriority(state, next);
    return Tree.with(
        Tree.with(next, "Pending", "status", "phase"),
        qualityOfService(next),
        "status",
        "qosClass");
  }

  private static ObjectTree withTolerations(ObjectTree pod) {
    var tolerations = new ArrayList<>(Tree.items(Tree.at(pod, "spec", "tolerations")));
    for (var key : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
      var tolerated =
          tolerations.stream()
              .anyMatch(
                  t ->
                      (Tree.text(t, "key").equals(key) || Tree.text(t, "key").isEmpty())
                          && !Tree.text(t, "effect").equals("NoSchedule"));
      if (!tolerated) {
        tolerations.add(
            ObjectTree.of(
                "key",
                key,
                "operator",
                "Exists",
                "effect",
                "NoExecute",
                "tolerationSeconds",
                NODE_TROUBLE_SECONDS));
      }
    }
    return Tree.with(pod, tolerations, "spec", "tolerations");
  }

  private static ObjectTree withPriority(State state, ObjectTree pod) {
    var name = Tree.text(pod, "spec", "priorityClassName");
    var value = 0L;
    for (var priority : state.objects().under("scheduling.k8s.io/priorityclasses/")) {
      var chosen =
          name.isEmpty()
              ? Tree.flag(priority.object(), "globalDefault")
              : priority.key().name().equals(name);
      if (chosen) {
        value = Tree.number(priority.object(), 0, "value");
        pod = Tree.with(pod, priority.key().name(), "spec", "priorityClassName");
      }
    }
    var withPolicy = OnUpdate.keeping(pod, POLICY, "spec", "preemptionPolicy");
    return Tree.with(withPolicy, value, "spec", "priority");
  }

  private static final ObjectTree POLICY =
      ObjectTree.of("spec", ObjectTree.of("preemptionPolicy", "PreemptLowerPriority"));

  private static String qualityOfService(ObjectTree pod) {
    var guaranteed = true;
    var any = false;
    var containers = new ArrayList<>(Tree.items(Tree.at(pod, "spec", "containers")));
    containers.addAll(Tree.items(Tree.at(pod, "spec", "initContainers")));
    for (var container : containers) {
      var limits = Tree.object(Tree.at(container, "resources", "limits"));
      var requests = Tree.object(Tree.at(container, "resources", "requests"));
      for (var name : List.of("cpu", "memory")) {
        any |= limits.containsKey(name) || requests.containsKey(name);
        guaranteed &=
            limits.containsKey(name)
                && (!requests.containsKey(name)
                    || String.valueOf(limits.get(name)).equals(String.valueOf(requests.get(name))));
      }
    }
    return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
  }
}
