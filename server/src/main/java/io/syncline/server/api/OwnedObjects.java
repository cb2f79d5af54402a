package io.syncline.server.api;

import io.syncline.kube.Cluster;
import io.syncline.kube.ResourceKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.ResourceNode;
import io.syncline.server.http.ApiException;
import io.syncline.server.port.ApplicationDetails;
import io.syncline.server.port.Destinations;

/** Finds live objects by way of the application they belong to, and no others. */
final class OwnedObjects {
  private final ApplicationDetails details;
  private final Destinations destinations;

  OwnedObjects(ApplicationDetails details, Destinations destinations) {
    this.details = details;
    this.destinations = destinations;
  }

  /** How a request names an object; an empty namespace fits any. */
  record Name(String group, String kind, String namespace, String name) {}

  /** The node called {@code wanted} in the tree of {@code application}. */
  ResourceNode node(AppName application, Name wanted) {
    return details.detail(application.namespace(), application.name()).stream()
        .flatMap(d -> d.nodes().stream())
        .filter(
            n ->
                n.key().group().equals(wanted.group())
                    && n.key().kind().equals(wanted.kind())
                    && n.key().name().equals(wanted.name())
                    && (wanted.namespace().isEmpty()
                        || n.key().namespace().equals(wanted.namespace())))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.invalid(
                    wanted.kind()
                        + " "
                        + wanted.group()
                        + " "
                        + wanted.name()
                        + " not found as part of application "
                        + application.name()));
  }

  /** Where the objects of {@code application} are. */
  Cluster place(AppName application) {
    try {
      return destinations.of(application.namespace(), application.name());
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** The kind of {@code node} in {@code place}. */
  static ResourceKind kind(Cluster place, ResourceNode node) {
    var group = node.key().group();
    return place.kind(
        group.isEmpty() ? node.version() : group + "/" + node.version(), node.key().kind());
  }

  /** The live object of {@code node}. */
  static Manifest live(Cluster place, ResourceNode node) {
    var key = node.key();
    return place
        .get(kind(place, node), key.namespace(), key.name())
        .orElseThrow(() -> ApiException.notFound(key.kind() + " \"" + key.name() + "\" not found"));
  }
}
