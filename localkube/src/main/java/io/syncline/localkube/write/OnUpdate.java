package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Objects;

/** What kinds keep or derive when an object is changed. */
final class OnUpdate {
  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

  private OnUpdate() {}

  static ObjectTree prepared(Resource resource, ObjectTree next, ObjectTree live, Part part) {
    if (resource.custom().isPresent() || part == Part.STATUS) {
      return next;
    }
    return switch (resource.kind()) {
      case "Namespace" -> part == Part.FINALIZE ? next : keeping(next, live, "spec", "finalizers");
      case "Secret" -> OnCreate.secret(next);
      case "Service" -> ServiceAddresses.fitted(ServiceAddresses.keeping(next, live), live);
      case "Pod" -> PodAdmission.withTolerations(keeping(next, live, "spec", "nodeName"));
      case "CustomResourceDefinition" -> DefinitionAdmission.updated(next);
      case "DaemonSet" -> daemonSet(next, live);
      case "Job" -> JobAdmission.keeping(next, live);
      default -> next;
    };
  }

  /** Template generations are counted in an annotation, as nothing else of that version is left. */
  private static ObjectTree daemonSet(ObjectTree next, ObjectTree live) {
    var kept = keeping(next, live, "metadata", "annotations", TEMPLATE_GENERATION);
    var count = Tree.text(live, "metadata", "annotations", TEMPLATE_GENERATION);
    var same = Objects.equals(Tree.at(next, "spec", "template"), Tree.at(live, "spec", "template"));
    return same || !count.matches("\\d{1,9}")
        ? kept
        : Tree.with(
            kept,
            Integer.toString(Integer.parseInt(count) + 1),
            "metadata",
            "annotations",
            TEMPLATE_GENERATION);
  }

  /** What a writer said: addresses and ports that a service keeps or loses are not its words. */
  static ObjectTree said(Resource resource, ObjectTree wished, ObjectTree prepared) {
    return resource.kind().equals("Service") && resource.custom().isEmpty()
        ? Shape.shaped(resource, wished)
        : prepared;
  }

  /** {@code object} with the managed fields of {@code managed}. */
  static ObjectTree owned(ObjectTree object, ObjectTree managed) {
    var fields = Tree.at(managed, "metadata", "managedFields");
    return fields == null
        ? Tree.without(object, "metadata", "managedFields")
        : Tree.with(object, fields, "metadata", "managedFields");
  }

  /** {@code next} with what {@code live} has at a path, when {@code next} leaves it out. */
  static ObjectTree keeping(ObjectTree next, ObjectTree live, String... path) {
    var old = Tree.at(live, path);
    return old == null || Tree.at(next, path) != null ? next : Tree.with(next, old, path);
  }
}
