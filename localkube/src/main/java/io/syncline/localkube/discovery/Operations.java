package io.syncline.localkube.discovery;

import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What may be done with a resource, as OpenAPI describes it. */
final class Operations {
  private static final List<String> PATCHES =
      List.of(
          "application/apply-patch+yaml",
          "application/json-patch+json",
          "application/merge-patch+json");
  private static final String STRATEGIC = "application/strategic-merge-patch+json";
  private static final List<String> LIST_PARAMETERS =
      List.of(
          "allowWatchBookmarks",
          "continue",
          "fieldSelector",
          "labelSelector",
          "limit",
          "resourceVersion",
          "resourceVersionMatch",
          "sendInitialEvents",
          "timeoutSeconds",
          "watch");
  private static final List<String> WRITE_PARAMETERS =
      List.of("dryRun", "fieldManager", "fieldValidation");
  private static final List<String> DELETE_PARAMETERS =
      List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy");

  private final Resource resource;

  private Operations(Resource resource) {
    this.resource = resource;
  }

  /** The path items of a resource by path. */
  static Map<String, ObjectTree> of(Resource resource) {
    var operations = new Operations(resource);
    var items = new LinkedHashMap<String, ObjectTree>();
    var root = "/" + OpenApi.path(resource.id().group(), resource.id().version());
    var collection =
        root + (resource.namespaced() ? "/namespaces/{namespace}/" : "/") + resource.id().plural();
    items.put(collection, operations.collection());
    items.put(collection + "/{name}", operations.object(""));
    for (var part : List.of("status", "scale")) {
      if (resource.has(part)) {
        items.put(collection + "/{name}/" + part, operations.object(part));
      }
    }
    if (resource.namespaced()) {
      items.put(
          root + "/" + resource.id().plural(),
          ObjectTree.of(
              "get",
              operations.operation(
                  "list", operations.id("list", "") + "ForAllNamespaces", LIST_PARAMETERS),
              "parameters",
              List.of()));
    }
    return items;
  }

  /** A path item in the older form. */
  static ObjectTree older(ObjectTree item) {
    var older = ObjectTree.EMPTY;
    for (var method : item.keySet()) {
      if (item.get(method) instanceof ObjectTree operation) {
        var content = Tree.object(Tree.at(operation, "requestBody", "content"));
        var parameters = new ArrayList<Object>(plain(Tree.items(operation.get("parameters"))));
        var next = operation.without("requestBody");
        if (!content.isEmpty()) {
          next = next.with("consumes", List.copyOf(content.keySet()));
          parameters.add(
              ObjectTree.of(
                  "name",
                  "body",
                  "in",
                  "body",
                  "required",
                  true,
                  "schema",
                  ObjectTree.of("type", "object")));
        }
        older =
            older.with(
                method,
                next.with("parameters", parameters)
                    .with("produces", List.of("application/json", "application/yaml"))
                    .with("responses", ObjectTree.of("200", ObjectTree.of("description", "OK"))));
      } else {
        older = older.with(method, plain(Tree.items(item.get(method))));
      }
    }
    return older;
  }

  private static List<Object> plain(List<Object> parameters) {
    var plain = new ArrayList<Object>();
    for (var parameter : parameters) {
      var tree = Tree.object(parameter);
      plain.add(tree.without("schema").with("type", Tree.text(tree, "schema", "type")));
    }
    return plain;
  }

  private ObjectTree collection() {
    var item = ObjectTree.EMPTY;
    if (resource.verbs().contains("list")) {
      item = item.with("get", operation("list", id("list", ""), LIST_PARAMETERS));
    }
    if (resource.verbs().contains("create")) {
      item =
          item.with(
              "post",
              operation("post", id("create", ""), WRITE_PARAMETERS).with("requestBody", body()));
    }
    if (resource.verbs().contains("deletecollection")) {
      var id = id("delete", "").replaceFirst("(V[0-9][a-z0-9]*)", "$1Collection");
      item = item.with("delete", operation("deletecollection", id, DELETE_PARAMETERS));
    }
    return item.with("parameters", places(false));
  }

