package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/** Checks that a body belongs to the place it is sent to. */
final class BodyCheck {
  private BodyCheck() {}

  static void forCreate(Resource resource, String namespace, ObjectTree body) {
    sameKind(resource, body);
    sameNamespace(resource, namespace, body);
    if (!Tree.text(body, "metadata", "resourceVersion").isEmpty()) {
      throw Refusal.badRequest("resourceVersion should not be set on objects to be created");
    }
    if (Tree.text(body, "metadata", "name").isEmpty()
        && Tree.text(body, "metadata", "generateName").isEmpty()) {
      throw Refusal.invalid(
          resource,
          "",
          List.of(Cause.required("metadata.name", "name or generateName is required")));
    }
  }

  static void forApply(Resource resource, String namespace, String name, ObjectTree body) {
    sameKind(resource, body);
    sameNamespace(resource, namespace, body);
    sameName(name, body);
    if (!Tree.items(Tree.at(body, "metadata", "managedFields")).isEmpty()) {
      throw Refusal.badRequest("metadata.managedFields must be nil");
    }
  }

  static void sameKind(Resource resource, ObjectTree body) {
    var version = Tree.text(body, "apiVersion");
    var kind = Tree.text(body, "kind");
    if (kind.isEmpty() || version.isEmpty()) {
      throw Refusal.badRequest(
          "Object '"
              + (kind.isEmpty() ? "Kind" : "apiVersion")
              + "' is missing in the body of a "
              + resource.kind());
    }
    if (!version.equals(resource.apiVersion()) || !kind.equals(resource.kind())) {
      throw Refusal.badRequest(
          kind
              + " in version \""
              + version
              + "\" cannot be handled as a "
              + resource.kind()
              + ": the API version in the data ("
              + version
              + ") does not match the expected API version ("
              + resource.apiVersion()
              + ")");
    }
  }

  static void sameNamespace(Resource resource, String namespace, ObjectTree body) {
    var given = Tree.text(body, "metadata", "namespace");
    if (resource.namespaced() && !given.isEmpty() && !given.equals(namespace)) {
      throw Refusal.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  static void sameName(String name, ObjectTree body) {
    var given = Tree.text(body, "metadata", "name");
    if (!given.isEmpty() && !given.equals(name)) {
      throw Refusal.badRequest(
          "the name of the object ("
              + given
              + ") does not match the name on the URL ("
              + name
              + ")");
    }
  }
}
