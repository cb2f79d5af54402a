package io.syncline.localkube.rest;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.table.Cells;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.JsonBytes;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Shows objects and lists in the form a client wants. */
final class Views {
  private static final int FRAME = 2_048;
  private static final List<String> INCLUDED = List.of("", "None", "Metadata", "Object");
  private static final String ALL_LISTED = "k8s.io/initial-events-end";
  private static final String BLUEPRINT = "kubernetes.io/initial-events-list-blueprint";

  private final Resource resource;
  private final Media media;
  private final String includeObject;
  private final Cluster cluster;

  Views(Resource resource, Request request, Cluster cluster) {
    this.resource = resource;
    this.media = Media.of(request);
    var include = request.parameter("includeObject");
    if (media.form() == Media.Form.TABLE && !INCLUDED.contains(include)) {
      throw Refusal.badRequest(
          "Unable to convert to Table as requested: includeObject: Invalid value: "
              + Cause.quoted(include)
              + ": must be 'Metadata', 'Object', 'None', or empty");
    }
    this.includeObject = include.isEmpty() ? "Metadata" : include;
    this.cluster = cluster;
  }

  /** One object as a reply. */
  Reply.Whole object(int status, ObjectTree object, List<String> warnings) {
    if (plain() && !media.yaml()) {
      var known = cluster.store().json(object);
      if (known.isPresent()) {
        return Reply.warned(Reply.body(status, "application/json", known.get()), warnings);
      }
    }
    return reply(status, shown(object, true), warnings);
  }

  /** Any tree as a reply in the wanted syntax. */
  Reply.Whole reply(int status, ObjectTree tree, List<String> warnings) {
    if (!media.yaml()) {
      return Reply.json(status, tree, warnings);
    }
    return Reply.warned(
        Reply.body(status, "application/yaml", Yaml.write(tree).getBytes(StandardCharsets.UTF_8)),
        warnings);
  }

  /** One object in the wanted form; {@code head} tells whether a table repeats its columns. */
  ObjectTree shown(ObjectTree object, boolean head) {
    return switch (media.form()) {
      case TABLE -> table(head, object);
      case METADATA, METADATA_LIST -> partial(object);
      case OBJECT, DISCOVERY -> object;
    };
  }

  /** A list in the wanted form. */
  ObjectTree list(ObjectTree metadata, List<ObjectTree> objects) {
    return listHead(metadata)
        .with(listMember(), Tree.list(objects.stream().map(this::listed).toList()));
  }

  /** A list in the wanted form without its last member, which has the objects. */
  ObjectTree listHead(ObjectTree metadata) {
    return switch (media.form()) {
      case TABLE ->
          ObjectTree.of(
              "kind",
              "Table",
              "apiVersion",
              "meta.k8s.io/v1",
              "metadata",
              metadata,
              "columnDefinitions",
              columns());
      case METADATA -> {
        var group = resource.id().group();
        var dot = group.indexOf('.');
        var known = group.isEmpty() ? "core" : dot < 0 ? group : group.substring(0, dot);
        throw Refusal.of(
            406,
            "NotAcceptable",
            "you requested PartialObjectMetadata, but the requested object is a list (*"
                + (resource.custom().isPresent()
                    ? "unstructured.Unstructured"
                    : known + "." + resource.kind())
                + "List)",
            ObjectTree.EMPTY);
      }
      case METADATA_LIST ->
          ObjectTree.of(
              "kind",
              "PartialObjectMetadataList",
              "apiVersion",
              "meta.k8s.io/v1",
              "metadata",
              metadata);
      case OBJECT, DISCOVERY ->
          ObjectTree.of(
              "kind", resource.names().listKind(),
              "apiVersion", resource.apiVersion(),
              "metadata", metadata);
    };
  }

  /** The member of a list that has the objects. */
  String listMember() {
    return media.form() == Media.Form.TABLE ? "rows" : "items";
  }

  /**
   * One object as it stands in a list; in one of built-in objects the list alone tells the kind.
   */
  ObjectTree listed(ObjectTree object) {
    return switch (media.form()) {
      case TABLE -> row(object);
      case METADATA, METADATA_LIST -> partial(object);
      case OBJECT, DISCOVERY ->
          resource.custom().isPresent() ? object : object.without("apiVersion").without("kind");
    };
  }

