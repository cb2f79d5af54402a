package io.syncline.localkube.control;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.store.Stored;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Empties namespaces and definitions that go away, then lets them go. */
final class Emptying {
  private static final WriteOptions WRITER = WriteOptions.by("kube-controller-manager");
  private static final ResourceId NAMESPACES = new ResourceId("", "v1", "namespaces");
  private static final ResourceId DEFINITIONS =
      new ResourceId("apiextensions.k8s.io", "v1", "customresourcedefinitions");
  private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

  private static final String REMAINING = "NamespaceContentRemaining";

  private final Cluster cluster;

  Emptying(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Takes the next step for every namespace and definition that is going away. */
  void advance() {
    for (var namespace : cluster.state().objects().under("/namespaces/")) {
      if (deleting(namespace)) {
        namespace(namespace);
      }
    }
    for (var definition :
        cluster.state().objects().under("apiextensions.k8s.io/customresourcedefinitions/")) {
      if (deleting(definition)) {
        definition(definition);
      }
    }
  }

  /** Whether anything is going away at all. */
  boolean pending() {
    for (var prefix : List.of("/namespaces/", "apiextensions.k8s.io/customresourcedefinitions/")) {
      for (var stored : cluster.state().objects().under(prefix)) {
        if (deleting(stored)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean deleting(Stored stored) {
    return Tree.at(stored.object(), "metadata", "deletionTimestamp") != null;
  }

  private void namespace(Stored namespace) {
    var name = namespace.key().name();
    var prefixes = new LinkedHashMap<String, Resource>();
    for (var resource : cluster.kinds().all()) {
      if (resource.namespaced() && resource.stored()) {
        prefixes.putIfAbsent(resource.prefix(name), resource);
      }
    }
    var left = 0;
    for (var entry : prefixes.entrySet()) {
      left += emptied(entry.getValue(), entry.getKey());
    }
    if (left > 0) {
      tellRemaining(name, left);
    } else {
      cluster
          .kinds()
          .get(NAMESPACES)
          .ifPresent(
              resource ->
                  Attempt.at(
                      () ->
                          cluster.change(
                              resource,
                              "",
                              name,
                              Part.FINALIZE,
                              WRITER,
                              live ->
                                  Tree.with(
                                      Tree.without(live, "metadata", "resourceVersion"),
                                      List.of(),
                                      "spec",
                                      "finalizers"))));
    }
  }

  /** Says in the status why the namespace is still there. */
  private void tellRemaining(String name, int left) {
    var message =
        "Some content in the namespace remains: " + left + " objects wait for finalizers or grace";
    cluster
        .kinds()
        .get(NAMESPACES)
        .ifPresent(
            resource ->
                Attempt.at(
                    () ->
                        cluster.change(
                            resource,
                            "",
                            name,
                            Part.STATUS,
                            WRITER,
                            live -> withCondition(live, message))));
  }

  private ObjectTree withCondition(ObjectTree live, String message) {
    var since =
        DateTimeFormatter.ISO_INSTANT.format(
            cluster.clock().instant().truncatedTo(ChronoUnit.SECONDS));
    var conditions = new ArrayList<>(Tree.items(Tree.at(live, "status", "conditions")));
    for (var condition : conditions) {
      if (Tree.text(condition, "type").equals(REMAINING)) {
        since = Tree.text(condition, "lastTransitionTime");
      }
    }
    conditions.removeIf(condition -> Tree.text(condition, "type").equals(REMAINING));
    conditions.add(
        ObjectTree.of(
            "type", REMAINING,
            "status", "True",
            "lastTransitionTime", since,
            "reason", "SomeResourcesRemain",
            "message", message));
    return Tree.with(
        Tree.without(live, "metadata", "resourceVersion"), conditions, "status", "conditions");
  }

  /** Deletes what the prefix leads to; how much is left afterwards. */
  private int emptied(Resource resource, String prefix) {
    for (var stored : cluster.state().objects().under(prefix)) {
      if (!deleting(stored)) {
        Attempt.at(
            () ->
                cluster.delete(
                    resource,
                    stored.key().namespace(),
                    stored.key().name(),
                    DeleteOptions.BACKGROUND));
      }
    }
    return cluster.state().objects().count(prefix);
  }

  private void definition(Stored definition) {
    var group = Tree.text(definition.object(), "spec", "group");
    var plural = Tree.text(definition.object(), "spec", "names", "plural");
    var served = cluster.kinds().stored(group, plural);
    var left = served.map(resource -> emptied(resource, resource.prefix(""))).orElse(0);
    if (left == 0) {
      cluster
          .kinds()
          .get(DEFINITIONS)
          .ifPresent(
              resource ->
                  Attempt.at(
                      () ->
                          cluster.change(
                              resource,
                              "",
                              definition.key().name(),
                              Part.MAIN,
                              WRITER,
                              live ->
                                  Dependents.withoutFinalizer(
                                      Tree.without(live, "metadata", "resourceVersion"),
                                      CLEANUP))));
    }
  }
}
