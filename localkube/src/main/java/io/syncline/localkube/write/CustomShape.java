package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.merge.custom.CustomSchema;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.normal.Normalizer;
import io.syncline.merge.schema.Schema;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

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
    var pruned = compiled(resource).prune(body);
    Shape.tellUnknown(resource, pruned.unknown(), options);
    return withMetadata(pruned.object());
  }

  static List<String> unknown(Resource resource, ObjectTree body) {
    return compiled(resource).prune(body).unknown();
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
  static List<Cause> broken(Resource resource, ObjectTree object) {
    var causes = new ArrayList<Cause>();
    for (var violation : compiled(resource).validate(object)) {
      causes.add(new Cause(violation.reason().text(), violation.message(), violation.path()));
    }
    causes.addAll(0, NameRules.broken(resource, object));
    return causes;
  }
}
