package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Store;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/**
 * Whether a new object may come into its place: its namespace is there and stays, and so does the
 * definition of its kind.
 *
 * @param resource resource of the object
 * @param namespace its namespace, "" for cluster-scoped ones
 * @param name its name
 */
record Opening(Resource resource, String namespace, String name) implements Store.Guard {
  @Override
  public void check(State head) {
    if (resource.namespaced()) {
      namespaceIsOpen(head);
    }
    if (resource.custom().isPresent()) {
      definitionIsOpen(head);
    }
  }

  private void namespaceIsOpen(State head) {
    var found = head.get(new Key("", "namespaces", "", namespace));
    if (found.isEmpty()) {
      throw Refusal.of(
          404,
          "NotFound",
          "namespaces \"" + namespace + "\" not found",
          ObjectTree.of("name", namespace, "kind", "namespaces"));
    }
    if (Tree.at(found.get().object(), "metadata", "deletionTimestamp") != null) {
      throw Refusal.terminating(resource, name, namespace);
    }
  }

  private void definitionIsOpen(State head) {
    var key =
        new Key("apiextensions.k8s.io", "customresourcedefinitions", "", resource.qualified());
    var definition = head.get(key).orElseThrow(Refusal::noSuchResource);
    if (Tree.at(definition.object(), "metadata", "deletionTimestamp") != null) {
      throw Refusal.methodNotAllowed(
          "create not allowed while custom resource definition is terminating");
    }
  }
}
