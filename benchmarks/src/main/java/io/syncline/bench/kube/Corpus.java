package io.syncline.bench.kube;

import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects as they stand in real clusters: of five kinds in turn, each different from the others.
 */
final class Corpus {
  static final ResourceId MAPS = new ResourceId("", "v1", "configmaps");
  static final ResourceId DEPLOYMENTS = new ResourceId("apps", "v1", "deployments");

  private static final ResourceId SETS = new ResourceId("apps", "v1", "replicasets");
  private static final ResourceId PODS = new ResourceId("", "v1", "pods");
  private static final ResourceId EVENTS = new ResourceId("", "v1", "events");

  private Corpus() {}

  /** An object and where it belongs. */
  record Item(ResourceId resource, Manifest object) {}

  /** The object number {@code i} of the mix. */
  static Item mixed(String namespace, int i) {
    return switch (i % 5) {
      case 0 -> new Item(DEPLOYMENTS, new Manifest(deployment(namespace, i, 0)));
      case 1 -> new Item(SETS, new Manifest(replicaSet(namespace, i)));
      case 2 -> new Item(PODS, new Manifest(pod(namespace, i)));
      case 3 -> new Item(MAPS, new Manifest(map(namespace, i)));
      default -> new Item(EVENTS, new Manifest(event(namespace, i)));
    };
  }

  private static ObjectTree labels(int i) {
    return ObjectTree.of(
        "app.kubernetes.io/name", "service-" + i / 5 % 200,
        "app.kubernetes.io/instance", "service-" + i,
        "app.kubernetes.io/part-of", "shop",
        "team", "team-" + i % 17);
  }

  private static ObjectTree metadata(String namespace, String name, int i) {
    return ObjectTree.of(
        "name",
        name,
        "namespace",
        namespace,
        "labels",
        labels(i),
        "annotations",
        ObjectTree.of(
            "example.com/owner",
            "owner-" + i % 31 + "@example.com",
            "example.com/checksum",
            Integer.toHexString(i * 0x9E3779B9)));
  }

  /** A config map of about one kilobyte. */
  static ObjectTree map(String namespace, int i) {
    var data = new ObjectTree.Builder(8);
    for (var k = 0; k < 8; k++) {
      data.put("setting-" + k, "value " + k + " of " + i + ": " + "lorem ipsum dolor ".repeat(3));
    }
    return ObjectTree.of(
        "apiVersion",
        "v1",
        "kind",
        "ConfigMap",
        "metadata",
        metadata(namespace, "map-" + i, i),
        "data",
        data.build());
  }

  private static ObjectTree container(int i, int turn) {
    return ObjectTree.of(
        "name", "web",
        "image", "registry.example.com/shop/service-" + i % 200 + ":1." + i % 7 + "." + turn,
        "ports", List.of(ObjectTree.of("name", "http", "containerPort", 8080L)),
        "env",
            List.of(
                ObjectTree.of("name", "SERVICE", "value", "service-" + i),
                ObjectTree.of("name", "LEVEL", "value", "info")),
        "resources",
            ObjectTree.of(
                "requests", ObjectTree.of("cpu", "100m", "memory", "128Mi"),
                "limits", ObjectTree.of("memory", "256Mi")),
        "readinessProbe",
            ObjectTree.of("httpGet", ObjectTree.of("path", "/healthz", "port", "http")));
  }

  private static ObjectTree template(int i, int turn) {
    return ObjectTree.of(
        "metadata", ObjectTree.of("labels", labels(i)),
        "spec", ObjectTree.of("containers", List.of(container(i, turn))));
  }

  /** A deployment; each turn has another image. */
  static ObjectTree deployment(String namespace, int i, int turn) {
    return ObjectTree.of(
        "apiVersion",
        "apps/v1",
        "kind",
        "Deployment",
        "metadata",
        metadata(namespace, "deploy-" + i, i),
        "spec",
        ObjectTree.of(
            "replicas", 3L,
            "selector", ObjectTree.of("matchLabels", labels(i)),
            "template", template(i, turn)));
  }

  private static ObjectTree replicaSet(String namespace, int i) {
    return ObjectTree.of(
        "apiVersion",
        "apps/v1",
        "kind",
        "ReplicaSet",
        "metadata",
        metadata(namespace, "set-" + i, i),
        "spec",
        ObjectTree.of(
            "replicas", 3L,
            "selector", ObjectTree.of("matchLabels", labels(i)),
            "template", template(i, 0)));
  }

  private static ObjectTree pod(String namespace, int i) {
    return ObjectTree.of(
        "apiVersion",
        "v1",
        "kind",
        "Pod",
        "metadata",
        metadata(namespace, "pod-" + i, i),
        "spec",
        Tree.at(template(i, 0), "spec"));
  }

  private static ObjectTree event(String namespace, int i) {
    return ObjectTree.of(
        "apiVersion",
        "v1",
        "kind",
        "Event",
        "metadata",
        metadata(namespace, "event-" + i, i),
        "involvedObject",
        ObjectTree.of("kind", "Pod", "namespace", namespace, "name", "pod-" + i),
        "reason",
        "Scheduled",
        "message",
        "Successfully assigned " + namespace + "/pod-" + i + " to node-" + i % 50,
        "type",
        "Normal",
        "count",
        1L,
        "source",
        ObjectTree.of("component", "default-scheduler"));
  }

  static List<Item> mix(String namespace, int from, int count) {
    var items = new ArrayList<Item>(count);
    for (var i = from; i < from + count; i++) {
      items.add(mixed(namespace, i));
    }
    return items;
  }
}
