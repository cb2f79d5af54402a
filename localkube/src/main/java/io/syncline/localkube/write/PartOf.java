package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/** Limits a wished object to the part its writer may change. */
final class PartOf {
  private PartOf() {}

  static ObjectTree limited(Resource resource, Part part, ObjectTree wanted, ObjectTree live) {
    return switch (part) {
      case MAIN -> {
        if (!resource.traits().statusSplit()) {
          yield wanted;
        }
        var status = live.get("status");
        yield status == null ? wanted.without("status") : wanted.with("status", status);
      }
      case STATUS -> {
        var status = wanted.get("status");
        var next = status == null ? live.without("status") : live.with("status", status);
        yield managedFrom(next, wanted);
      }
      case SCALE -> managedFrom(live.with("spec", wanted.get("spec")), wanted);
      case FINALIZE -> {
        var status = live.get("status");
        yield status == null ? wanted.without("status") : wanted.with("status", status);
      }
      case WHOLE -> wanted;
    };
  }

  private static ObjectTree managedFrom(ObjectTree next, ObjectTree wanted) {
    var managed = Tree.at(wanted, "metadata", "managedFields");
    return managed == null ? next : Tree.with(next, managed, "metadata", "managedFields");
  }
}
