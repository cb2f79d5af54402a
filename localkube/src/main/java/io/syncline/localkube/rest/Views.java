package io.syncline.localkube.rest;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.table.Cells;
import io.syncline.model.tree.JsonBytes;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows objects and lists in the form a client wants. */
final class Views {
  private static final int FRAME = 2_048;

  private final Resource resource;
  private final Media media;
  private final String includeObject;
  private final InstantSource clock;

  Views(Resource resource, Request request, InstantSource clock) {
    this.resource = resource;
    this.media = Media.of(request);
    var include = request.parameter("includeObject");
    this.includeObject = include.isEmpty() ? "Metadata" : include;
    this.clock = clock;
  }

  /** One object as a reply. */
  Reply.Whole object(int status, ObjectTree object, List<String> warnings) {
    return reply(status, shown(object, true), warnings);
  }

  /** Any tree as a reply in the wanted syntax. */
  Reply.Whole reply(int status, ObjectTree tree, List<String> warnings) {
    if (!media.yaml()) {
      return Reply.json(status, tree, warnings);
    }
    return Reply.warned(
        Reply.body(
            status, "application/yaml", Yaml.write(tree).getBytes(StandardCharsets.UTF_8)),
        warnings);
  }

  /** One object in the wanted form; {@code head} tells whether a table repeats its columns. */
  ObjectTree shown(ObjectTree object, boolean head) {
    return switch (media.form()) {
      case TABLE ->
          table(
              head,
              ObjectTree.of("resourceVersion", Tree.text(object, "metadata", "resourceVersion")),
              List.of(object));
      case METADATA, METADATA_LIST -> partial(object);
      case OBJECT, DISCOVERY -> object;
    };
  }

  /** A list in the wanted form. */
  ObjectTree list(ObjectTree metadata, List<ObjectTree> objects) {
    return switch (media.form()) {
      case TABLE -> table(true, metadata, objects);
      case METADATA, METADATA_LIST ->
          ObjectTree.of(
              "kind",
              "PartialObjectMetadataList",
              "apiVersion",
              "meta.k8s.io/v1",
              "metadata",
              metadata,
              "items",
              Tree.list(objects.stream().map(Views::partial).toList()));
      case OBJECT, DISCOVERY ->
          ObjectTree.of(
              "kind", resource.names().listKind(),
              "apiVersion", resource.apiVersion(),
              "metadata", metadata,
              "items", Tree.list(objects));
    };
  }

  private static ObjectTree partial(ObjectTree object) {
    return ObjectTree.of(
        "kind", "PartialObjectMetadata",
        "apiVersion", "meta.k8s.io/v1",
        "metadata", object.get("metadata"));
  }

  private ObjectTree table(boolean head, ObjectTree metadata, List<ObjectTree> objects) {
    var rows = new ArrayList<ObjectTree>(objects.size());
    for (var object : objects) {
      var row = ObjectTree.of("cells", Cells.of(resource, object, clock.instant()));
      rows.add(
          switch (includeObject) {
            case "None" -> row;
            case "Object" -> row.with("object", object);
            default -> row.with("object", partial(object));
          });
    }
    return ObjectTree.of(
        "kind",
        "Table",
        "apiVersion",
        "meta.k8s.io/v1",
        "metadata",
        metadata,
        "columnDefinitions",
        head ? columns() : List.of(),
        "rows",
        Tree.list(rows));
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
      metadata = metadata.with("annotations", ObjectTree.of("k8s.io/initial-events-end", "true"));
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
