package io.syncline.localkube.write;

import io.syncline.localkube.kind.CustomVersion;
import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;

/** Turns objects between the version they are kept in and the version they are asked for. */
public final class Versions {
  private Versions() {}

  /** A kept object in the version of {@code resource}. */
  public static ObjectTree served(Resource resource, ObjectTree kept) {
    var version = resource.apiVersion();
    return version.equals(kept.get("apiVersion")) ? kept : kept.with("apiVersion", version);
  }

  /** An object of {@code resource} in the version it is kept in. */
  static ObjectTree kept(Resource resource, ObjectTree served) {
    var storage =
        resource
            .custom()
            .map(CustomVersion::storageVersion)
            .map(version -> resource.id().group() + "/" + version)
            .orElseGet(resource::apiVersion);
    return storage.equals(served.get("apiVersion")) ? served : served.with("apiVersion", storage);
  }
}
