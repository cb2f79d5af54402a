package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.rules.NameRules;
import io.syncline.merge.custom.CustomSchema;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.normal.Normalizer;
import io.syncline.merge.schema.Schema;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The shape of custom resources, from the schema in their definition. */
final class CustomShape {
  private CustomShape() {}

  private static CustomSchema compiled(Resource resource) {
    return resource.custom().orElseThrow().compiled();
  }

  static Schema schema(Resource resource) {
    return compiled(resource).schema();
  }

  static ObjectTree decoded(Resource resource, ObjectTree body, WriteOptions options) {
    checkMetadata(resource, body);
    var pruned = compiled(resource).prune(body);
    Shape.tellUnknown(resource, unknown(resource, body), options);
    return withMetadata(pruned.object());
  }

  static List<String> unknown(Resource resource, ObjectTree body) {
    var unknown = new ArrayList<>(compiled(resource).prune(body).unknown());
    TypeFacts.builtin()
        .struct("meta/v1.ObjectMeta")
        .map(struct -> Normalizer.normalize(struct, Tree.object(body.get("metadata"))).unknown())
        .orElse(List.of())
        .forEach(path -> unknown.add("metadata." + path));
    unknown.sort(Comparator.naturalOrder());
    return unknown;
  }

  /** Metadata is of the same type everywhere, and must be readable as such. */
  private static void checkMetadata(Resource resource, ObjectTree body) {
    var metadata = body.get("metadata");
    if (metadata != null && !(metadata instanceof ObjectTree)) {
      throw Shape.unreadable(
          resource,
          "json: cannot unmarshal "
              + switch (metadata) {
                case String _ -> "string";
                case Boolean _ -> "bool";
                case List<?> _ -> "array";
                default -> "number";
              }
              + " into Go value of type v1.ObjectMeta");
    }
    TypeFacts.builtin()
        .struct("meta/v1.ObjectMeta")
        .map(struct -> Normalizer.normalize(struct, Tree.object(metadata)).problems())
        .filter(problems -> !problems.isEmpty())
        .ifPresent(
            problems -> {
              throw Shape.unreadable(resource, problems.getFirst().message());
            });
  }

  static ObjectTree shaped(Resource resource, ObjectTree object) {
    var schema = compiled(resource);
    return withMetadata(schema.defaults(schema.prune(object).object()));
  }

  /** Metadata is of the same type everywhere. */
  private static ObjectTree withMetadata(ObjectTree object) {
    var struct = TypeFacts.builtin().struct("meta/v1.ObjectMeta");
    if (struct.isEmpty() || !(object.get("metadata") instanceof ObjectTree metadata)) {
      return object;
    }
    return object.with("metadata", Normalizer.normalize(struct.get(), metadata).object());
  }

  /** What the schema does not permit. */
  static List<Cause> broken(Resource resource, ObjectTree object, Optional<ObjectTree> live) {
    var causes = new ArrayList<Cause>();
    for (var violation : compiled(resource).validate(object, live)) {
      causes.add(new Cause(violation.reason().text(), violation.message(), violation.path()));
    }
    causes.addAll(0, NameRules.broken(resource, object));
    return causes;
  }
}
