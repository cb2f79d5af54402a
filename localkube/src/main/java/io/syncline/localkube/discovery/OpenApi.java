package io.syncline.localkube.discovery;

import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** OpenAPI v3 documents, one for each group and version. Safe for many threads. */
public final class OpenApi {
  private static final String PATCH_JSON = "application/json-patch+json";
  private static final String PATCH_MERGE = "application/merge-patch+json";
  private static final String PATCH_STRATEGIC = "application/strategic-merge-patch+json";
  private static final String PATCH_APPLY = "application/apply-patch+yaml";

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

  private static String path(String group, String version) {
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
    var paths = new ObjectTree.Builder(resources.size());
    var schemas = new OpenApiSchemas();
    for (var resource : resources) {
      schemas.add(resource);
      if (resource.verbs().contains("patch")) {
        paths.put(itemPath(resource), ObjectTree.of("patch", patch(resource)));
      }
    }
    return ObjectTree.of(
        "openapi", "3.0.0",
        "info", ObjectTree.of("title", "Kubernetes", "version", Discovery.VERSION),
        "paths", paths.build(),
        "components", ObjectTree.of("schemas", schemas.all()));
  }

  private static String itemPath(Resource resource) {
    return "/"
        + path(resource.id().group(), resource.id().version())
        + (resource.namespaced() ? "/namespaces/{namespace}/" : "/")
        + resource.id().plural()
        + "/{name}";
  }

  private static ObjectTree patch(Resource resource) {
    var body = ObjectTree.of("schema", ObjectTree.of("type", "object"));
    var content = new ArrayList<>(List.of(PATCH_APPLY, PATCH_JSON, PATCH_MERGE));
    if (resource.custom().isEmpty()) {
      content.add(PATCH_STRATEGIC);
    }
    var types = ObjectTree.EMPTY;
    for (var type : content) {
      types = types.with(type, body);
    }
    return ObjectTree.of(
        "operationId", "patch" + resource.kind(),
        "x-kubernetes-action", "patch",
        "x-kubernetes-group-version-kind", OpenApiSchemas.groupVersionKind(resource),
        "parameters",
            List.of(
                parameter("dryRun", "string"),
                parameter("fieldManager", "string"),
                parameter("fieldValidation", "string"),
                parameter("force", "boolean")),
        "requestBody", ObjectTree.of("content", types),
        "responses", ObjectTree.of("200", ObjectTree.of("description", "OK")));
  }

  private static ObjectTree parameter(String name, String type) {
    return ObjectTree.of(
        "name", name, "in", "query", "schema", ObjectTree.of("type", type, "uniqueItems", true));
  }
}
