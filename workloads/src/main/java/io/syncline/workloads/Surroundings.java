package io.syncline.workloads;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.node.NodeConditions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects that workloads expect of a cluster: nodes, a storage class, an ingress class. */
final class Surroundings {
  /** The default storage class. */
  static final String STORAGE_CLASS = "sim-standard";

  /** The controller that serves the simulated ingress class. */
  static final String INGRESS_CONTROLLER = "sim.syncline.io/ingress";

  private static final String MANAGER = "syncline-workloads";

  private Surroundings() {}

  /** Makes those that are missing. */
  static void make(LocalApi api, int nodes, Instant now) {
    for (var i = 0; i < nodes; i++) {
      var node = node(i);
      if (api.get(Kind.NODE.resource(), "", node.name()).isEmpty()) {
        create(api, Kind.NODE, node);
        api.updateStatus(Kind.NODE.resource(), node.with(nodeStatus(i, now), "status"), "kubelet");
      }
    }
    if (api.get(Kind.STORAGE_CLASS.resource(), "", STORAGE_CLASS).isEmpty()) {
      create(api, Kind.STORAGE_CLASS, storageClass());
    }
    if (api.get(Kind.INGRESS_CLASS.resource(), "", "sim").isEmpty()) {
      create(api, Kind.INGRESS_CLASS, ingressClass());
    }
  }

  private static void create(LocalApi api, Kind kind, Manifest object) {
    try {
      api.create(kind.resource(), object, MANAGER);
    } catch (ApiException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
  }

  private static Manifest object(Kind kind, ObjectTree metadata) {
    return Manifest.of(
        ObjectTree.of("apiVersion", kind.apiVersion(), "kind", kind.word(), "metadata", metadata));
  }

  private static Manifest node(int number) {
    var name = "simulated-" + number;
    var labels =
        ObjectTree.of(
            "kubernetes.io/hostname", name,
            "kubernetes.io/os", "linux",
            "kubernetes.io/arch", "amd64",
            "sim", "true",
            "topology.kubernetes.io/region", "simulated",
            "topology.kubernetes.io/zone", "simulated-" + (char) ('a' + number % 3));
    return object(Kind.NODE, ObjectTree.of("name", name, "labels", labels))
        .with(
            ObjectTree.of(
                "podCIDR", "10.244." + number + ".0/24", "providerID", "simulated://" + name),
            "spec");
  }

  private static ObjectTree nodeStatus(int number, Instant now) {
    var room = Map.of("cpu", "256", "memory", "1Ti", "pods", "5000", "ephemeral-storage", "10Ti");
    return ObjectTree.of(
        "capacity",
        ObjectTree.copyOf(new TreeMap<>(room)),
        "allocatable",
        ObjectTree.copyOf(new TreeMap<>(room)),
        "conditions",
        NodeConditions.healthy(node(number), now),
        "addresses",
        List.of(
            ObjectTree.of("type", "InternalIP", "address", "192.0.2." + (10 + number)),
            ObjectTree.of("type", "Hostname", "address", "simulated-" + number)),
        "nodeInfo",
        ObjectTree.of(
            "architecture", "amd64",
            "bootID", "",
            "containerRuntimeVersion", "simulated://1",
            "kernelVersion", "simulated",
            "kubeProxyVersion", "v1.32.4-sim",
            "kubeletVersion", "v1.32.4-sim",
            "machineID", "",
            "operatingSystem", "linux",
            "osImage", "Syncline simulation",
            "systemUUID", ""));
  }

  private static Manifest storageClass() {
    var annotations = ObjectTree.of("storageclass.kubernetes.io/is-default-class", "true");
    return object(
            Kind.STORAGE_CLASS, ObjectTree.of("name", STORAGE_CLASS, "annotations", annotations))
        .with("sim.syncline.io/volumes", "provisioner")
        .with("Delete", "reclaimPolicy")
        .with("Immediate", "volumeBindingMode")
        .with(true, "allowVolumeExpansion");
  }

  private static Manifest ingressClass() {
    var annotations = ObjectTree.of("ingressclass.kubernetes.io/is-default-class", "true");
    return object(Kind.INGRESS_CLASS, ObjectTree.of("name", "sim", "annotations", annotations))
        .with(INGRESS_CONTROLLER, "spec", "controller");
  }
}
