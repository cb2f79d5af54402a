package io.syncline.localkube.discovery;

import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects the schemas of resources and of everything they refer to. */
final class OpenApiSchemas {
  private static final String REFERENCE = "#/components/schemas/";
  private static final ObjectTree STRUCTS = read("kube-fields.json");
  private static final Map<String, String> ROOTS = roots();
  private static final Map<String, ObjectTree> WELL_KNOWN =
      Map.of(
          "Quantity",
              ObjectTree.of(
                  "oneOf",
                  List.of(ObjectTree.of("type", "string"), ObjectTree.of("type", "number"))),
          "IntOrString",
              ObjectTree.of(
                  "format",
                  "int-or-string",
                  "oneOf",
                  List.of(ObjectTree.of("type", "integer"), ObjectTree.of("type", "string"))),
          "Time", ObjectTree.of("type", "string", "format", "date-time"),
          "MicroTime", ObjectTree.of("type", "string", "format", "date-time"),
          "RawExtension", ObjectTree.of("type", "object"),
          "FieldsV1", ObjectTree.of("type", "object"),
          "Empty", ObjectTree.of("type", "object"));

  private final Map<String, ObjectTree> schemas = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();

  private static ObjectTree read(String file) {
    try (var in = OpenApiSchemas.class.getResourceAsStream("/io/syncline/merge/" + file)) {
      if (in == null) {
        throw new IllegalStateException("facts " + file + " are missing in the class path");
      }
      return Json.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> roots() {
    var roots = new HashMap<String, String>();
    for (var kind : Tree.items(read("kube-types.json").get("kinds"))) {
      var key =
          Tree.text(kind, "group")
              + "/"
              + Tree.text(kind, "version")
              + "/"
              + Tree.text(kind, "kind");
      roots.put(key, Tree.text(kind, "struct"));
    }
    return Collections.unmodifiableMap(roots);
  }

  static ObjectTree groupVersionKind(Resource resource) {
    return ObjectTree.of(
        "group", resource.id().group(),
        "version", resource.id().version(),
        "kind", resource.kind());
  }

  /** All schemas so far by name. */
  ObjectTree all() {
    return ObjectTree.copyOf(schemas);
  }

  void add(Resource resource) {
    if (resource.custom().isPresent()) {
      custom(resource, resource.custom().get().schema());
      return;
    }
    var struct =
        ROOTS.get(resource.id().group() + "/" + resource.id().version() + "/" + resource.kind());
    if (struct == null) {
      return;
    }
    collect(struct);
    var name = name(struct);
    var schema = schemas.getOrDefault(name, ObjectTree.EMPTY);
    schemas.put(name, rooted(schema, resource));
  }

  private static ObjectTree rooted(ObjectTree schema, Resource resource) {
    var properties = ObjectTree.EMPTY;
    for (var field : List.of("apiVersion", "kind")) {
      properties = properties.with(field, ObjectTree.of("type", "string"));
    }
    var declared = Tree.object(schema.get("properties"));
    for (var field : declared.keySet()) {
      properties = properties.with(field, declared.get(field));
    }
    return schema
        .with("type", "object")
        .with("properties", properties)
        .with("x-kubernetes-group-version-kind", List.of(groupVersionKind(resource)));
  }

  /** The name of the schema of a resource. */
  static String nameOf(Resource resource) {
    var struct =
        ROOTS.get(resource.id().group() + "/" + resource.id().version() + "/" + resource.kind());
    if (resource.custom().isEmpty() && struct != null) {
      return name(struct);
    }
    var group = new ArrayList<>(List.of(resource.id().group().split("\\.")));
    Collections.reverse(group);
    return String.join(".", group) + "." + resource.id().version() + "." + resource.kind();
  }

  private void custom(Resource resource, ObjectTree schema) {
    collect("meta/v1.ObjectMeta");
    var name = nameOf(resource);
    var withMetadata = Tree.with(schema, reference("meta/v1.ObjectMeta"), "properties", "metadata");
    schemas.put(name, rooted(withMetadata, resource));
  }

  private void collect(String root) {
    var open = new ArrayDeque<String>();
    open.push(root);
    while (!open.isEmpty()) {
      var struct = open.pop();
      if (seen.add(struct)) {
        var builder = new TreeMap<String, Object>();
        properties(struct, builder, open);
        var schema = ObjectTree.of("type", "object");
        schemas.put(
            name(struct),
            builder.isEmpty() ? schema : schema.with("properties", ObjectTree.copyOf(builder)));
      }
    }
  }

  private void properties(String struct, Map<String, Object> properties, ArrayDeque<String> open) {
    var facts = Tree.object(STRUCTS.get(struct));
    for (var inlined : Tree.items(facts.get("i"))) {
      var pair = Tree.items(inlined);
      properties(
          pair.isEmpty() ? String.valueOf(inlined) : String.valueOf(pair.getFirst()),
          properties,
          open);
    }
    var fields = Tree.object(facts.get("f"));
    for (var name : fields.keySet()) {
      var field = Tree.object(fields.get(name));
      properties.put(name, property(field, open));
    }
  }

  private ObjectTree property(ObjectTree field, ArrayDeque<String> open) {
    var type = Tree.text(field, "t");
    var schema = type(type, open);
    var listType = Tree.text(field, "lt");
    if (type.startsWith("[]") && !listType.isEmpty()) {
      schema = schema.with("x-kubernetes-list-type", listType);
      if (!Tree.items(field.get("k")).isEmpty()) {
        schema = schema.with("x-kubernetes-list-map-keys", field.get("k"));
      }
    }
    if (!Tree.text(field, "ps").isEmpty()) {
      schema = schema.with("x-kubernetes-patch-strategy", field.get("ps"));
    }
    if (!Tree.text(field, "mk").isEmpty()) {
      schema = schema.with("x-kubernetes-patch-merge-key", field.get("mk"));
    }
    return type.startsWith("{}") && Tree.number(field, 0, "atomic") == 1
        ? schema.with("x-kubernetes-map-type", "atomic")
        : schema;
  }

  private ObjectTree type(String type, ArrayDeque<String> open) {
    if (type.startsWith("[]")) {
      return ObjectTree.of("type", "array", "items", type(type.substring(2), open));
    }
    if (type.startsWith("{}")) {
      return ObjectTree.of("type", "object", "additionalProperties", type(type.substring(2), open));
    }
    return switch (type) {
      case "string" -> ObjectTree.of("type", "string");
      case "bool" -> ObjectTree.of("type", "boolean");
      case "int32", "int64" -> ObjectTree.of("type", "integer", "format", type);
      case "double" -> ObjectTree.of("type", "number", "format", "double");
      case "bytes" -> ObjectTree.of("type", "string", "format", "byte");
      default -> {
        var known = WELL_KNOWN.get(type);
        if (known != null) {
          schemas.putIfAbsent(name(type), known);
        } else {
          open.push(type);
        }
        yield reference(type);
      }
    };
  }

  private static ObjectTree reference(String type) {
    return ObjectTree.of("allOf", List.of(ObjectTree.of("$ref", REFERENCE + name(type))));
  }

  /** Names as the published documents have them, so that clients recognise the types. */
  private static String name(String type) {
    return switch (type) {
      case "Quantity" -> "io.k8s.apimachinery.pkg.api.resource.Quantity";
      case "IntOrString" -> "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
      case "RawExtension" -> "io.k8s.apimachinery.pkg.runtime.RawExtension";
      case "Time", "MicroTime", "FieldsV1", "Empty" ->
          "io.k8s.apimachinery.pkg.apis.meta.v1." + type;
      default -> {
        var dotted = type.replace('/', '.');
        yield type.startsWith("meta/")
            ? "io.k8s.apimachinery.pkg.apis." + dotted
            : type.startsWith("apiextensions/")
                ? "io.k8s.apiextensions-apiserver.pkg.apis." + dotted
                : type.startsWith("apiregistration/")
                    ? "io.k8s.kube-aggregator.pkg.apis." + dotted
                    : "io.k8s.api." + dotted;
      }
    };
  }
}
