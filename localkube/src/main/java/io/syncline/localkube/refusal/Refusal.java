package io.syncline.localkube.refusal;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import java.util.List;

/** Makes the refusals that Kubernetes knows. */
public final class Refusal {
  private Refusal() {}

  /** There is no such object. */
  public static ApiException notFound(Resource resource, String name) {
    return of(
        404,
        "NotFound",
        resource.qualified() + " \"" + name + "\" not found",
        details(name, resource.id().group(), resource.id().plural()));
  }

  /** There is no such path. */
  public static ApiException noSuchResource() {
    return bare(404, "NotFound", "the server could not find the requested resource");
  }

  /** There is such an object already. */
  public static ApiException alreadyExists(Resource resource, String name, boolean deleting) {
    return of(
        409,
        "AlreadyExists",
        (deleting ? "object is being deleted: " : "")
            + resource.qualified()
            + " \""
            + name
            + "\" already exists",
        details(name, resource.id().group(), resource.id().plural()));
  }

  /** A condition that came with the request does not hold. */
  public static ApiException precondition(
      Resource resource, String name, String what, String wanted, String found) {
    var group = resource.id().group();
    var kind = resource.kind();
    var fate = what.equals("UID") ? "deleted and then recreated" : "modified";
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": the %s in the precondition (%s) does not match the %s in record (%s). The object might have been %s"
            .formatted(
                group.isEmpty() ? kind : kind + "." + group, name, what, wanted, what, found, fate),
        details(name, group, kind));
  }

  /** Somebody else wrote first. */
  public static ApiException modified(Resource resource, String name) {
    return conflict(
        resource,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  /** The write does not fit the state of the object. */
  public static ApiException conflict(Resource resource, String name, String why) {
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + resource.qualified() + " \"" + name + "\": " + why,
        details(name, resource.id().group(), resource.id().plural()));
  }

  /** The object breaks rules. */
  public static ApiException invalid(Resource resource, String name, List<Cause> causes) {
    var group = resource.id().group();
    return invalid(resource.kind(), group, name, causes);
  }

  /** The object breaks rules. */
  public static ApiException invalid(String kind, String group, String name, List<Cause> causes) {
    // What was found twice is said once, yet listed twice.
    var distinct = causes.stream().map(Cause::text).distinct().toList();
    var texts = String.join(", ", distinct);
    var qualified = group.isEmpty() ? kind : kind + "." + group;
    var message =
        qualified
            + " \""
            + name
            + "\" is invalid: "
            + (distinct.size() == 1 ? texts : "[" + texts + "]");
    return of(
        422,
        "Invalid",
        message,
        details(name, group, kind).with("causes", causes.stream().map(Cause::tree).toList()));
  }

  /** The request cannot be understood. */
  public static ApiException badRequest(String message) {
    return of(400, "BadRequest", message, ObjectTree.EMPTY);
  }

  /** The request is understood and refused. */
  public static ApiException forbidden(Resource resource, String name, String why) {
    return of(
        403,
        "Forbidden",
        resource.qualified() + " \"" + name + "\" is forbidden: " + why,
        details(name, resource.id().group(), resource.id().plural()));
  }

  /** New objects may not be made in a namespace that is going away. */
  public static ApiException terminating(Resource resource, String name, String namespace) {
    var why =
        "unable to create new content in namespace "
            + namespace
            + " because it is being terminated";
    var cause =
        ObjectTree.of(
            "reason", "NamespaceTerminating",
            "message", "namespace " + namespace + " is being terminated",
            "field", "metadata.namespace");
    return of(
        403,
        "Forbidden",
        resource.qualified() + " \"" + name + "\" is forbidden: " + why,
        details(name, resource.id().group(), resource.id().plural())
            .with("causes", List.of(cause)));
  }

  /** The resource does not do that. */
  public static ApiException methodNotAllowed(String what) {
    return bare(405, "MethodNotAllowed", what);
  }

  /** The revision is too old. */
  public static ApiException expired(String message) {
    return of(410, "Expired", message, ObjectTree.EMPTY);
  }

  /** The content type is not understood. */
  public static ApiException unsupportedMediaType(List<String> accepted) {
    return of(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", accepted),
        ObjectTree.EMPTY);
  }

  /** The disk refuses. */
  public static ApiException internal(String message) {
    return of(500, "InternalError", "Internal error occurred: " + message, ObjectTree.EMPTY);
  }

  /** The server cannot do it now; asking again later may help. */
  public static ApiException unavailable(String message) {
    return of(503, "ServiceUnavailable", message, ObjectTree.EMPTY);
  }

  /** An error that the server found too late to know better; it has no reason. */
  public static ApiException unexplained(String message) {
    var plain = of(500, "", message, ObjectTree.EMPTY);
    return new ApiException(500, "", message, plain.status().without("reason"));
  }

  /** A refusal about no object at all: it has details, with nothing in them. */
  public static ApiException bare(int code, String reason, String message) {
    var plain = of(code, reason, message, ObjectTree.EMPTY);
    return new ApiException(
        code,
        reason,
        message,
        plain.status().without("code").with("details", ObjectTree.EMPTY).with("code", (long) code));
  }

  /** Any refusal. */
  public static ApiException of(int code, String reason, String message, ObjectTree details) {
    var status =
        ObjectTree.of(
            "kind",
            "Status",
            "apiVersion",
            "v1",
            "metadata",
            ObjectTree.EMPTY,
            "status",
            "Failure",
            "message",
            message,
            "reason",
            reason);
    if (!details.isEmpty()) {
      status = status.with("details", details);
    }
    return new ApiException(code, reason, message, status.with("code", (long) code));
  }

  private static ObjectTree details(String name, String group, String kind) {
    var details = ObjectTree.EMPTY;
    if (!name.isEmpty()) {
      details = details.with("name", name);
    }
    if (!group.isEmpty()) {
      details = details.with("group", group);
    }
    return kind.isEmpty() ? details : details.with("kind", kind);
  }
}
