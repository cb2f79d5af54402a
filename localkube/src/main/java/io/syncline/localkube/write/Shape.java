package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings objects into the shape their type asks for and keeps account of who owns which field. */
final class Shape {
  private Shape() {}

  /** The body with unknown fields dropped, warned about or refused, as the writer asked. */
  static ObjectTree decoded(Resource resource, ObjectTree body, WriteOptions options) {
    return body;
  }

  /** The object with defaults set and values in their canonical form. */
  static ObjectTree shaped(Resource resource, ObjectTree object) {
    return object;
  }

  static ObjectTree withoutSystemFields(ObjectTree object) {
    return Tree.without(object, "metadata", "managedFields");
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
    return next;
  }

  /** {@code configuration} merged into {@code live} by field ownership. */
  static ObjectTree applied(
      Resource resource,
      Optional<ObjectTree> live,
      ObjectTree configuration,
      Part part,
      WriteOptions options,
      Instant now) {
    return configuration;
  }
}
