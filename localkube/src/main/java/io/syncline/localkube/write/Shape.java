package io.syncline.localkube.write;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.managed.ApplyConflict;
import io.syncline.merge.managed.FieldManager;
import io.syncline.merge.managed.FieldSet;
import io.syncline.merge.managed.TypedException;
import io.syncline.merge.managed.Writer;
import io.syncline.merge.normal.Defaulter;
import io.syncline.merge.normal.Normalizer;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings objects into the shape their type asks for and keeps account of who owns which field. */
final class Shape {
  private static final FieldSet NOT_STATUS =
      FieldSet.of("spec").union(FieldSet.of("metadata", "labels"));

  private Shape() {}

  private static Optional<Struct> struct(Resource resource) {
    return resource.custom().isPresent()
        ? Optional.empty()
        : TypeFacts.builtin().schema(resource.apiVersion(), resource.kind());
  }

  /** The body with unknown fields dropped, warned about or refused, as the writer asked. */
  static ObjectTree decoded(Resource resource, ObjectTree body, WriteOptions options) {
    var struct = struct(resource);
    if (struct.isEmpty()) {
      return CustomShape.decoded(resource, body, options);
    }
    var result = Normalizer.normalize(struct.get(), body);
    if (!result.problems().isEmpty()) {
      throw unreadable(resource, result.problems().getFirst().message());
    }
    tellUnknown(resource, result.unknown(), options);
    return result.object();
  }

  /** A configuration to apply stays as it is: what it does not say must not become owned. */
  static ObjectTree configuration(Resource resource, ObjectTree body, WriteOptions options) {
    var struct = struct(resource);
    // What a built-in kind does not know is refused when the configuration is merged.
    var unknown = struct.isPresent() ? List.<String>of() : CustomShape.unknown(resource, body);
    tellUnknown(resource, unknown, options);
    return body;
  }

  static ApiException unreadable(Resource resource, String message) {
    return Refusal.badRequest(
        resource.kind()
            + " in version \""
            + resource.id().version()
            + "\" cannot be handled as a "
            + resource.kind()
            + ": "
            + message);
  }

  /** Refuses, warns or keeps silent about fields nobody knows. */
  static void tellUnknown(Resource resource, List<String> unknown, WriteOptions options) {
    if (unknown.isEmpty() && options.repeated().isEmpty()) {
      return;
    }
    var texts = new ArrayList<>(options.repeated());
    unknown.forEach(path -> texts.add("unknown field \"" + path + "\""));
    switch (options.fieldValidation()) {
      case STRICT -> throw unreadable(resource, "strict decoding error: " + joined(texts));
      case WARN -> texts.forEach(options.warn());
      case IGNORE -> {
        // Dropped without a word, as asked.
      }
    }
  }

  /** What readers of YAML say stands on lines of its own. */
  private static String joined(List<String> texts) {
    var lines = texts.stream().filter(text -> text.startsWith("line ")).toList();
    var others = texts.stream().filter(text -> !text.startsWith("line ")).toList();
    var joined = String.join(", ", others);
    if (lines.isEmpty()) {
      return joined;
    }
    return "yaml: unmarshal errors:\n  "
        + String.join("\n  ", lines)
        + (joined.isEmpty() ? "" : ", " + joined);
  }

  /** The object with defaults set and values in their canonical form. */
  static ObjectTree shaped(Resource resource, ObjectTree object) {
    var struct = struct(resource);
    if (struct.isEmpty()) {
      return CustomShape.shaped(resource, object);
    }
    var result =
        Normalizer.normalize(struct.get(), Defaulter.builtin().apply(struct.get(), object));
    if (!result.problems().isEmpty()) {
      throw unreadable(resource, result.problems().getFirst().message());
    }
    return result.object();
  }

  private static FieldManager manager(Resource resource, Part part) {
    var ignored =
        part == Part.STATUS
            ? NOT_STATUS
            : resource.traits().statusSplit() && part == Part.MAIN
                ? FieldSet.of("status")
                : FieldSet.EMPTY;
    return struct(resource)
        .map(struct -> FieldManager.of(struct, ignored))
        .orElseGet(() -> FieldManager.custom(CustomShape.schema(resource), ignored));
  }

  /** {@code next} with managedFields that tell who wrote what. */
  static ObjectTree managed(
      Resource resource,
      Optional<ObjectTree> live,
      ObjectTree next,
      @Nullable Object given,
      Part part,
      WriteOptions options,
      Instant now) {
    var manager = manager(resource, part);
    var writer =
        Writer.update(options.fieldManager(), resource.apiVersion()).through(part.subresource());
    var request =
        given == null
            ? Tree.without(next, "metadata", "managedFields")
            : Tree.with(next, given, "metadata", "managedFields");
    return manager.update(live.orElse(manager.zero()), request, writer, now);
  }

  /** {@code configuration} merged into {@code live} by field ownership. */
  static ObjectTree applied(
      Resource resource,
      Optional<ObjectTree> live,
      ObjectTree configuration,
      Part part,
      WriteOptions options,
      Instant now) {
    var manager = manager(resource, part);
    var writer =
        Writer.apply(options.fieldManager(), resource.apiVersion()).through(part.subresource());
    var config = Tree.without(configuration, "metadata", "managedFields");
    var name = Tree.text(configuration, "metadata", "name");
    try {
      return manager.apply(live.orElse(manager.zero()), config, writer, options.force(), now);
    } catch (ApplyConflict e) {
      throw conflict(e);
    } catch (TypedException e) {
      throw Refusal.unexplained(
          "failed to create typed patch object ("
              + Tree.text(configuration, "metadata", "namespace")
              + "/"
              + name
              + "; "
              + (resource.id().group().isEmpty() ? "/" : "")
              + resource.apiVersion()
              + ", Kind="
              + resource.kind()
              + "): "
              + e.getMessage());
    }
  }

  private static ApiException conflict(ApplyConflict conflict) {
    var causes =
        conflict.causes().stream()
            .map(
                cause ->
                    ObjectTree.of(
                        "reason", "FieldManagerConflict",
                        "message", cause.message(),
                        "field", cause.field()))
            .toList();
    return Refusal.of(
        409, "Conflict", String.valueOf(conflict.getMessage()), ObjectTree.of("causes", causes));
  }
}