  private ObjectTree object(String part) {
    var item = ObjectTree.EMPTY;
    if (resource.verbs().contains("get")) {
      item = item.with("get", operation("get", id("read", part), List.of()));
    }
    if (resource.verbs().contains("update")) {
      item =
          item.with(
              "put",
              operation("put", id("replace", part), WRITE_PARAMETERS).with("requestBody", body()));
    }
    if (resource.verbs().contains("patch")) {
      item = item.with("patch", patch(part));
    }
    if (resource.verbs().contains("delete") && part.isEmpty()) {
      item = item.with("delete", operation("delete", id("delete", ""), DELETE_PARAMETERS));
    }
    return item.with("parameters", places(true));
  }

  private ObjectTree patch(String part) {
    var types = new ArrayList<>(PATCHES);
    if (resource.custom().isEmpty()) {
      types.add(STRATEGIC);
    }
    var content = ObjectTree.EMPTY;
    for (var type : types) {
      content = content.with(type, ObjectTree.of("schema", ObjectTree.of("type", "object")));
    }
    var names = new ArrayList<>(WRITE_PARAMETERS);
    names.add("force");
    return operation("patch", id("patch", part), names)
        .with("requestBody", ObjectTree.of("content", content, "required", true));
  }

  private ObjectTree operation(String action, String id, List<String> parameters) {
    var query = parameters.stream().map(Operations::parameter).toList();
    var shown = ObjectTree.of("schema", reference(action.equals("list")));
    return ObjectTree.of(
        "description",
        action + " objects of kind " + resource.kind(),
        "operationId",
        id,
        "parameters",
        query,
        "responses",
        ObjectTree.of(
            "200",
            ObjectTree.of(
                "description",
                "OK",
                "content",
                ObjectTree.of("application/json", shown, "application/yaml", shown))),
        "x-kubernetes-action",
        action,
        "x-kubernetes-group-version-kind",
        OpenApiSchemas.groupVersionKind(resource));
  }

  private ObjectTree reference(boolean list) {
    var object = ObjectTree.of("$ref", "#/components/schemas/" + OpenApiSchemas.nameOf(resource));
    return list
        ? ObjectTree.of(
            "type",
            "object",
            "properties",
            ObjectTree.of("items", ObjectTree.of("type", "array", "items", object)))
        : object;
  }

  private ObjectTree body() {
    return ObjectTree.of(
        "content",
        ObjectTree.of("application/json", ObjectTree.of("schema", reference(false))),
        "required",
        true);
  }

  private List<Object> places(boolean named) {
    var places = new ArrayList<Object>();
    if (named) {
      places.add(place("name"));
    }
    if (resource.namespaced()) {
      places.add(place("namespace"));
    }
    return places;
  }

  private static ObjectTree place(String name) {
    return parameter(name).with("in", "path").with("required", true);
  }

  private static ObjectTree parameter(String name) {
    var type =
        switch (name) {
          case "limit", "timeoutSeconds", "gracePeriodSeconds" -> "integer";
          case "watch", "allowWatchBookmarks", "sendInitialEvents", "force", "orphanDependents" ->
              "boolean";
          default -> "string";
        };
    return ObjectTree.of(
        "name", name, "in", "query", "schema", ObjectTree.of("type", type, "uniqueItems", true));
  }

  /** Such as {@code readAppsV1NamespacedDeploymentStatus}. */
  private String id(String verb, String part) {
    var id = new StringBuilder(verb);
    var group = resource.id().group();
    for (var label :
        (group.isEmpty() ? "core" : group.replaceFirst("\\.k8s\\.io$", "")).split("\\.")) {
      id.append(capital(label));
    }
    id.append(capital(resource.id().version()));
    if (resource.namespaced()) {
      id.append("Namespaced");
    }
    return id.append(resource.kind()).append(capital(part)).toString();
  }

  private static String capital(String word) {
    return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
