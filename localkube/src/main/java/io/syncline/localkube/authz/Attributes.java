package io.syncline.localkube.authz;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.tree.ObjectTree;

/**
 * What somebody wants to do.
 *
 * @param verb such as {@code get}
 * @param group API group, "" for core
 * @param resource plural, "" when a path is asked for
 * @param subresource such as {@code log}, "" for the object
 * @param namespace namespace, "" for the whole cluster
 * @param name name of the object, "" when not of one object
 * @param path the path when no resource is asked for, else ""
 */
public record Attributes(
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path) {
  /** A wish about a path that is not a resource. */
  public static Attributes path(String verb, String path) {
    return new Attributes(verb, "", "", "", "", "", path);
  }

  /** A wish about resources. */
  public static Attributes resource(
      String verb, String group, String resource, String namespace, String name) {
    return new Attributes(verb, group, resource, "", namespace, name, "");
  }

  /** Whether it is about a resource. */
  public boolean ofResource() {
    return path.isEmpty();
  }

  /** Resource and subresource. */
  String combined() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /** The refusal of this wish. */
  public ApiException refusal(User user, String reason) {
    var wish = "User " + Quoted.text(user.name()) + " cannot " + verb + " " + object();
    var why =
        wish.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            + (reason.isEmpty() ? "" : ": " + reason);
    var qualified = group.isEmpty() ? resource : resource + "." + group;
    var subject =
        resource.isEmpty()
            ? "forbidden: "
            : qualified + (name.isEmpty() ? "" : " " + Quoted.text(name)) + " is forbidden: ";
    var details = name.isEmpty() ? ObjectTree.EMPTY : ObjectTree.of("name", name);
    details = group.isEmpty() ? details : details.with("group", group);
    details = resource.isEmpty() ? details : details.with("kind", resource);
    return Refusal.of(403, "Forbidden", subject + why, details);
  }

  private String object() {
    if (!ofResource()) {
      return "path " + Quoted.text(path);
    }
    var what = "resource " + Quoted.text(combined()) + " in API group " + Quoted.text(group) + " ";
    return namespace.isEmpty()
        ? what + "at the cluster scope"
        : what + "in the namespace " + Quoted.text(namespace);
  }
}
