package io.syncline.localkube.discovery;

import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** OpenAPI v3 documents, one for each group and version. Safe for many threads. */
public final class OpenApi {
  private static final String OLDER = "v2";

  private static final class Cached {
    final int fingerprint;
    final byte[] bytes;

    Cached(int fingerprint, byte[] bytes) {
      this.fingerprint = fingerprint;
      this.bytes = bytes;
    }
  }

  private final Map<String, Cached> documents = new ConcurrentHashMap<>();

  /** The list of documents. */
  public ObjectTree index(Kinds kinds) {
    var paths = ObjectTree.EMPTY;
    var hash = Integer.toHexString(kinds.fingerprint());
    for (var entry : kinds.versions().entrySet()) {
      for (var version : entry.getValue()) {
        var path = path(entry.getKey(), version);
        paths =
            paths.with(
                path, ObjectTree.of("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash));
      }
    }
    return ObjectTree.of("paths", paths);
  }

  static String path(String group, String version) {
    return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
  }

  /** The document of {@code api/v1} or {@code apis/group/version}, as JSON; not to be changed. */
  public Optional<byte[]> document(Kinds kinds, String path) {
    var known = documents.get(path);
    if (known != null && known.fingerprint == kinds.fingerprint()) {
      return Optional.of(known.bytes);
    }
    var parts = path.split("/");
    var core = parts.length == 2 && parts[0].equals("api");
    if (!core && !(parts.length == 3 && parts[0].equals("apis"))) {
      return Optional.empty();
    }
    var resources = kinds.in(core ? "" : parts[1], parts[parts.length - 1]);
    if (resources.isEmpty()) {
      return Optional.empty();
    }
    var bytes = Json.bytes(document(resources));
    documents.put(path, new Cached(kinds.fingerprint(), bytes));
    return Optional.of(bytes);
  }

  private static ObjectTree document(List<Resource> resources) {
    var paths = new ObjectTree.Builder(resources.size() * 2);
    var schemas = new OpenApiSchemas();
    for (var resource : resources) {
      schemas.add(resource);
      if (resource.stored()) {
        Operations.of(resource).forEach(paths::put);
      }
    }
    return ObjectTree.of(
        "openapi", "3.0.0",
        "info", ObjectTree.of("title", "Kubernetes", "version", Discovery.VERSION),
        "paths", paths.build(),
        "components", ObjectTree.of("schemas", schemas.all()));
  }

  /**
   * Everything in one document in the older form, for tools that read it as JSON; not to be
   * changed.
   */
  public byte[] older(Kinds kinds) {
    var known = documents.get(OLDER);
    if (known != null && known.fingerprint == kinds.fingerprint()) {
      return known.bytes;
    }
    var paths = new ObjectTree.Builder(kinds.all().size() * 2);
    var schemas = new OpenApiSchemas();
    for (var resource : kinds.all()) {
      schemas.add(resource);
      if (resource.stored()) {
        Operations.of(resource).forEach((path, item) -> paths.put(path, Operations.older(item)));
      }
    }
    var document =
        ObjectTree.of(
            "swagger", "2.0",
            "info", ObjectTree.of("title", "Kubernetes", "version", Discovery.VERSION),
            "paths", paths.build(),
            "definitions", schemas.all());
    var bytes =
        Json.write(document)
            .replace("\"#/components/schemas/", "\"#/definitions/")
            .getBytes(StandardCharsets.UTF_8);
    documents.put(OLDER, new Cached(kinds.fingerprint(), bytes));
    return bytes;
  }
}
