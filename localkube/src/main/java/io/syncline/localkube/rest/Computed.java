package io.syncline.localkube.rest;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.observe.Usage;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Answers requests for objects that are kept nowhere: use of pods and nodes, and components. */
final class Computed {
  private final Cluster cluster;

  Computed(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Whether the objects of a resource are computed. */
  static boolean answers(Resource resource) {
    return !resource.stored() && resource.verbs().contains("list");
  }

  Reply answer(Resources.Place place, Request request) {
    var resource = place.resource();
    if (!request.method().equals("GET") || request.flag("watch") || !place.part().isEmpty()) {
      throw Refusal.methodNotAllowed(
          "the server does not allow this method on the requested resource");
    }
    var warnings =
        resource.kind().equals("ComponentStatus")
            ? List.of("v1 ComponentStatus is deprecated in v1.19+")
            : List.<String>of();
    var views = new Views(resource, request, cluster);
    var selection = Selection.of(resource, place.namespace(), request);
    if (!place.name().isEmpty()) {
      var found =
          all(resource, place.namespace()).stream()
              .filter(object -> Tree.text(object, "metadata", "name").equals(place.name()))
              .findFirst()
              .orElseThrow(() -> Refusal.notFound(resource, place.name()));
      return views.object(200, found, warnings);
    }
    var objects = all(resource, place.namespace()).stream().filter(selection).toList();
    return views.reply(200, views.list(ObjectTree.EMPTY, objects), warnings);
  }

  private List<ObjectTree> all(Resource resource, String namespace) {
    return switch (resource.kind()) {
      case "PodMetrics" -> pods(namespace);
      case "NodeMetrics" -> nodes();
      default ->
          List.of(
              component("scheduler", "ok (simulated)"),
              component("controller-manager", "ok (simulated)"),
              component("etcd-0", "ok"));
    };
  }

  private static ObjectTree component(String name, String message) {
    return ObjectTree.of(
        "kind",
        "ComponentStatus",
        "apiVersion",
        "v1",
        "metadata",
        ObjectTree.of("name", name, "creationTimestamp", null),
        "conditions",
        List.of(ObjectTree.of("type", "Healthy", "status", "True", "message", message)));
  }

  private List<ObjectTree> running(String namespace) {
    var pods = new ArrayList<ObjectTree>();
    for (var stored : cluster.state().objects().under(Key.prefix("", "pods", namespace))) {
      if (Usage.measured(stored.object())) {
        pods.add(stored.object());
      }
    }
    return pods;
  }

  private List<ObjectTree> pods(String namespace) {
    var now = cluster.clock().instant();
    return running(namespace).stream().map(pod -> Usage.pod(pod, now)).toList();
  }

  private List<ObjectTree> nodes() {
    var now = cluster.clock().instant();
    var pods = running("");
    var nodes = new ArrayList<ObjectTree>();
    for (var stored : cluster.state().objects().under(Key.prefix("", "nodes", ""))) {
      var here =
          pods.stream()
              .filter(pod -> Tree.text(pod, "spec", "nodeName").equals(stored.key().name()))
              .toList();
      nodes.add(Usage.node(stored.object(), here, now));
    }
    return nodes;
  }
}
