package io.syncline.localkube.write;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/** Checks that a body belongs to the place it is sent to. */
public final class BodyCheck {
  private BodyCheck() {}

  static void forCreate(Resource resource, String namespace, ObjectTree body) {
    sameKind(resource, body);
    sameNamespace(resource, namespace, body);
    if (!Tree.text(body, "metadata", "resourceVersion").isEmpty()) {
      throw Refusal.unexplained("resourceVersion should not be set on objects to be created");
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
    var version = Tree.text(body, "apiVersion");
    var kind = Tree.text(body, "kind");
    if (!version.equals(resource.apiVersion()) || !kind.equals(resource.kind())) {
      var grouped = version.contains("/") || version.isEmpty() ? version : "/" + version;
      throw Refusal.badRequest(
          "invalid object type: " + (grouped.isEmpty() ? "/" : grouped) + ", Kind=" + kind);
    }
    if (Tree.at(body, "metadata", "managedFields") instanceof List) {
      throw Refusal.badRequest("metadata.managedFields must be nil");
    }
    sameNamespace(resource, namespace, body);
    sameName(name, body);
  }

  /** The refusal of a body that does not name its object. */
  public static ApiException nameless(String name) {
    return Refusal.badRequest(
        "the name of the object ("
            + name
            + " based on URL) was undeterminable: name must be provided");
  }

  static void sameKind(Resource resource, ObjectTree body) {
    var version = Tree.text(body, "apiVersion");
    var kind = Tree.text(body, "kind");
    if (resource.custom().isPresent()) {
      sameCustom(resource, version, kind, Tree.text(body, "metadata", "name"));
      return;
    }
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
              + version.substring(version.indexOf('/') + 1)
              + "\" cannot be handled as a "
              + resource.kind()
              + ": "
              + conversion(resource, version, kind));
    }
  }

  private static String conversion(Resource resource, String version, String kind) {
    if (TypeFacts.builtin().schema(version, kind).isEmpty()) {
      return "no kind \""
          + kind
          + "\" is registered for version \""
          + version
          + "\" in scheme \"pkg/runtime/scheme.go:100\"";
    }
    var group = resource.id().group();
    var dot = group.indexOf('.');
    var scheme = group.isEmpty() ? "core" : dot < 0 ? group : group.substring(0, dot);
    return "converting ("
        + version.substring(version.indexOf('/') + 1)
        + "."
        + kind
        + ") to ("
        + scheme
        + "."
        + resource.kind()
        + "): unknown conversion";
  }

  private static void sameCustom(Resource resource, String version, String kind, String name) {
    if (!version.equals(resource.apiVersion())) {
      throw Refusal.badRequest(
          "the API version in the data ("
              + version
              + ") does not match the expected API version ("
              + resource.apiVersion()
              + ")");
    }
    if (!kind.equals(resource.kind())) {
      throw Refusal.invalid(
          kind,
          resource.id().group(),
          name,
          List.of(Cause.invalid("kind", kind, "must be " + resource.kind())));
    }
  }

  static void sameNamespace(Resource resource, String namespace, ObjectTree body) {
    var given = Tree.text(body, "metadata", "namespace");
    if (resource.namespaced() && !given.isEmpty() && !given.equals(namespace)) {
      throw Refusal.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  /** Refuses a body that names another object. */
  public static void sameName(String name, ObjectTree body) {
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
