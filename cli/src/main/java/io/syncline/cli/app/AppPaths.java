package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;

/** Addresses of one application in the API; it is named {@code name} or {@code namespace/name}. */
final class AppPaths {
  static final String ALL = "/api/v1/applications";

  private AppPaths() {}

  /** Name of the application without its namespace. */
  static String bare(String qualified) {
    return qualified.substring(qualified.indexOf('/') + 1);
  }

  /** Its namespace, "" for the installation's. */
  static String namespace(String qualified) {
    return qualified.substring(0, Math.max(0, qualified.indexOf('/')));
  }

  /** Name of an application with the namespace it stands in. */
  static String qualified(ObjectTree application) {
    var manifest = new Manifest(application);
    return manifest.namespace().isEmpty()
        ? manifest.name()
        : manifest.namespace() + "/" + manifest.name();
  }

  /** The application itself. */
  static String one(String qualified) {
    return one(qualified, "");
  }

  /**
   * Something below it.
   *
   * @param below such as {@code /sync}
   * @param query such as {@code prune=true}, encoded; empty ones are left out
   */
  static String one(String qualified, String below, String... query) {
    var all = new ArrayList<>(List.of(query));
    if (!namespace(qualified).isEmpty()) {
      all.add("appNamespace=" + ApiClient.segment(namespace(qualified)));
    }
    all.removeIf(String::isEmpty);
    return ALL
        + "/"
        + ApiClient.segment(bare(qualified))
        + below
        + (all.isEmpty() ? "" : "?" + String.join("&", all));
  }

  /** A request about the application: its name and, where that matters, its namespace. */
  static ObjectTree named(String qualified) {
    var request = ObjectTree.of("name", bare(qualified));
    return namespace(qualified).isEmpty()
        ? request
        : request.with("appNamespace", namespace(qualified));
  }

  static String stream(String qualified) {
    return "/api/v1/stream/applications?name="
        + ApiClient.segment(bare(qualified))
        + (namespace(qualified).isEmpty()
            ? ""
            : "&appNamespace=" + ApiClient.segment(namespace(qualified)));
  }
}
