package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/** What kinds keep or derive when an object is changed. */
final class OnUpdate {
  private OnUpdate() {}

  static ObjectTree prepared(Resource resource, ObjectTree next, ObjectTree live, Part part) {
    if (resource.custom().isPresent() || part == Part.STATUS) {
      return next;
    }
    return switch (resource.kind()) {
      case "Namespace" -> part == Part.FINALIZE ? next : keeping(next, live, "spec", "finalizers");
      case "Secret" -> OnCreate.secret(next);
      case "Service" -> ServiceAddresses.keeping(next, live);
      case "Pod" -> keeping(next, live, "spec", "nodeName");
      case "CustomResourceDefinition" -> DefinitionAdmission.updated(next);
      case "Job" -> JobAdmission.keeping(next, live);
      default -> next;
    };
  }

  /** {@code next} with what {@code live} has at a path, when {@code next} leaves it out. */
  static ObjectTree keeping(ObjectTree next, ObjectTree live, String... path) {
    var old = Tree.at(live, path);
    return old == null || Tree.at(next, path) != null ? next : Tree.with(next, old, path);
  }
}
