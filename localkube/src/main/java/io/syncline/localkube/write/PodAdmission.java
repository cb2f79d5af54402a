package io.syncline.localkube.write;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.quota.Ranges;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Stored;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What pods get when they are made: account, tolerations, priority, class of service. */
final class PodAdmission {
  private static final long NODE_TROUBLE_SECONDS = 300;

  private PodAdmission() {}

  static ObjectTree prepared(State state, Resource resource, ObjectTree pod) {
    var next = pod;
    if (Tree.text(next, "spec", "serviceAccountName").isEmpty()) {
      var deprecated = Tree.text(next, "spec", "serviceAccount");
      next =
          Tree.with(
              next, deprecated.isEmpty() ? "default" : deprecated, "spec", "serviceAccountName");
    }
    next = PodAccount.completed(state, resource, Ranges.completed(state, next));
    next = withTolerations(next);
    next = withPriority(state, resource, next);
    return Tree.with(
        Tree.with(next, "Pending", "status", "phase"),
        qualityOfService(next),
        "status",
        "qosClass");
  }

  /** A pod that stays for a while on a node in trouble, unless it says otherwise. */
  static ObjectTree withTolerations(ObjectTree pod) {
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

  private static ObjectTree withPriority(State state, Resource resource, ObjectTree pod) {
    var name = Tree.text(pod, "spec", "priorityClassName");
    var chosen = name.isEmpty() ? defaultPriority(state) : priority(state, name);
    if (chosen.isEmpty() && !name.isEmpty()) {
      throw refused(resource, pod, "no PriorityClass with name " + name + " was found");
    }
    var value = chosen.map(c -> Tree.number(c, 0, "value")).orElse(0L);
    if (Tree.at(pod, "spec", "priority") != null
        && Tree.number(pod, 0, "spec", "priority") != value) {
      throw refused(
          resource,
          pod,
          "the integer value of priority ("
              + Tree.number(pod, 0, "spec", "priority")
              + ") must not be provided in pod spec; priority admission controller computed "
              + value
              + " from the given PriorityClass name");
    }
    var named =
        chosen
            .map(c -> Tree.with(pod, Tree.text(c, "metadata", "name"), "spec", "priorityClassName"))
            .orElse(pod);
    var policy = chosen.map(c -> Tree.text(c, "preemptionPolicy")).orElse("");
    var withPolicy =
        policy.isEmpty()
            ? OnUpdate.keeping(named, POLICY, "spec", "preemptionPolicy")
            : Tree.with(named, policy, "spec", "preemptionPolicy");
    return Tree.with(withPolicy, value, "spec", "priority");
  }

  private static Optional<ObjectTree> priority(State state, String name) {
    return state.get(new Key("scheduling.k8s.io", "priorityclasses", "", name)).map(Stored::object);
  }

  /** Where more than one is the default, the lowest counts. */
  private static Optional<ObjectTree> defaultPriority(State state) {
    Optional<ObjectTree> lowest = Optional.empty();
    for (var stored : state.objects().under("scheduling.k8s.io/priorityclasses/")) {
      var priority = stored.object();
      if (Tree.flag(priority, "globalDefault")
          && lowest
              .filter(l -> Tree.number(l, 0, "value") <= Tree.number(priority, 0, "value"))
              .isEmpty()) {
        lowest = Optional.of(priority);
      }
    }
    return lowest;
  }

  static ApiException refused(Resource resource, ObjectTree pod, String why) {
    return Refusal.forbidden(resource, Tree.text(pod, "metadata", "name"), why);
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