  /** Whether the answer is YAML. */
  boolean yaml() {
    return media.yaml();
  }

  private static ObjectTree partial(ObjectTree object) {
    return ObjectTree.of(
        "kind", "PartialObjectMetadata",
        "apiVersion", "meta.k8s.io/v1",
        "metadata", object.get("metadata"));
  }

  private ObjectTree row(ObjectTree object) {
    var row = ObjectTree.of("cells", Cells.of(resource, object, cluster.clock().instant()));
    return switch (includeObject) {
      case "None" -> row.with("object", null);
      case "Object" -> row.with("object", object);
      default -> row.with("object", partial(object));
    };
  }

  /** A table of one object. */
  private ObjectTree table(boolean head, ObjectTree object) {
    var metadata =
        ObjectTree.of("resourceVersion", Tree.text(object, "metadata", "resourceVersion"));
    return ObjectTree.of(
        "kind",
        "Table",
        "apiVersion",
        "meta.k8s.io/v1",
        "metadata",
        metadata,
        "columnDefinitions",
        head ? columns() : null,
        "rows",
        List.of(row(object)));
  }

  private List<Object> columns() {
    var columns = new ArrayList<ObjectTree>();
    for (var column : resource.columns()) {
      columns.add(
          ObjectTree.of(
              "name", column.name(),
              "type", column.type(),
              "format", column.format(),
              "description", column.description(),
              "priority", (long) column.priority()));
    }
    return Tree.list(columns);
  }

  /** A mark in a watch that tells how far it came. */
  ObjectTree bookmark(long revision, boolean initialEventsEnd) {
    var metadata = ObjectTree.of("resourceVersion", Long.toString(revision));
    if (initialEventsEnd) {
      metadata =
          metadata
              .with("creationTimestamp", null)
              .with("annotations", ObjectTree.of(ALL_LISTED, "true", BLUEPRINT, blueprint()));
    }
    return switch (media.form()) {
      case TABLE ->
          ObjectTree.of(
              "kind",
              "Table",
              "apiVersion",
              "meta.k8s.io/v1",
              "metadata",
              metadata,
              "columnDefinitions",
              List.of(),
              "rows",
              List.of());
      case METADATA, METADATA_LIST ->
          ObjectTree.of(
              "kind", "PartialObjectMetadata",
              "apiVersion", "meta.k8s.io/v1",
              "metadata", metadata);
      case OBJECT, DISCOVERY ->
          ObjectTree.of(
              "kind", resource.kind(), "apiVersion", resource.apiVersion(), "metadata", metadata);
    };
  }

  /** An empty list of the wanted form, as clients that list by watching want to be shown it. */
  private String blueprint() {
    var partial = media.form() == Media.Form.METADATA || media.form() == Media.Form.METADATA_LIST;
    var list =
        ObjectTree.of(
            "kind",
            partial ? "PartialObjectMetadataList" : resource.names().listKind(),
            "apiVersion",
            partial ? "meta.k8s.io/v1" : resource.apiVersion(),
            "metadata",
            ObjectTree.EMPTY,
            "items",
            null);
    return Base64.getEncoder()
        .encodeToString((Json.write(list) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The name of a form that is the same for all who ask for it; a table is not. */
  Optional<String> sharedForm() {
    return switch (media.form()) {
      case TABLE -> Optional.empty();
      case METADATA, METADATA_LIST -> Optional.of("metadata");
      case OBJECT, DISCOVERY -> Optional.of(resource.apiVersion());
    };
  }

  /** Whether objects are shown as they are. */
  boolean plain() {
    return media.form() == Media.Form.OBJECT;
  }

  /** One frame of a watch. */
  static byte[] frame(String type, ObjectTree object) {
    return new JsonBytes(FRAME)
        .raw("{\"type\":\"")
        .raw(type)
        .raw("\",\"object\":")
        .value(object)
        .raw("}")
        .toArray();
  }

  /** One frame of a watch around the JSON of an object. */
  static byte[] frame(String type, byte[] object) {
    return new JsonBytes(object.length + 64)
        .raw("{\"type\":\"")
        .raw(type)
        .raw("\",\"object\":")
        .raw(object)
        .raw("}")
        .toArray();
  }
}
