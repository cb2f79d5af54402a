package io.syncline.localkube.quota;

import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one object consumes. */
public final class Usage {
  private static final Set<String> COUNTED_BY_NAME =
      Set.of("configmaps", "secrets", "resourcequotas", "replicationcontrollers");
  private static final String BY_CLASS = ".storageclass.storage.k8s.io/";

  private Usage() {}

  /** Amounts by the names that quotas use. */
  public static Map<String, Quantity> of(String group, String plural, ObjectTree object) {
    var usage = new TreeMap<String, Quantity>();
    usage.put(group.isEmpty() ? "count/" + plural : "count/" + plural + "." + group, Amounts.ONE);
    if (group.isEmpty()) {
      switch (plural) {
        case "pods" -> pod(usage, object);
        case "services" -> service(usage, object);
        case "persistentvolumeclaims" -> claim(usage, object);
        default -> {
          if (COUNTED_BY_NAME.contains(plural)) {
            usage.put(plural, Amounts.ONE);
          }
        }
      }
    }
    return usage;
  }

  private static void pod(Map<String, Quantity> usage, ObjectTree pod) {
    var phase = Tree.text(pod, "status", "phase");
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return;
    }
    usage.put("pods", Amounts.ONE);
    PodAmounts.of(pod, "requests")
        .forEach(
            (name, amount) -> {
              if (name.equals("cpu") || name.equals("memory") || name.equals("ephemeral-storage")) {
                usage.put(name, amount);
              }
              usage.put("requests." + name, amount);
            });
    PodAmounts.of(pod, "limits").forEach((name, amount) -> usage.put("limits." + name, amount));
  }

  private static void service(Map<String, Quantity> usage, ObjectTree service) {
    usage.put("services", Amounts.ONE);
    var ports = Tree.items(Tree.at(service, "spec", "ports"));
    var given = ports.stream().filter(p -> Tree.number(p, 0, "nodePort") != 0).count();
    switch (Tree.text(service, "spec", "type")) {
      case "NodePort" -> usage.put("services.nodeports", Amounts.number(ports.size()));
      case "LoadBalancer" -> {
        var spared =
            Boolean.FALSE.equals(Tree.at(service, "spec", "allocateLoadBalancerNodePorts"));
        usage.put("services.nodeports", Amounts.number(spared ? given : ports.size()));
        usage.put("services.loadbalancers", Amounts.ONE);
      }
      default -> {
        // Others take no ports of nodes.
      }
    }
  }

  private static void claim(Map<String, Quantity> usage, ObjectTree claim) {
    var kind = Tree.text(claim, "spec", "storageClassName");
    usage.put("persistentvolumeclaims", Amounts.ONE);
    if (!kind.isEmpty()) {
      usage.put(kind + BY_CLASS + "persistentvolumeclaims", Amounts.ONE);
    }
    Quantity.of(Tree.at(claim, "spec", "resources", "requests", "storage"))
        .ifPresent(
            storage -> {
              usage.put("requests.storage", storage);
              if (!kind.isEmpty()) {
                usage.put(kind + BY_CLASS + "requests.storage", storage);
              }
            });
  }
}
