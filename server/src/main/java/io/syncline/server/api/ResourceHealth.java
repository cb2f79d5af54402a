package io.syncline.server.api;

import io.syncline.engine.status.ResourceStatuses;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Health;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.port.ApplicationDetails;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts the health of objects into Applications whose status was stored without it. */
final class ResourceHealth {
  private ResourceHealth() {}

  /** {@code application} with health at its resources, from {@code detail} when it has none. */
  static ObjectTree filled(
      ObjectTree application, Supplier<Optional<ApplicationDetails.Detail>> detail) {
    var source = Tree.text(application, "status", "resourceHealthSource");
    if (!source.equals(ResourceStatuses.HEALTH_SOURCE_TREE)) {
      return application;
    }
    var known = new HashMap<ObjectKey, Health>();
    detail
        .get()
        .ifPresent(d -> d.nodes().forEach(n -> n.health().ifPresent(h -> known.put(n.key(), h))));
    var resources =
        Tree.items(Tree.at(application, "status", "resources")).stream()
            .map(resource -> filled(Tree.object(resource), known))
            .toList();
    return resources.isEmpty()
        ? application
        : Tree.with(application, resources, "status", "resources");
  }

  private static ObjectTree filled(ObjectTree resource, Map<ObjectKey, Health> known) {
    var health =
        known.get(
            new ObjectKey(
                Tree.text(resource, "group"),
                Tree.text(resource, "kind"),
                Tree.text(resource, "namespace"),
                Tree.text(resource, "name")));
    if (health == null) {
      return resource;
    }
    var shown = ObjectTree.of("status", health.status().word());
    return resource.with(
        "health", health.message().isEmpty() ? shown : shown.with("message", health.message()));
  }
}
